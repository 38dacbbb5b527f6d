package world

import (
	"errors"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Inspector is somebody at a bench who asks a card what may be asked without its holder.
type Inspector struct {
	world *World
	held  slot.HeldCard
}

// PlacesCard puts a card on the reader: the one that lies there, or one of the cast's.
func (i *Inspector) PlacesCard() error {
	order := municipality.Order{Person: i.world.slot.Cast().Persons[0], Profile: defaultProfile,
		Issued: i.world.clock.Now().Add(-cardAge)}
	held, err := i.world.slot.Cards().Hold(i.world.cardEnv(), order)
	i.held = held
	return err
}

// LooksAtJPKI asks for an unknown application, then for what the JPKI application gives freely.
func (i *Inspector) LooksAtJPKI() error {
	return i.inspect(slot.SelectUnknown, slot.SelectJPKI, slot.SelectToken, slot.ReadToken, slot.SelectAuthCertificate, slot.ReadHead)
}

// AsksTries asks for the retry counter n times.
func (i *Inspector) AsksTries(n int) error {
	questions := []slot.Question{slot.SelectJPKI, slot.SelectAuthPIN}
	for range n {
		questions = append(questions, slot.QueryTries)
	}
	return i.inspect(questions...)
}

// TriesSignCertificate tries to read the signature certificate without its password.
func (i *Inspector) TriesSignCertificate() error {
	return i.inspect(slot.SelectJPKI, slot.SelectSignCertificate, slot.ReadHead)
}

// TriesSigning asks the user key for a signature without a PIN.
func (i *Inspector) TriesSigning() error {
	return i.inspect(slot.SelectJPKI, slot.SelectAuthKey, slot.SignNothing)
}

func (i *Inspector) inspect(questions ...slot.Question) error {
	if i.held == nil {
		return slot.Configuration("inspecting a card", errors.New("no card was put on the reader: begin with リーダーにマイナンバーカードが置かれている"))
	}
	i.held.Put()
	defer i.held.Take()
	_, err := i.ask(questions...)
	return err
}

// ask puts questions to the card that lies on the reader, in one connection, and powers it off after that.
func (i *Inspector) ask(questions ...slot.Question) (answers []apdu.Response, err error) {
	w := i.world
	card, err := w.slot.Harness().Connect(w.ctx)
	if err != nil {
		return nil, slot.Environment("connecting to the card", err)
	}
	defer func() {
		if e := card.Disconnect(reader.Unpower); e != nil && err == nil {
			err = slot.Environment("letting go of the card", e)
		}
	}()
	var failed *apdu.Command
	for _, q := range questions {
		command := q()
		if failed != nil && isPointless(command, *failed) {
			continue
		}
		answer, err := i.puts(card, command)
		if err != nil {
			return nil, err
		}
		answers = append(answers, answer)
		if failed = nil; command.INS == apdu.INSSelect && answer.SW != apdu.SW9000OK {
			failed = &command
		}
	}
	return answers, nil
}

// isPointless tells whether a command would act upon what a SELECT before it did not find.
func isPointless(c, failed apdu.Command) bool {
	if c.INS != apdu.INSSelect {
		return true
	}
	return failed.P1 == slot.SelectsApplication && c.P1 != slot.SelectsApplication
}

// puts is one question and its answer.
func (i *Inspector) puts(card reader.Card, command apdu.Command) (apdu.Response, error) {
	raw, err := card.Transmit(i.world.ctx, command.Bytes())
	if err != nil {
		return apdu.Response{}, slot.Environment("asking the card", err)
	}
	answer, err := apdu.ParseResponse(append([]byte(nil), raw...))
	if err != nil {
		return apdu.Response{}, slot.Environment("reading the card's answer", err)
	}
	return answer, nil
}
