package world

import (
	"errors"

	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
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

func (p *Patient) pulls(during byte, identify driver.Call) error {
	return p.presentsWith("removed", virtualcard.FaultOptions{INS: []byte{during}}, identify)
}

// ChecksInWithAlteredSignature identifies the patient in the given mode; the signature is altered on its way from the card.
func (p *Patient) ChecksInWithAlteredSignature(mode string) error {
	return p.presentsWith("altered", virtualcard.FaultOptions{INS: []byte{apdu.INSSign}}, p.identification(mode))
}

// PutsOtherKindOfCard identifies the patient in the given mode; then a card without the JPKI application is put on the
// reader.
func (p *Patient) PutsOtherKindOfCard(mode string) error {
	return p.presentsWith("other-kind", virtualcard.FaultOptions{}, p.identification(mode))
}

// presentsWith runs a check with a card that has the given fault.
func (p *Patient) presentsWith(fault string, options virtualcard.FaultOptions, identify driver.Call) error {
	if err := p.CardSuffers(fault, options); err != nil {
		return err
	}
	return p.present(identify)
}

// PutsNoCard identifies the patient in the given mode; then the product reads without a card on the reader.
func (p *Patient) PutsNoCard(mode string) error {
	if err := p.identify(p.identification(mode)); err != nil {
		return err
	}
	return p.world.terminal.do(verb(driver.ReadCard))
}

// PutsCardUnasked puts the card on the reader and makes the product read it, whatever screen it shows.
func (p *Patient) PutsCardUnasked() error {
	held, err := p.card()
	if err != nil {
		return err
	}
	return p.readCard(held)
}

// PutsCardBeforeIdentification begins a check and makes the product read the card before the patient is identified.
func (p *Patient) PutsCardBeforeIdentification() error {
	if err := p.world.terminal.StartCheck(); err != nil {
		return err
	}
	return p.PutsCardUnasked()
}

// TypesPINOf types the PIN of another person of the cast and presents the patient's own card.
func (p *Patient) TypesPINOf(name string) error {
	other, err := p.world.slot.Cast().Person(name)
	if err != nil {
		return slot.Configuration("typing another person's PIN", err)
	}
	return p.present(typing(driver.EnterPIN, other.ID, people.SecretHolder))
}

// TypesPINAndOtherCardIsPut types the patient's own PIN; then the card of another person of the cast is put on the reader.
func (p *Patient) TypesPINAndOtherCardIsPut(name string) error {
	other := &Patient{world: p.world}
	if err := other.Arrives(name); err != nil {
		return err
	}
	held, err := other.card()
	if err != nil {
		return err
	}
	if err := p.identify(p.pin(people.SecretHolder)); err != nil {
		return err
	}
	return p.readCard(held)
}

// PINLength is a length of a PIN other than four digits.
type PINLength string

// The wrong lengths.
const (
	ThreeDigits PINLength = people.SecretHolderShort
	FiveDigits  PINLength = people.SecretHolderLong
)

// TypesPINOfLength begins a check and types a PIN of that length; no card is presented.
func (p *Patient) TypesPINOfLength(l PINLength) error {
	if p.person.ID == "" {
		return slot.Configuration("typing a PIN", errors.New("no patient has arrived: begin with 患者「…」が…"))
	}
	return p.identify(p.pin(string(l)))
}
