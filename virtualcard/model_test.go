package virtualcard_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
)

// The model is a second implementation of the card, written from the card reference and ISO/IEC 7816-4 alone. It imports
// nothing of this module, so that it cannot share a mistake with the card. It returns what a command must be answered. Of
// signatures and challenges it knows only the length. Chains and protected commands have tests of their own.

// modelApp is an application with its files and secrets by identifier, and its data objects by tag.
type modelApp struct {
	aid     []byte
	files   map[uint16]modelFile
	secrets map[uint16]*modelSecret
	objects map[uint16][]byte
	// signer is the key that P2=00 refers to, 0 if there is none.
	signer uint16
}

// modelFile is a file as clients see it: bytes, or for a record file its simple-TLV objects, one after another.
type modelFile struct {
	kind    modelKind
	content []byte
	// opens lists the secrets of which any one opens the file. If free is true no secret is needed. A guarded file with no
	// secrets can't be opened.
	opens []uint16
	free  bool
	// proof is the answer to INTERNAL AUTHENTICATE with a key: 9000, or the refusal.
	proof string
	// odd is the answer to READ BINARY if the kind is modelOdd.
	odd string
}

type modelKind int

const (
	modelBytes  modelKind = iota // bytes for READ BINARY
	modelKey                     // a key for signatures
	modelPIN                     // a reference for VERIFY
	modelOdd                     // exists, but no command fits it
	modelRecord                  // records: only READ RECORD fits it
)

// modelSecret is a PIN with its counter (card reference §5). If digits is 0 it is the signature password. change is the
// instruction that sets a new one, 0 if it is printed on the card.
type modelSecret struct {
	value     string
	max, left int
	digits    int
	change    byte
	verified  bool
}

// model is a card with power.
type model struct {
	apps []*modelApp
	// app is the selected application and owner the one whose secrets may be verified; implicit is true if no SELECT chose
	// app.
	app, owner int
	implicit   bool
	ef         uint16 // 0 if there is none
}

// modelAnswer is what the card must answer: data, or only their length, and the status word in hex.
type modelAnswer struct {
	sw   string
	data []byte
	any  int
}

func statusAnswer(sw string) modelAnswer { return modelAnswer{sw: sw} }

// matches compares an answer of the card with the model's answer.
func (a modelAnswer) matches(got []byte) error {
	if len(got) < 2 {
		return fmt.Errorf("an answer of %d bytes", len(got))
	}
	data, sw := got[:len(got)-2], fmt.Sprintf("%X", got[len(got)-2:])
	switch {
	case sw != a.sw:
		return fmt.Errorf("status %s, the model says %s", sw, a.sw)
	case a.any > 0 && len(data) != a.any:
		return fmt.Errorf("%d bytes of data, the model says %d", len(data), a.any)
	case a.any == 0 && !bytes.Equal(data, a.data):
		return fmt.Errorf("data of %d bytes (%x), the model says %d (%x)", len(data), sha256.Sum256(data), len(a.data), sha256.Sum256(a.data))
	}
	return nil
}

func (m *model) powerOff() {
	m.clear()
	m.app, m.owner, m.ef, m.implicit = 0, 0, 0, true
}

// warmReset selects the issuer domain; the status is kept for its application (§13 row 2).
func (m *model) warmReset() { m.app, m.ef, m.implicit = 0, 0, true }

func (m *model) clear() {
	for _, a := range m.apps {
		for _, s := range a.secrets {
			s.verified = false
		}
	}
}

// own makes the selected application the owner of the status and ends the status of any other (§5.4).
func (m *model) own() {
	if m.owner != m.app {
		m.clear()
		m.owner = m.app
	}
}

// target resolves a reference: 80 for the current EF, or 80|SFI with the low five bits of an identifier.
func (m *model) target(reference byte) (f modelFile, fid uint16, refusal string) {
	fid = uint16(reference & 0x1F)
	if fid == 0 {
		if m.ef == 0 {
			return f, 0, "6986"
		}
		fid = m.ef
	}
	f, ok := m.apps[m.app].files[fid]
	if !ok {
		return f, 0, "6A82"
	}
	return f, fid, ""
}

// open compares what must have happened with what has happened.
func (m *model) open(f modelFile) bool {
	for _, fid := range f.opens {
		if m.apps[m.app].secrets[fid].verified {
			return true
		}
	}
	return f.free
}
