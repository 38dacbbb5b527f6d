package mutant

import (
	"bytes"

	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// NullChip is a card that answers without looking at the command.
type NullChip struct {
	name   string
	answer []byte
}

var _ reader.Chip = (*NullChip)(nil)

// NullChips are the three null cards: silent knows nothing at all, always-yes answers done with zeros, always-no not
// found.
func NullChips() []*NullChip {
	return []*NullChip{
		{"silent", apdu.SW6F00Internal.Bytes()},
		{"always-yes", apdu.Response{Data: bytes.Repeat([]byte{0}, 256), SW: apdu.SW9000OK}.Append(nil)},
		{"always-no", apdu.SW6A82NotFound.Bytes()},
	}
}

// Name is silent, always-yes or always-no.
func (c *NullChip) Name() string { return c.name }

// PowerOn is accepted.
func (c *NullChip) PowerOn() {}

// WarmReset is accepted.
func (c *NullChip) WarmReset() {}

// PowerOff is accepted.
func (c *NullChip) PowerOff() {}

// ATR is the shortest valid one.
func (c *NullChip) ATR() []byte { return []byte{0x3B, 0x00} }

// Transmit answers the same to everything.
func (c *NullChip) Transmit([]byte) []byte { return c.answer }
