package virtualcard

import (
	"sync"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// PullDuring is a chip that leaves the field during the first command with that instruction. The card has carried the
// command out, its answer is lost; there is no answer to anything until the card is put in again (PowerOn), and from then
// on it behaves.
func PullDuring(chip reader.Chip, ins byte) reader.Chip {
	return &pulled{Chip: chip, ins: ins, armed: true}
}

type pulled struct {
	reader.Chip
	ins byte

	mu    sync.Mutex
	armed bool
	gone  bool
}

func (p *pulled) PowerOn() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gone = false
	p.Chip.PowerOn()
}

// WarmReset does not reach a card that is out of the field.
func (p *pulled) WarmReset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.gone {
		p.Chip.WarmReset()
	}
}

func (p *pulled) Transmit(command []byte) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.gone {
		return nil
	}
	answer := p.Chip.Transmit(command)
	if !p.armed || len(command) < 2 || command[1] != p.ins {
		return answer
	}
	p.armed, p.gone = false, true
	p.Chip.PowerOff()
	return nil
}
