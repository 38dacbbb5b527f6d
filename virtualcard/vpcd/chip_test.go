package vpcd_test

import (
	"fmt"
	"sync"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// script is a chip with given answers; it records what is done to it.
type script struct {
	atr     []byte
	answers map[string][]byte

	mu   sync.Mutex
	done []string
}

var _ reader.Chip = (*script)(nil)

func newScript() *script {
	return &script{
		atr:     []byte{0x3B, 0xDA, 0x13, 0xFF, 0x81, 0x31, 0xFB, 0x46, 0x80, 0x12, 0x39, 0x2F, 0x31, 0xC1, 0x73, 0xC6, 0x01, 0xC0, 0x3B},
		answers: map[string][]byte{},
	}
}

func (c *script) note(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done = append(c.done, what)
}

func (c *script) noted() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string{}, c.done...)
}

func (c *script) PowerOn()    { c.note("on") }
func (c *script) WarmReset()  { c.note("reset") }
func (c *script) PowerOff()   { c.note("off") }
func (c *script) ATR() []byte { return c.atr }

func (c *script) Transmit(command []byte) []byte {
	c.note(fmt.Sprintf("%X", command))
	return c.answers[string(command)]
}

// failing is a chip that gives no answers and says why.
type failing struct {
	*script
	why error
}

func (f failing) Failure() error { return f.why }
