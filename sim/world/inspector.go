package world

import (
	"crypto/sha256"
	"errors"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// question is one command that costs the card nothing.
type question func() apdu.Command

// selectsApplication is P1 of SELECT by AID (card reference §2.2).
const selectsApplication = 0x04

// The questions (card reference §2.2, §3, §5.1).
func selectUnknown() apdu.Command {
	return apdu.Command{INS: apdu.INSSelect, P1: selectsApplication, P2: 0x0C, Data: []byte{0xF0, 'M', 'Y', 'N', 'A', 'L', 'A', 'B'}}
}

func selectJPKI() apdu.Command {
	return apdu.Command{INS: apdu.INSSelect, P1: selectsApplication, P2: 0x0C,
		Data: []byte{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01}}
}

func selectEF(fid uint16) apdu.Command {
	return apdu.Command{INS: apdu.INSSelect, P1: 0x02, P2: 0x0C, Data: []byte{byte(fid >> 8), byte(fid)}}
}

func selectToken() apdu.Command           { return selectEF(0x0006) }
func selectAuthCertificate() apdu.Command { return selectEF(0x000A) }
func selectSignCertificate() apdu.Command { return selectEF(0x0001) }
func selectAuthPIN() apdu.Command         { return selectEF(virtualcard.FIDAuthPIN) }
func selectAuthKey() apdu.Command         { return selectEF(virtualcard.FIDAuthKey) }
func readHead() apdu.Command              { return apdu.Command{INS: apdu.INSReadBinary, Ne: 4} }
func readToken() apdu.Command             { return apdu.Command{INS: apdu.INSReadBinary, Ne: 0x20} }
func queryTries() apdu.Command            { return apdu.Command{INS: apdu.INSVerify, P2: 0x80} }

// signNothing asks for a signature over the hash of nothing: a DigestInfo of SHA-256 (card reference §6, CARD-382).
func signNothing() apdu.Command {
	hash := sha256.Sum256(nil)
	digestInfo := []byte{0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}
	return apdu.Command{CLA: 0x80, INS: apdu.INSSign, P2: 0x80, Data: append(digestInfo, hash[:]...), Ne: 256}
}

// Inspector is somebody at a bench who asks a card what may be asked without its holder.
type Inspector struct {
	world *World
	held  holding
}

// PlacesCard puts a card on the reader: the one that lies there, or one of the cast's.
func (i *Inspector) PlacesCard() error {
	order := municipality.Order{Person: i.world.slot.config.Cast.Persons[0], Profile: defaultProfile,
		Issued: i.world.clock.Now().Add(-cardAge)}
	held, err := i.world.slot.cards.hold(i.world, order)
	i.held = held
	return err
}

// LooksAtJPKI asks for an unknown application, then for what the JPKI application gives freely.
func (i *Inspector) LooksAtJPKI() error {
	return i.inspect(selectUnknown, selectJPKI, selectToken, readToken, selectAuthCertificate, readHead)
}

// AsksTries asks for the retry counter n times.
func (i *Inspector) AsksTries(n int) error {
	questions := []question{selectJPKI, selectAuthPIN}
	for range n {
		questions = append(questions, queryTries)
	}
	return i.inspect(questions...)
}

// TriesSignCertificate tries to read the signature certificate without its password.
func (i *Inspector) TriesSignCertificate() error {
	return i.inspect(selectJPKI, selectSignCertificate, readHead)
}

// TriesSigning asks the user key for a signature without a PIN.
func (i *Inspector) TriesSigning() error { return i.inspect(selectJPKI, selectAuthKey, signNothing) }

func (i *Inspector) inspect(questions ...question) error {
	if i.held == nil {
		return configuration("inspecting a card", errors.New("no card was put on the reader: begin with リーダーにマイナンバーカードが置かれている"))
	}
	i.held.put()
	defer i.held.take()
	_, err := i.ask(questions...)
	return err
}

// ask puts questions to the card that lies on the reader, in one connection, and powers it off after that.
func (i *Inspector) ask(questions ...question) (answers []apdu.Response, err error) {
	w := i.world
	card, err := w.reader.harness.Connect(w.ctx)
	if err != nil {
		return nil, environment("connecting to the card", err)
	}
	defer func() {
		if e := card.Disconnect(reader.Unpower); e != nil && err == nil {
			err = environment("letting go of the card", e)
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
	return failed.P1 == selectsApplication && c.P1 != selectsApplication
}

// puts is one question and its answer.
func (i *Inspector) puts(card reader.Card, command apdu.Command) (apdu.Response, error) {
	raw, err := card.Transmit(i.world.ctx, command.Bytes())
	if err != nil {
		return apdu.Response{}, environment("asking the card", err)
	}
	answer, err := apdu.ParseResponse(append([]byte(nil), raw...))
	if err != nil {
		return apdu.Response{}, environment("reading the card's answer", err)
	}
	return answer, nil
}
