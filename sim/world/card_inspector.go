package world

import (
	"errors"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Inspector is a person at a test bench who sends a card only what is possible without its holder.
type Inspector struct {
	world *World
	held  slot.HeldCard
}

// PlacesCard puts a card on the reader: the card that is there already if the slot has a real one, otherwise a card of the
// first person of the cast.
func (i *Inspector) PlacesCard() error {
	order := municipality.Order{Person: i.world.slot.Cast().Persons[0], Profile: defaultProfile,
		Issued: i.world.clock.Now().Add(-cardAge)}
	held, err := i.world.slot.Cards().Hold(i.world.cardEnv(), order)
	i.held = held
	return err
}

// LooksAtJPKI selects an unknown application, then reads what the JPKI application allows without a PIN.
func (i *Inspector) LooksAtJPKI() error {
	return i.inspect(slot.SelectUnknown, slot.SelectJPKI, slot.SelectToken, slot.ReadToken, slot.SelectAuthCertificate, slot.ReadHead)
}

// AsksTries queries the retry counter n times.
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

// ask sends questions to the card on the reader, in one connection, and powers the card off afterwards. After a failed SELECT
// it skips the questions that depend on it.
func (i *Inspector) ask(questions ...slot.Question) (answers []apdu.Response, err error) {
	w := i.world
	card, err := w.slot.Harness().Connect(w.ctx)
	if err != nil {
		return nil, slot.Environment("connecting to the card", err)
	}
	defer func() {
		if e := card.Disconnect(reader.Unpower); e != nil && err == nil {
			err = slot.Environment("disconnecting from the card", e)
		}
	}()
	var failed *apdu.Command
	for _, q := range questions {
		command := q()
		if failed != nil && isPointless(command, *failed) {
			continue
		}
		answer, err := i.send(card, command)
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

// isPointless reports whether a command would act on something that the failed SELECT before it did not find.
func isPointless(c, failed apdu.Command) bool {
	if c.INS != apdu.INSSelect {
		return true
	}
	return failed.P1 == slot.SelectsApplication && c.P1 != slot.SelectsApplication
}

// send sends one question and returns its answer.
func (i *Inspector) send(card reader.Card, command apdu.Command) (apdu.Response, error) {
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
