package virtualcard_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"fmt"
	"io"
	"math/big"
	mathrand "math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Commands that many tests use.
const (
	selectJPKI = "00A4040C0A D392F000260100000001 -> 9000"
	selectISD  = "00A4040C07 A0000001510000 -> 9000"
	authPIN    = "0020009804 31323334 -> 9000"
	signPIN    = "0020009B06 414243313233 -> 9000"
	digestInfo = "3031300D060960864801650304020105000420 0000000000000000000000000000000000000000000000000000000000000000"
)

// material is a set of keys and certificates. It is generated once, because making RSA keys is slow.
type material struct {
	auth, sign         *rsa.PrivateKey
	authCert, signCert []byte
}

var issued = sync.OnceValue(func() material {
	var m material
	m.auth, m.authCert = certified("auth")
	m.sign, m.signCert = certified("sign")
	return m
})

func certified(name string) (*rsa.PrivateKey, []byte) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "MYNALAB TEST " + name},
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<31, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	return key, der
}

func institutionKey() ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("test institution"))
	return ed25519.NewKeyFromSeed(seed[:])
}

func fullSpec() virtualcard.Spec {
	m := issued()
	return virtualcard.Spec{Profile: "contact-a1", AuthKey: m.auth, SignKey: m.sign, AuthCert: m.authCert, SignCert: m.signCert,
		AuthCA: m.authCert, SignCA: m.signCert, AuthPIN: "1234", SignPIN: "ABC123",
		InstitutionKey: institutionKey().Public().(ed25519.PublicKey)}
}

func chance() io.Reader { return mathrand.NewChaCha8([32]byte{1}) }

func fullConfig() virtualcard.Config { return virtualcard.Config{Spec: fullSpec(), Chance: chance()} }

// profileWith returns the default profile after an edit.
func profileWith(t testing.TB, edit func(*virtualcard.Profile)) *virtualcard.Profile {
	t.Helper()
	p, err := virtualcard.LoadProfile("contact-a1")
	require.NoError(t, err)
	edit(&p)
	return &p
}

// newCard returns a card with power.
func newCard(t testing.TB, config virtualcard.Config) *virtualcard.Card {
	t.Helper()
	card, err := virtualcard.New(config)
	require.NoError(t, err)
	card.PowerOn()
	return card
}

// edited returns a card with edited tables, with power.
func edited(t testing.TB, edit func(*virtualcard.Tables)) *virtualcard.Card {
	t.Helper()
	config := fullConfig()
	config.Tables = virtualcard.DefaultTables()
	edit(&config.Tables)
	return newCard(t, config)
}

// send returns a copy of the answer.
func send(t testing.TB, chip reader.Chip, command string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(strings.ReplaceAll(command, " ", ""))
	require.NoError(t, err)
	return append([]byte(nil), chip.Transmit(raw)...)
}

var anyBytes = regexp.MustCompile(`<(\d+)>`)

// talk sends lines of the form "command -> answer" in hex and compares the answers. <n> in an answer matches any n bytes.
func talk(t testing.TB, chip reader.Chip, lines ...string) {
	t.Helper()
	for _, line := range lines {
		command, want, found := strings.Cut(line, "->")
		require.True(t, found, line)
		got := strings.ToUpper(hex.EncodeToString(send(t, chip, command)))
		require.Regexp(t, answerPattern(want), got, "command %s", command)
	}
}

func answerPattern(want string) string {
	want = strings.ReplaceAll(want, " ", "")
	return "^" + anyBytes.ReplaceAllStringFunc(want, func(m string) string {
		n, _ := strconv.Atoi(m[1 : len(m)-1])
		// Go's regexp allows at most 1,000 repetitions.
		return strings.Repeat("[0-9A-F]", 2*n)
	}) + "$"
}

func selectEF(fid uint16) string { return fmt.Sprintf("00A4020C02 %04X -> 9000", fid) }

func triesLeft(t testing.TB, card *virtualcard.Card, fid uint16) int {
	t.Helper()
	n, ok := card.Memory().TriesLeft(fid)
	require.True(t, ok)
	return n
}

func TestNewRefuses(t *testing.T) {
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	for _, row := range []struct {
		name string
		edit func(*virtualcard.Config)
		want string
	}{
		{"an unknown profile", func(c *virtualcard.Config) { c.Spec.Profile = "a9" }, `making a card: no card profile "a9"; choose one of contact-a1`},
		{"no chance", func(c *virtualcard.Config) { c.Chance = nil }, "making a card: Config.Chance is missing; set it to a source of random bytes"},
		{"CARD-385 a short key", func(c *virtualcard.Config) { c.Spec.AuthKey = small }, "auth key is not an RSA-2048 key with exponent 65537"},
		{"no key", func(c *virtualcard.Config) { c.Spec.AuthKey = nil }, "auth key is not an RSA-2048 key"},
		{"CARD-208 a short certificate", func(c *virtualcard.Config) { c.Spec.AuthCert = []byte{0x30, 0x01, 0x00} }, "auth certificate of 3 bytes is not one SEQUENCE of 256 bytes or more"},
		{"CARD-201 a certificate with something behind it", func(c *virtualcard.Config) { c.Spec.AuthCA = append(append([]byte(nil), c.Spec.AuthCA...), 0) }, "auth CA of "},
		{"no CA", func(c *virtualcard.Config) { c.Spec.SignCA = nil }, "sign CA: truncated data object: no tag"},
		{"half a signature application", func(c *virtualcard.Config) { c.Spec.SignKey = nil }, "set both or neither"},
		{"no PIN", func(c *virtualcard.Config) { c.Spec.AuthPIN = "" }, "a key without its PIN"},
		{"a PIN of the wrong form", func(c *virtualcard.Config) { c.Spec.AuthPIN = "98765" }, "the user-authentication PIN does not have the form 4 digits"},
		{"a cut institution key", func(c *virtualcard.Config) { c.Spec.InstitutionKey = c.Spec.InstitutionKey[:31] }, "institution key has 31 bytes; pass an Ed25519 public key of 32 bytes"},
		{"too many tries", func(c *virtualcard.Config) {
			c.Memory = c.Tables.Fresh(c.Spec).WithTries(virtualcard.FIDAuthPIN, 4)
		}, "the user-authentication PIN has 4 tries left, which is out of range (0 to 3)"},
		{"a memory without counters", func(c *virtualcard.Config) { c.Memory.PINs = []virtualcard.PINMemory{} }, "there are 0 PINs instead of 2"},
		{"a memory of another card", func(c *virtualcard.Config) {
			c.Memory = c.Tables.Fresh(c.Spec)
			c.Memory.PINs[0].FID = 0x001C
		}, "PIN 1 is 001C of jpki instead of 0018 of jpki"},
		{"a memory without its PIN", func(c *virtualcard.Config) {
			c.Memory = c.Tables.Fresh(c.Spec)
			c.Memory.PINs[0].PIN = ""
		}, "the user-authentication PIN is missing"},
		{"a bad profile by hand", func(c *virtualcard.Config) { c.Spec.Own = &virtualcard.Profile{Name: "mine"} }, `checking card profile "mine": schema is ""`},
	} {
		t.Run(row.name, func(t *testing.T) {
			config := fullConfig()
			row.edit(&config)
			_, err := virtualcard.New(config)
			require.ErrorContains(t, err, row.want)
			for _, secret := range []string{"1234", "98765", "ABC123"} {
				require.NotContains(t, err.Error(), secret)
			}
		})
	}
}

func TestCardWithoutSignatureCertificate(t *testing.T) {
	config := fullConfig()
	config.Spec.SignKey, config.Spec.SignCert, config.Spec.SignPIN = nil, nil, ""
	card := newCard(t, config)
	talk(t, card, selectJPKI,
		"00B0880000 -> 008F00 9000",              // CARD-155
		"00A4020C02 0001 -> 6A82",                // there is no certificate to hold
		"00A4020C02 001A -> 6A82",                //
		"00A4020C02 001B -> 9000",                // OpenSC refuses a card without it
		"00200080 -> 63C5",                       //
		"0020008006 414243313233 -> 63C4",        // no reference data: no PIN matches
		"0020009804 31323334 -> 9000",            //
		"802A009733 "+digestInfo+" -> <256>9000") // the other key still works
}

func TestUnlock(t *testing.T) {
	var kept []virtualcard.Memory
	config := fullConfig()
	config.Memory = config.Tables.Fresh(config.Spec).WithTries(virtualcard.FIDAuthPIN, 0)
	config.Keep = func(m virtualcard.Memory) error { kept = append(kept, m); return nil }
	card := newCard(t, config)

	t.Run("CARD-348 CARD-643 only the municipality unblocks", func(t *testing.T) {
		talk(t, card, selectJPKI, "0020009804 31323334 -> 6984")
		require.NoError(t, card.Unlock(virtualcard.FIDAuthPIN, "5678"))
		require.Len(t, kept, 1)
		talk(t, card, "00200098 -> 63C3", "0020009804 31323334 -> 63C2", "0020009804 35363738 -> 9000")
	})
	t.Run("unlocking ends the verified status", func(t *testing.T) {
		require.NoError(t, card.Unlock(virtualcard.FIDAuthPIN, "5678"))
		talk(t, card, "802A009733 "+digestInfo+" -> 6982")
	})
	for _, row := range []struct {
		name string
		fid  uint16
		pin  string
		want string
	}{
		{"CARD-339 three digits", virtualcard.FIDAuthPIN, "567", "choose 4 digits"},
		{"CARD-339 a letter", virtualcard.FIDAuthPIN, "567A", "choose 4 digits"},
		{"CARD-341 no digit", virtualcard.FIDSignPIN, "ABCDEF", "choose 6 to 16 characters"},
		{"CARD-341 no letter", virtualcard.FIDSignPIN, "765432", "choose 6 to 16 characters"},
		{"CARD-341 lower case", virtualcard.FIDSignPIN, "abc567", "choose 6 to 16 characters"},
		{"CARD-341 17 characters", virtualcard.FIDSignPIN, "A2345678901234567", "choose 6 to 16 characters"},
		{"no PIN", 0x0019, "5678", "unlocking file 0019: the card has no PIN with a counter there"},
	} {
		t.Run(row.name, func(t *testing.T) {
			before := card.Memory()
			err := card.Unlock(row.fid, row.pin)
			require.ErrorContains(t, err, row.want)
			require.NotContains(t, err.Error(), row.pin)
			require.Equal(t, before, card.Memory())
		})
	}
}
