package virtualcard_test

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
)

// Codes of the card that faceSpec describes.
const (
	codeA     = "000000000000"
	codeB     = "02010120350000"
	codeBirth = "020101"
)

// faceSpec returns fullSpec with short contents of our own in the municipal applications: enough for rules and commands,
// without package municipality.
func faceSpec() virtualcard.Spec {
	s := fullSpec()
	text := func(application, value string, fids ...uint16) {
		for _, fid := range fids {
			s.Contents = append(s.Contents, virtualcard.Content{Application: application, FID: fid,
				Bytes: func() []byte { return []byte(value) }})
		}
	}
	text(virtualcard.TextAP, "\xFF\x10\x0C"+codeA, virtualcard.FIDTextMyNumber)
	text(virtualcard.TextAP, "text", 0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x0007, 0x0008)
	text(virtualcard.SurfaceAP, "surface", 0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0006)
	text(virtualcard.CommonAP, "\x01\x1C4000000000000011310120350101\x02\x01\xA5", virtualcard.FIDCommonCard)
	text(virtualcard.CommonAP, "0123456789ABCDEF", virtualcard.FIDKeyReference)
	text(virtualcard.JukiAP, "0123456789ABCDEF", virtualcard.FIDKeyReference)
	m := issued()
	s.Keys = append(s.Keys, []virtualcard.Key{
		{Application: virtualcard.TextAP, FID: virtualcard.FIDTextSessionKey, Key: func() *rsa.PrivateKey { return m.sign }},
		{Application: virtualcard.TextAP, FID: virtualcard.FIDTextSigningKey, Key: func() *rsa.PrivateKey { return m.auth }},
		{Application: virtualcard.SurfaceAP, FID: virtualcard.FIDSurfaceSigningKey, Key: func() *rsa.PrivateKey { return m.auth }},
		{Application: virtualcard.CommonAP, FID: virtualcard.FIDCommonInternalAuth, Key: func() *rsa.PrivateKey { return m.auth }},
	}...)
	s.PINs = []virtualcard.InitialPIN{
		{Application: virtualcard.TextAP, FID: virtualcard.FIDTextPIN, PIN: "1234"},
		{Application: virtualcard.TextAP, FID: virtualcard.FIDTextCodeA, PIN: codeA},
		{Application: virtualcard.TextAP, FID: virtualcard.FIDTextCodeB, PIN: codeB},
		{Application: virtualcard.SurfaceAP, FID: virtualcard.FIDSurfaceBirth, PIN: codeBirth},
		{Application: virtualcard.SurfaceAP, FID: virtualcard.FIDSurfaceCodeA, PIN: codeA},
		{Application: virtualcard.SurfaceAP, FID: virtualcard.FIDSurfaceCodeB, PIN: codeB},
		{Application: virtualcard.CommonAP, FID: virtualcard.FIDMunicipalPIN, PIN: "1234"},
		{Application: virtualcard.JukiAP, FID: virtualcard.FIDMunicipalPIN, PIN: "1234"},
	}
	s.Objects = []virtualcard.Object{
		{Tag: 0x0042, Bytes: func() []byte { return []byte("0123456789ABCDEF") }},
		{Tag: 0x00F8, Bytes: func() []byte { return bytes.Repeat([]byte{0xA5}, 568) }},
		{Tag: 0x7F21, Bytes: func() []byte { return bytes.Repeat([]byte{0x5A}, 568) }},
	}
	return s
}

func faceConfig() virtualcard.Config {
	return virtualcard.Config{Spec: faceSpec(), Chance: chance()}
}

// application returns the SELECT of a municipal application, given the end of its identifier; the beginning is the same for
// all.
func application(end string) string { return "00A4040C0A D392100031000101" + end + " -> 9000" }

var (
	toText    = application("0408")
	toSurface = application("0402")
	toJuki    = application("0401")
	toCommon  = application("0100")
)

// pinEntry returns VERIFY by short identifier.
func pinEntry(fid uint16, pin, sw string) string {
	return fmt.Sprintf("002000%02X%02X %X -> %s", 0x80|byte(fid), len(pin), pin, sw)
}

func TestMunicipalApplications(t *testing.T) {
	hash := strings.Repeat("A5", 32)
	for _, row := range []struct {
		name  string
		lines []string
	}{
		{"CARD-076 CARD-077 CARD-078 CARD-079 CARD-603 each is there", []string{toText, toSurface, toJuki, toCommon}},
		{"CARD-085 CARD-086 the beginning of an identifier goes through them", []string{
			"00A4040C06 D39210003100 -> 9000", selectEF(0x0013), "00A4040E06 D39210003100 -> 9000", selectEF(0x0015),
			"00A4040E06 D39210003100 -> 9000", "00A4020C02 0001 -> 6A82", "00A4040E06 D39210003100 -> 9000", selectEF(0x0019), "00A4040E06 D39210003100 -> 6A82"}},
		{"CARD-096 CARD-097 CARD-139 CARD-165 001E is internal in each", []string{
			toText, "00B09E0000 -> 6981", toSurface, "00B09E0000 -> 6981", toJuki, "00B09E0000 -> 6981", toCommon, "00B09E0000 -> 6981"}},
		{"CARD-223 CARD-230 CARD-278 unknown files", []string{toText, "0020009009 313233343536373839 -> 6300", "00B09C0001 -> 6981",
			toSurface, "00B0950001 -> 6981", "00B09A0001 -> 6981", "00B09C0001 -> 6981"}},
		{"CARD-625 nothing else in the juki AP", []string{toJuki, "00A4020C02 0001 -> 6A82", "00B0820004 -> 30313233 9000"}},
		{"T8 CARD-508 CARD-130 CARD-131 CARD-132 CARD-133 record by both forms", []string{toCommon, "00B2010C00 -> 011C <28> 9000",
			"00B2010400 -> 011C <28> 9000", "00B2020400 -> 0201A5 9000", "00B0810000 -> 6981"}},
		{"CARD-473 CARD-499 no such record", []string{toCommon, "00B2030C00 -> 6A83", "00B2000C00 -> 6A83"}},
		{"CARD-471 several records at once", []string{toCommon, selectEF(0x0001), "00B2010500 -> 6A81"}},
		{"a record cut to Le", []string{toCommon, "00B2010C02 -> 011C 9000"}},
		{"T9 CARD-509 CARD-209 CARD-198 CARD-249 My Number and its filler", []string{toText, pinEntry(0x11, "1234", "9000"), selectEF(0x0001),
			"00B0000011 -> FF100C" + strings.Repeat("30", 12) + "FFFF 9000", "00B0001101 -> 6B00"}},
		{"CARD-252 CARD-621 the basic information is 256 bytes long", []string{toText, "00B0850000 -> 74657874" + strings.Repeat("FF", 252) + "9000"}},
		{"T17 CARD-517 CARD-254 by identifier with extended Le", []string{toText, pinEntry(0x11, "1234", "9000"), "00B08100000000 -> <17>9000",
			"00B08200000000 -> <4>9000", "00B08300000000 -> <4>9000", "00B08400000000 -> <4>9000", "00B08500000000 -> <256>9000", "00B08600000000 -> <4>9000", "00B08700000000 -> <4>9000"}},
		{"T11 CARD-511 CARD-225 CARD-226 blocked reference", []string{toText, selectEF(0x0012), "00200080 -> 63C0", "0020008004 31323334 -> 6984", "00200080 -> 63C0"}},
		{"T14 CARD-514 CARD-390 CARD-391 CARD-372 CARD-227 default key without a PIN", []string{toText, "802A000020" + hash + "00 -> <256>9000", "802A050020" + hash + "00 -> <256>9000",
			toSurface, "802A000020" + hash + "00 -> <256>9000", toCommon, "802A000020" + hash + "00 -> 6A86"}},
		{"CARD-312 direct form", []string{toText, pinEntry(0x11, "1234", "9000"), "00200091 -> 63C3"}},
		{"CARD-147 CHANGE KEY", []string{toCommon, selectEF(0x001C), "8032008004 34333231 -> 6982", "0020008004 31323334 -> 9000", "8032008004 34333231 -> 9000",
			pinEntry(0x1C, "1234", "63C2"), pinEntry(0x1C, "4321", "9000"), toJuki, pinEntry(0x1C, "1234", "9000")}},
		{"CARD-148 CHANGE REFERENCE DATA", []string{toText, pinEntry(0x11, "1234", "9000"), selectEF(0x0011), "0024018004 34333231 -> 9000", pinEntry(0x11, "4321", "9000")}},
		{"each change command has its applications", []string{toCommon, pinEntry(0x1C, "1234", "9000"), selectEF(0x001C), "0024018004 34333231 -> 6982",
			toText, pinEntry(0x11, "1234", "9000"), selectEF(0x0011), "8032008004 34333231 -> 6982"}},
		{"a printed code cannot be changed", []string{toText, pinEntry(0x14, codeA, "9000"), selectEF(0x0014), "002401800C 313131313131313131313131 -> 6982"}},
		{"CARD-344 CARD-345 CARD-612 ten tries", []string{toText, pinEntry(0x14, codeA, "9000"), "00200094 -> 63CA", "00200095 -> 63CA",
			toSurface, "00200091 -> 63CA", "00200092 -> 63CA", "00200093 -> 63CA", pinEntry(0x11, "020102", "63C9")}},
		{"CARD-138 CARD-145 CARD-342 CARD-343 three tries", []string{toText, "00200091 -> 63C3", toCommon, "0020009C -> 63C3", toJuki, "0020009C -> 63C3"}},
		{"CARD-354 a PIN belongs to its application", []string{toCommon, pinEntry(0x1C, "1234", "9000"), toJuki, selectEF(0x001C), "8032008004 34333231 -> 6982"}},
		{"CARD-487 MANAGE ATTRIBUTES", []string{selectJPKI, "808A2200 -> 6982", "808A240002 0102 -> 6982", "808A2100 -> 6A86", "008A2200 -> 6D00"}},
		{"CARD-604 63Cx for every query of a client", []string{toText, "00200091 -> 63C3", "00200094 -> 63CA", "00200095 -> 63CA", toSurface, "00200093 -> 63CA", "00200092 -> 63CA"}},
	} {
		t.Run(row.name, func(t *testing.T) { talk(t, newCard(t, faceConfig()), row.lines...) })
	}
}

func TestInternalAuthenticate(t *testing.T) {
	card := newCard(t, faceConfig())
	ask := func(sfi byte, n int) string {
		return fmt.Sprintf("008800%02X%02X %s 00", sfi, n, strings.Repeat("A5", n))
	}
	t.Run("CARD-137 CARD-140 CARD-141 only the common AP's key, with the same result each time", func(t *testing.T) {
		talk(t, card, toCommon)
		first := send(t, card, ask(0x99, 16))
		require.Len(t, first, 258)
		require.Equal(t, first, send(t, card, ask(0x99, 16)))
		digest := sha256.Sum256(bytes.Repeat([]byte{0xA5}, 16))
		require.NoError(t, rsa.VerifyPKCS1v15(&issued().auth.PublicKey, crypto.SHA256, digest[:], first[:256]))
	})
	t.Run("CARD-142 1 to 255 bytes", func(t *testing.T) {
		talk(t, card, ask(0x99, 1)+" -> <256>9000", ask(0x99, 255)+" -> <256>9000", "0088009900 -> 6700",
			"00880099 000100"+strings.Repeat("A5", 256)+"0000 -> 6700")
	})
	t.Run("CARD-143 CARD-462 a key behind a PIN", func(t *testing.T) {
		talk(t, card, selectJPKI, authPIN, signPIN, ask(0x97, 8)+" -> 6982", ask(0x9A, 8)+" -> 6982")
	})
	t.Run("CARD-144 CARD-465 the keys of the 券面 applications", func(t *testing.T) {
		talk(t, card, toText, ask(0x93, 8)+" -> 6985", toSurface, ask(0x9A, 8)+" -> 6985", ask(0x94, 8)+" -> 6981")
	})
	t.Run("CARD-497 no key there", func(t *testing.T) { talk(t, card, toCommon, ask(0x9C, 8)+" -> 6981", ask(0x80, 8)+" -> 6986") })
}

func TestACardHoldsWhatItWasGiven(t *testing.T) {
	t.Run("no content, no file", func(t *testing.T) {
		config := faceConfig()
		config.Spec.Contents = config.Spec.Contents[:1]
		talk(t, newCard(t, config), toText, selectEF(0x0001), "00A4020C02 0002 -> 6A82", toSurface, "00A4020C02 0001 -> 6A82", "00200091 -> 63CA")
	})
	t.Run("no key, no signature", func(t *testing.T) {
		config := faceConfig()
		config.Spec.Keys = nil
		talk(t, newCard(t, config), toText, "802A000001A500 -> 6A88", toCommon, "0088009901A500 -> 6A82")
	})
	t.Run("no PIN, no reference", func(t *testing.T) {
		config := faceConfig()
		config.Spec.PINs = nil
		card := newCard(t, config)
		talk(t, card, toText, "00200091 -> 6A82", "00200092 -> 63C0", "00B0810001 -> 6982")
		require.Len(t, card.Memory().PINs, 3)
	})
	t.Run("contents are requested when first read, and only once", func(t *testing.T) {
		config, asked := faceConfig(), 0
		for i := range config.Spec.Contents {
			bytes := config.Spec.Contents[i].Bytes
			config.Spec.Contents[i].Bytes = sync.OnceValue(func() []byte { asked++; return bytes() })
		}
		card := newCard(t, config)
		talk(t, card, toText, selectEF(0x0004))
		require.Zero(t, asked)
		talk(t, card, "00B0000001 -> <1>9000", "00B0000001 -> <1>9000")
		require.Equal(t, 1, asked)
	})
	for _, row := range []struct {
		name string
		edit func(*virtualcard.Spec)
		want string
	}{
		{"a content without bytes", func(s *virtualcard.Spec) { s.Contents[0].Bytes = nil }, "content 0001 of text-ap gives no bytes; set Bytes"},
		{"a key without key", func(s *virtualcard.Spec) { s.Keys[0].Key = nil }, "key 0006 of text-ap gives no key; set Key"},
		{"an object without bytes", func(s *virtualcard.Spec) { s.Objects[0].Bytes = nil }, "object 0042 gives no bytes; set Bytes"},
		{"a code of the wrong form", func(s *virtualcard.Spec) { s.PINs[1].PIN = "98765" }, "the 照合番号A of the text AP does not have the form 12 digits"},
	} {
		t.Run(row.name, func(t *testing.T) {
			config := faceConfig()
			row.edit(&config.Spec)
			_, err := virtualcard.New(config)
			require.ErrorContains(t, err, row.want)
			require.NotContains(t, err.Error(), "98765")
		})
	}
}

func TestMemoryOfEveryApplication(t *testing.T) {
	config := faceConfig()
	config.Memory = config.Tables.Fresh(config.Spec).WithTriesIn(virtualcard.TextAP, virtualcard.FIDTextPIN, 1)
	card := newCard(t, config)
	left := func(application string, fid uint16) int {
		n, ok := card.Memory().TriesLeftIn(application, fid)
		require.True(t, ok)
		return n
	}
	t.Run("CARD-641 counters are per application", func(t *testing.T) {
		talk(t, card, toText, pinEntry(0x11, "4321", "63C0"), pinEntry(0x11, "1234", "6984"), toSurface, "00200091 -> 63CA")
		require.Zero(t, left(virtualcard.TextAP, 0x0011))
		require.Equal(t, 10, left(virtualcard.SurfaceAP, 0x0011))
		require.Zero(t, left(virtualcard.TextAP, virtualcard.FIDTextBlocked))
	})
	t.Run("CARD-643 the municipality unblocks", func(t *testing.T) {
		require.NoError(t, card.UnlockIn(virtualcard.TextAP, virtualcard.FIDTextPIN, "5678"))
		talk(t, card, toText, pinEntry(0x11, "5678", "9000"))
		require.ErrorContains(t, card.UnlockIn(virtualcard.TextAP, virtualcard.FIDTextBlocked, "5678"), "unlocking file 0012: the card has no PIN with a counter there")
		require.ErrorContains(t, card.UnlockIn(virtualcard.SurfaceAP, virtualcard.FIDSurfaceBirth, "5678"), "the 生年月日 of the surface AP: the new PIN does not have the right form; choose 6 digits")
	})
	_, ok := card.Memory().TriesLeftIn(virtualcard.JPKI, virtualcard.FIDTextPIN)
	require.False(t, ok)
}
