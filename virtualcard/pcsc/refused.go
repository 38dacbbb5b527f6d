package pcsc

import (
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// ErrRefused is wrapped by every *Refused.
var ErrRefused = errors.New("command refused to protect a real card")

// Refused says why the guard kept a command back. The card has not seen it.
type Refused struct {
	// Command is the name and header of the command; its data is never told.
	Command string
	// Rule is what it breaks, Next the next move.
	Rule, Next string
}

// Error is one line.
func (r *Refused) Error() string {
	return fmt.Sprintf("refusing %s to protect a real card: %s; %s", r.Command, r.Rule, r.Next)
}

// Unwrap gives ErrRefused.
func (r *Refused) Unwrap() error { return ErrRefused }

// named is a command with its header, for Refused.
func named(name string, c apdu.Command) string {
	return fmt.Sprintf("%s (%02X%02X%02X%02X)", name, c.CLA, c.INS, c.P1, c.P2)
}
