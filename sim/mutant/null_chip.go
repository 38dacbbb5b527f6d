package mutant

import (
	"bytes"

	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// NullChip is a card that gives the same answer to every command.
type NullChip struct {
	name   string
	answer []byte
}

var _ reader.Chip = (*NullChip)(nil)

// NullChips returns the three null cards: silent answers every command with an internal error (6F00), always-yes with success
// and zeros, always-no with not found (6A82).
func NullChips() []*NullChip {
	return []*NullChip{
		{"silent", apdu.SW6F00Internal.Bytes()},
		{"always-yes", apdu.Response{Data: bytes.Repeat([]byte{0}, 256), SW: apdu.SW9000OK}.Append(nil)},
		{"always-no", apdu.SW6A82NotFound.Bytes()},
	}
}

// Name returns silent, always-yes or always-no.
func (c *NullChip) Name() string { return c.name }

// PowerOn does nothing.
func (c *NullChip) PowerOn() {}

// WarmReset does nothing.
func (c *NullChip) WarmReset() {}

// PowerOff does nothing.
func (c *NullChip) PowerOff() {}

// ATR returns the shortest valid ATR.
func (c *NullChip) ATR() []byte { return []byte{0x3B, 0x00} }

// Transmit returns the same answer to every command.
func (c *NullChip) Transmit([]byte) []byte { return c.answer }
