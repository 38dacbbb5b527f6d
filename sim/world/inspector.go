package world

import (
	"crypto/sha256"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// question is one command that costs the card nothing.
type question func() apdu.Command

// The questions (card reference §2.2, §3, §5.1).
func selectUnknown() apdu.Command {
	return apdu.Command{INS: apdu.INSSelect, P1: 0x04, P2: 0x0C, Data: []byte{0xF0, 'M', 'Y', 'N', 'A', 'L', 'A', 'B'}}
}

func selectJPKI() apdu.Command {
	return apdu.Command{INS: apdu.INSSelect, P1: 0x04, P2: 0x0C,
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
	i.held.put()
	defer i.held.take()
	_, err := i.ask(questions...)
	return err
}

// ask puts questions to the card that lies on the reader, in one connection, and powers it off after that.
func (i *Inspector) ask(questions ...question) ([]apdu.Response, error) {
	w := i.world
	card, err := w.reader.harness.Connect(w.ctx)
	if err != nil {
		return nil, environment("connecting to the card", err)
	}
	var answers []apdu.Response
	for _, q := range questions {
		raw, err := card.Transmit(w.ctx, q().Bytes())
		if err != nil {
			return nil, environment("asking the card", err)
		}
		answer, err := apdu.ParseResponse(append([]byte(nil), raw...))
		if err != nil {
			return nil, environment("reading the card's answer", err)
		}
		answers = append(answers, answer)
	}
	if err := card.Disconnect(reader.Unpower); err != nil {
		return nil, environment("letting go of the card", err)
	}
	return answers, nil
}
