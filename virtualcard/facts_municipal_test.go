package virtualcard_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"image/png"
	"io"
	mathrand "math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
)

// resident is a person of the cast with the codes that the municipality prints on the card.
type resident struct {
	people.Person
	people.Codes
}

var holder = sync.OnceValue(func() resident {
	cast, err := people.Load()
	if err != nil {
		panic(err)
	}
	person, err := cast.Person("P01")
	if err != nil {
		panic(err)
	}
	codes, err := person.Codes()
	if err != nil {
		panic(err)
	}
	return resident{person, codes}
})

var written sync.Map

// residentSpec returns the specification of a card with all applications, as the municipality writes it. It is made once for
// each profile, because contents are signed when they are first read.
func residentSpec(t testing.TB, profile string) virtualcard.Spec {
	t.Helper()
	write, _ := written.LoadOrStore(profile, sync.OnceValues(func() (virtualcard.Spec, error) {
		chance := func(purpose string) io.Reader { return mathrand.NewChaCha8(sha256.Sum256([]byte(purpose))) }
		issuer := municipality.NewIssuer(chance, virtualcard.DefaultTables(), 0)
		spec, _, err := issuer.Personalise(municipality.Order{Person: holder().Person, Profile: profile,
			Issued: time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)})
		return spec, err
	}))
	spec, err := write.(func() (virtualcard.Spec, error))()
	require.NoError(t, err)
	return spec
}

// residentCard returns a card of the holder with all applications, with power.
func residentCard(t testing.TB, profile string) *virtualcard.Card {
	t.Helper()
	return newCard(t, virtualcard.Config{Spec: residentSpec(t, profile), Chance: chance()})
}

// first reads the first byte of a file by short identifier.
func first(fid byte, sw string) string {
	if sw == "9000" {
		return fmt.Sprintf("00B0%02X0001 -> <1>9000", 0x80|fid)
	}
	return fmt.Sprintf("00B0%02X0001 -> %s", 0x80|fid, sw)
}

// fileOf returns a whole file of a card, read with extended length by short identifier.
func fileOf(t testing.TB, card *virtualcard.Card, selection string, fid byte) []byte {
	t.Helper()
	talk(t, card, selection)
	answer := send(t, card, fmt.Sprintf("00B0%02X00000000", 0x80|fid))
	require.Equal(t, "9000", hex.EncodeToString(answer[len(answer)-2:]))
	return answer[:len(answer)-2]
}

// TestFactsOfAccess lists for every guarded file of the 券面 applications which secret opens it; no other secret may.
func TestFactsOfAccess(t *testing.T) {
	h := holder()
	secrets := map[string]map[string]string{
		toText:    {"PIN": pinEntry(0x11, h.PINs.Holder, "9000"), "A": pinEntry(0x14, h.A, "9000"), "B": pinEntry(0x15, h.B, "9000")},
		toSurface: {"birth date": pinEntry(0x11, h.Birth, "9000"), "A": pinEntry(0x13, h.A, "9000"), "B": pinEntry(0x12, h.B, "9000")},
	}
	for _, row := range []struct {
		name      string
		selection string
		fid       byte
		opens     string
	}{
		{"CARD-210 CARD-232 My Number", toText, 0x01, "PIN A"},
		{"CARD-212 CARD-231 basic attributes", toText, 0x02, "PIN B"},
		{"CARD-214 integrity record", toText, 0x03, "PIN A B"},
		{"CARD-219 session-key encryption key", toText, 0x06, "PIN A B"},
		{"CARD-221 AP signing key", toText, 0x07, "PIN A B"},
		{"CARD-258 age record", toSurface, 0x01, "birth date"},
		{"CARD-265 card face", toSurface, 0x02, "A B"},
		{"CARD-273 My Number image", toSurface, 0x05, "A"},
		{"CARD-274 sixteen FF", toSurface, 0x06, "A B"},
	} {
		t.Run(row.name, func(t *testing.T) {
			talk(t, residentCard(t, "contact-a1"), row.selection, first(row.fid, "6982"))
			for name, verify := range secrets[row.selection] {
				want := "6982"
				if strings.Contains(row.opens, name) {
					want = "9000"
				}
				talk(t, residentCard(t, "contact-a1"), row.selection, verify, first(row.fid, want))
			}
		})
	}
	for _, row := range []struct {
		name, selection string
		fids            []byte
	}{
		{"CARD-215 CARD-216 free files of the text AP", toText, []byte{0x04, 0x05}},
		{"CARD-266 CARD-271 free files of the surface AP", toSurface, []byte{0x03, 0x04}},
		{"CARD-135 CARD-136 key references", toCommon, []byte{0x02}},
		{"CARD-145 key reference of the juki AP", toJuki, []byte{0x02}},
	} {
		t.Run(row.name, func(t *testing.T) {
			card := residentCard(t, "contact-a1")
			talk(t, card, row.selection)
			for _, fid := range row.fids {
				talk(t, card, first(fid, "9000"))
			}
		})
	}
}

// TestFactsOfAnIssuedCard compares what the municipality writes with what clients of the 券面 applications rely on.
func TestFactsOfAnIssuedCard(t *testing.T) {
	h := holder()
	pin := h.PINs.Holder
	for _, row := range []struct {
		name  string
		lines []string
	}{
		{"CARD-509 CARD-209 CARD-199 My Number and filler", []string{toText, selectEF(0x0001), pinEntry(0x11, pin, "9000"), fmt.Sprintf("00B0000011 -> FF100C %X FFFF 9000", h.MyNumber), "00B0001101 -> 6B00"}},
		{"CARD-131 CARD-508 the record is simple-TLV", []string{toCommon, selectEF(0x0001), "00B2010400 -> 011C <28>9000"}},
		{"CARD-125 CARD-126 CARD-062 the certificates of the issuer domain need extended Le", []string{"00CA00F800 -> 6700", "00CA00F8000000 -> <563>9000", "00CA7F2100 -> 6700", "00CA7F21000000 -> <563>9000"}},
		{"CARD-120 CARD-122 the contact answer to reset without TS", []string{"00CA5F5100 -> DA13FF8131FB468012392F31C173C601C03B 9000"}},
		{"CARD-342 three tries of the text PIN", []string{toText, pinEntry(0x11, "0000", "63C2"), pinEntry(0x11, "0000", "63C1"), pinEntry(0x11, "0000", "63C0"), pinEntry(0x11, pin, "6984")}},
		{"CARD-343 three tries each in juki and common", []string{toJuki, pinEntry(0x1C, "0000", "63C2"), toCommon, "0020009C -> 63C3", pinEntry(0x1C, "0000", "63C2"), toJuki, "0020009C -> 63C2"}},
	} {
		t.Run(row.name, func(t *testing.T) { talk(t, residentCard(t, "contact-a1"), row.lines...) })
	}
}

// TestFactsOfTheCardFace follows the offsets of DF21 as a client does.
func TestFactsOfTheCardFace(t *testing.T) {
	card := residentCard(t, "contact-a1")
	talk(t, card, toSurface, pinEntry(0x13, holder().A, "9000"))
	face := fileOf(t, card, toSurface, 0x02)
	start := bytes.Index(face, []byte{0xDF, 0x21})
	require.True(t, start > 0 && start < 8, "DF21 comes first")
	offset := func(i int) int { return int(binary.BigEndian.Uint16(face[start+3+2*i:])) }
	for i, row := range []struct{ name, tag string }{
		{"CARD-260 the name is a PNG", "df25"}, {"CARD-260 the address is a PNG", "df26"},
	} {
		t.Run(row.name, func(t *testing.T) {
			field := face[offset(3+i):offset(4+i)]
			require.Equal(t, row.tag, hex.EncodeToString(field[:2]))
			picture, err := png.Decode(bytes.NewReader(field[bytes.Index(field, []byte("\x89PNG")):]))
			require.NoError(t, err)
			require.False(t, picture.Bounds().Empty())
		})
	}
}
