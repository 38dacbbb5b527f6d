package pcsc

import (
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// ErrRefused is wrapped by every *Refused.
var ErrRefused = errors.New("command refused to protect a real card")

// Refused is the error of the guard for a command that it did not send to the card.
type Refused struct {
	// Command is the name and header of the command, never its data.
	Command string
	// Rule is the rule that it breaks, Next is what to do next.
	Rule, Next string
}

// Error returns one line.
func (r *Refused) Error() string {
	return fmt.Sprintf("refusing %s to protect a real card: %s; %s", r.Command, r.Rule, r.Next)
}

// Unwrap returns ErrRefused.
func (r *Refused) Unwrap() error { return ErrRefused }

// named returns a command's name with its header, for Refused.
func named(name string, c apdu.Command) string {
	return fmt.Sprintf("%s (%02X%02X%02X%02X)", name, c.CLA, c.INS, c.P1, c.P2)
}
