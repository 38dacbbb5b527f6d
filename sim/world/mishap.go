package world

import (
	"errors"
	"slices"

	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// PullsCardWhileSigning types the right PIN and takes the card away while it signs.
func (p *Patient) PullsCardWhileSigning() error {
	return p.pulls(apdu.INSSign, p.pin(people.SecretHolder))
}

// PullsCardWhileRead types the right PIN and takes the card away while its certificate is read.
func (p *Patient) PullsCardWhileRead() error {
	return p.pulls(apdu.INSReadBinary, p.pin(people.SecretHolder))
}

// PullsCardWhileVerifyingWrongPIN types a wrong PIN and takes the card away while it compares.
func (p *Patient) PullsCardWhileVerifyingWrongPIN() error {
	return p.pulls(apdu.INSVerify, p.pin(people.SecretWrong))
}

func (p *Patient) pulls(ins byte, identify driver.Call) error {
	return p.disturbed(func(c reader.Chip) reader.Chip { return virtualcard.PullDuring(c, ins) }, identify)
}

// ChecksInWithAlteredSignature is identified in the named mode; on its way from the card the signature is altered.
func (p *Patient) ChecksInWithAlteredSignature(mode string) error {
	return p.disturbed(func(c reader.Chip) reader.Chip { return &altered{Chip: c, ins: apdu.INSSign} }, p.identification(mode))
}

// PutsOtherKindOfCard is identified in the named mode and puts a card without JPKI application on the reader.
func (p *Patient) PutsOtherKindOfCard(mode string) error {
	return p.disturbed(func(reader.Chip) reader.Chip { return otherKind{} }, p.identification(mode))
}

// disturbed is a check with something around the card until it is next taken away.
func (p *Patient) disturbed(with func(reader.Chip) reader.Chip, identify driver.Call) error {
	held, err := p.card()
	if err != nil {
		return err
	}
	if err := held.Disturb(with); err != nil {
		return err
	}
	return p.present(identify)
}

// PutsNoCard is identified in the named mode and puts no card on the reader.
func (p *Patient) PutsNoCard(mode string) error {
	if err := p.isIdentified(p.identification(mode)); err != nil {
		return err
	}
	return p.world.terminal.do(verb(driver.ReadCard))
}

// PutsCardUnasked puts the card on the reader and has it read on whatever screen is there.
func (p *Patient) PutsCardUnasked() error {
	held, err := p.card()
	if err != nil {
		return err
	}
	return p.lets(held)
}

// PutsCardBeforeIdentification begins a check and has the card read before anybody was identified.
func (p *Patient) PutsCardBeforeIdentification() error {
	if err := p.world.terminal.StartCheck(); err != nil {
		return err
	}
	return p.PutsCardUnasked()
}

// TypesPINOf types the PIN of another person of the cast and presents the own card.
func (p *Patient) TypesPINOf(name string) error {
	other, err := p.world.slot.Cast().Person(name)
	if err != nil {
		return slot.Configuration("typing somebody else's PIN", err)
	}
	return p.present(typing(driver.EnterPIN, other.ID, people.SecretHolder))
}

// TypesPINAndOtherCardIsPut types the own PIN; then the card of another person of the cast is put on the reader.
func (p *Patient) TypesPINAndOtherCardIsPut(name string) error {
	other := &Patient{world: p.world}
	if err := other.Arrives(name); err != nil {
		return err
	}
	held, err := other.card()
	if err != nil {
		return err
	}
	if err := p.isIdentified(p.pin(people.SecretHolder)); err != nil {
		return err
	}
	return p.lets(held)
}

// Length is a PIN of another length than four digits.
type Length string

// The lengths.
const (
	ThreeDigits Length = people.SecretHolderShort
	FiveDigits  Length = people.SecretHolderLong
)

// TypesPINOfLength begins a check and types a PIN of that length; no card is put anywhere.
func (p *Patient) TypesPINOfLength(l Length) error {
	if p.person.ID == "" {
		return slot.Configuration("typing a PIN", errors.New("no patient has arrived: begin with 患者「…」が…"))
	}
	return p.isIdentified(p.pin(string(l)))
}

// altered is a card whose answers to one command are altered on their way.
type altered struct {
	reader.Chip
	ins byte
}

// Transmit flips one bit of an answer that carries data.
func (a *altered) Transmit(command []byte) []byte {
	answer := a.Chip.Transmit(command)
	if len(command) < 2 || command[1] != a.ins || len(answer) <= 2 {
		return answer
	}
	answer = slices.Clone(answer)
	answer[0] ^= 1
	return answer
}

// otherKind is a card that has nothing of a My Number card: whatever is asked for is not found.
type otherKind struct{}

var _ reader.Chip = otherKind{}

func (otherKind) PowerOn()               {}
func (otherKind) WarmReset()             {}
func (otherKind) PowerOff()              {}
func (otherKind) ATR() []byte            { return []byte{0x3B, 0x00} }
func (otherKind) Transmit([]byte) []byte { return apdu.SW6A82NotFound.Bytes() }
