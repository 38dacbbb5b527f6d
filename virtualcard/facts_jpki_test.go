package virtualcard_test

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// TestFactsOfTheJPKIApplication tests single facts of card reference §2, §3, §5 and §6, each on a fresh card.
func TestFactsOfTheJPKIApplication(t *testing.T) {
	const wrong, right = "0020008004 31323335", "0020008004 31323334"
	for _, row := range []struct {
		name  string
		lines []string
	}{
		{"CARD-073 class FF is unknown on a contact card", []string{"FFCA000000 -> 6E00", selectJPKI, "FFCA000000 -> 6E00"}},
		{"CARD-096 001E can be selected", []string{selectJPKI, selectEF(0x001E)}},
		{"CARD-162 key 0017 after its own PIN", []string{selectJPKI, selectEF(0x0017), "802A030001 A5 -> 6A86", "802A038001 A5 -> 6982", signPIN, "802A038001 A5 -> 6982", authPIN, "802A038001 A5 -> <256>9000"}},
		{"SVC-280 user authentication uses 0018, 0017, 000A and 000B", []string{selectJPKI, selectEF(0x000A), "00B0000002 -> <2>9000", selectEF(0x000B),
			"00B0000002 -> <2>9000", selectEF(0x0018), right + " -> 9000", selectEF(0x0017), "802A008033 " + digestInfo + " 00 -> <256>9000"}},
		{"CARD-163 PIN 0018 by VERIFY", []string{selectJPKI, selectEF(0x0018), "00200080 -> 63C3", wrong + " -> 63C2", right + " -> 9000"}},
		{"CARD-165 001E is internal", []string{selectJPKI, selectEF(0x001E), "00B0000000 -> 6981", "00B2010400 -> 6981", "0020009E -> 6981", "802A039E01 A5 -> 6981"}},
		{"CARD-166 key 001A after its own PIN", []string{selectJPKI, selectEF(0x001A), "802A038001 A5 -> 6982", authPIN, "802A038001 A5 -> 6982", signPIN, "802A038001 A5 -> <256>9000"}},
		{"CARD-167 PIN 001B by VERIFY", []string{selectJPKI, selectEF(0x001B), "00200080 -> 63C5", "0020008006 414243313234 -> 63C4", "0020008006 414243313233 -> 9000"}},
		{"CARD-314 a padded PIN is another PIN", []string{selectJPKI, "0020009808 31323334FFFFFFFF -> 63C2", "0020009808 3132333400000000 -> 63C1", "0020009804 31323334 -> 9000"}},
		{"CARD-367 CARD-368 a signature is 256 bytes at once", []string{selectJPKI, authPIN, selectEF(0x0017), "802A008033 " + digestInfo + " 00 -> <256>9000", "00C0000000 -> 6D00"}},
		{"CARD-392 no MSE and no hash command", []string{selectJPKI, authPIN, "002241B606 840117800102 -> 6D00", "802241B606 840117800102 -> 6D00", "002A909804 01020304 -> 6D00", "002A90A004 01020304 -> 6D00", "802A908001 01 -> 6A86", "002A9E9A01 01 -> 6D00"}},
		{"CARD-549 a plastic card is no phone", []string{selectJPKI, authPIN, "80FC0000 -> 6700", "80FC000000 -> 6700", "802A009701 A5 -> <256>9000"}},
		{"CARD-582 a second VERIFY and a second SELECT answer as the first", []string{selectJPKI, selectJPKI, selectEF(0x0018), selectEF(0x0018), right + " -> 9000", right + " -> 9000", wrong + " -> 63C2", wrong + " -> 63C1", right + " -> 9000", "00200080 -> 63C3"}},
	} {
		t.Run(row.name, func(t *testing.T) { talk(t, newCard(t, fullConfig()), row.lines...) })
	}
}

// TestFactsOfStatusWords produces each status word of card reference §8 that this card answers. The status words of the 券面
// APs and of secure messaging are tested with their commands; 6A87, which this card never answers, is tested with type
// apdu.Status.
func TestFactsOfStatusWords(t *testing.T) {
	garbage := strings.Repeat("5A", 256)
	blocked := []string{selectJPKI}
	for n := 5; n > 0; n-- {
		blocked = append(blocked, fmt.Sprintf("%s -> 63C%d", wrongSignPIN, n-1))
	}
	for _, row := range []struct {
		name  string
		lines []string
	}{
		{"CARD-460 6882", []string{"08A4040C0A D392F000260100000001 -> 6882", "0C84000008 -> 6882"}},
		{"CARD-463 6984", append(blocked, "0020009B06 414243313233 -> 6984")},
		{"CARD-466 6986", []string{selectJPKI, "00B0000000 -> 6986", "00200080 -> 6986", "802A008001 A5 -> 6986", "0024018004 31323334 -> 6986"}},
		{"CARD-470 6A80", []string{selectJPKI, authPIN, selectEF(0x0018), "0024018004 3132333A -> 6A80"}},
		{"CARD-472 6A82", []string{"00A4040C05 A000000003 -> 6A82", "00A4020C02 0018 -> 6A82", selectJPKI, "00A4020C02 0003 -> 6A82", "00B0830000 -> 6A82", "00200083 -> 6A82"}},
		{"CARD-474 6A86", []string{"00A4050C02 0018 -> 6A86", "0084000108 -> 6A86", "00200100 -> 6A86", "802A060001 A5 -> 6A86", "80A200C2000100 " + garbage + " -> 6A86"}},
	} {
		t.Run(row.name, func(t *testing.T) { talk(t, newCard(t, fullConfig()), row.lines...) })
	}
	t.Run("CARD-622 CARD-480 6F00 to the first command only if the profile says so", func(t *testing.T) {
		config := fullConfig()
		config.Spec.Own = profileWith(t, func(p *virtualcard.Profile) { p.Quirk.First6F00 = true })
		card := newCard(t, config)
		talk(t, card, "00A4040C0A D392F000260100000001 -> 6F00", "00A4020C02 0018 -> 6A82", selectJPKI)
		card.PowerOff()
		card.PowerOn()
		talk(t, card, "00A4040C0A D392F000260100000001 -> 6F00", selectJPKI)
		require.False(t, profileWith(t, func(*virtualcard.Profile) {}).Quirk.First6F00, "the default is off")
		talk(t, newCard(t, fullConfig()), selectJPKI)
	})
}

// TestFactsOfClasses tests the whole command table: each instruction is known in its class and in no other class.
func TestFactsOfClasses(t *testing.T) {
	proprietary := []byte{0x2A, 0x32, 0x8A, 0xA2, 0xAE, 0xFC}
	for _, row := range virtualcard.DefaultCommands() {
		wrongClass := row.CLA ^ 0x80
		t.Run(fmt.Sprintf("CARD-484 CARD-485 %02X%02X %s", row.CLA, row.INS, row.Name), func(t *testing.T) {
			require.Equal(t, slices.Contains(proprietary, row.INS), row.CLA == 0x80)
			talk(t, newCard(t, fullConfig()), fmt.Sprintf("%02X%02X0000 -> 6D00", wrongClass, row.INS))
		})
	}
	for _, row := range []struct {
		name    string
		refusal apdu.Status
	}{
		{"CARD-491 chaining refused with 6884", apdu.SW6884NoChaining},
		{"CARD-491 chaining refused with 6E00", apdu.SW6E00UnknownCLA},
	} {
		t.Run(row.name, func(t *testing.T) {
			config := fullConfig()
			config.Spec.Own = profileWith(t, func(p *virtualcard.Profile) {
				p.Chaining = virtualcard.ChainingPolicy{RefusedSW: row.refusal}
			})
			talk(t, newCard(t, config), selectJPKI, "1020009802 3132 -> "+row.refusal.String(), "00200098 -> 63C3")
		})
	}
	t.Run("CARD-500 CARD-630 a command that passes every step is carried out", func(t *testing.T) {
		talk(t, newCard(t, fullConfig()), selectJPKI, authPIN, "00B0880003 -> 8F8F00 9000", "802A009701 A5 -> <256>9000")
	})
}

func TestFactsOfFiles(t *testing.T) {
	t.Run("CARD-107 identifiers are one byte", func(t *testing.T) {
		for _, f := range append(virtualcard.DefaultFiles(), virtualcard.DefaultMunicipalFiles()...) {
			require.True(t, f.FID >= 0x0001 && f.FID <= 0x001E, "%04X %s", f.FID, f.Name)
		}
	})
	t.Run("CARD-186 an offset of 15 bits", func(t *testing.T) {
		whole := issued().authCert
		card := newCard(t, fullConfig())
		talk(t, card, selectJPKI, selectEF(0x000A))
		for _, offset := range []int{0, 1, 0xFF, 0x100, 0x101, len(whole) - 1} {
			command := []byte{0x00, 0xB0, byte(offset >> 8), byte(offset), 0x01}
			require.Equal(t, []byte{whole[offset], 0x90, 0x00}, card.Transmit(command), "offset %04X", offset)
		}
		talk(t, card, "00B07FFF01 -> 6B00", "00B0800001 -> <1>9000") // with bit 8 of P1, 80 is a reference and not an offset
	})
	t.Run("CARD-155 no signature certificate", func(t *testing.T) {
		config := fullConfig()
		config.Spec.SignKey, config.Spec.SignCert, config.Spec.SignPIN = nil, nil, ""
		talk(t, newCard(t, config), selectJPKI, "00B0880003 -> 008F00 9000")
	})
}

func TestFactsOfState(t *testing.T) {
	t.Run("CARD-346 no time and no reset gives a try back", func(t *testing.T) {
		card := newCard(t, fullConfig())
		talk(t, card, selectJPKI, wrongAuthPIN+" -> 63C2", wrongSignPIN+" -> 63C4")
		for range 100 {
			card.WarmReset()
			card.PowerOff()
			card.PowerOn()
			talk(t, card, selectJPKI, "00200098 -> 63C2", "0020009B -> 63C4")
		}
	})
	t.Run("CARD-642 verified flags are volatile, one for each key", func(t *testing.T) {
		card := newCard(t, fullConfig())
		talk(t, card, selectJPKI, authPIN)
		memory := card.Memory()
		talk(t, card, "802A009701 A5 -> <256>9000", "802A009A01 A5 -> 6982", signPIN, "802A009A01 A5 -> <256>9000")
		require.Equal(t, memory, card.Memory(), "a right PIN leaves nothing in the memory")
		config := fullConfig()
		config.Memory = card.Memory()
		talk(t, newCard(t, config), selectJPKI, "802A009701 A5 -> 6982", "802A009A01 A5 -> 6982")
	})
	t.Run("CARD-456 the chip does not check the validity of its certificates", func(t *testing.T) {
		card := newCard(t, fullConfig()) // the card gets no clock, so it can't check validity
		talk(t, card, selectJPKI, authPIN, "802A009701 A5 -> <256>9000", "00B08A0002 -> 3082 9000")
	})
}

// TestFactsOfSignatures opens the signatures with the public key: the padding must be that of the scheme.
func TestFactsOfSignatures(t *testing.T) {
	data := []byte("オンライン資格確認")
	digest := sha256.Sum256(data)
	key := &issued().auth.PublicKey
	card := newCard(t, fullConfig())
	talk(t, card, selectJPKI, authPIN)
	sign := func(t *testing.T, p1 byte, data []byte) []byte {
		answer := card.Transmit(apdu.Command{CLA: 0x80, INS: 0x2A, P1: p1, P2: 0x97, Data: data, Ne: 256}.Bytes())
		require.Equal(t, []byte{0x90, 0x00}, answer[len(answer)-2:])
		return bytes.Clone(answer[:len(answer)-2])
	}
	for _, row := range []struct {
		name string
		p1   byte
		data []byte
		hash crypto.Hash // hash of the DigestInfo inside; 0 if there isn't one
		want []byte
	}{
		{"CARD-373 CARD-381 verbatim, any bytes", 0x00, data, 0, data},
		{"CARD-374 hashed, bare digest", 0x01, data, 0, digest[:]},
		{"CARD-375 DigestInfo added", 0x02, digest[:], crypto.SHA256, digest[:]},
		{"SVC-283 CARD-376 hashed, DigestInfo added", 0x03, data, crypto.SHA256, digest[:]},
	} {
		t.Run(row.name, func(t *testing.T) {
			signature := sign(t, row.p1, row.data)
			require.NoError(t, rsa.VerifyPKCS1v15(key, row.hash, row.want, signature))
			require.Equal(t, signature, sign(t, row.p1, row.data), "PKCS#1 v1.5 is deterministic")
		})
	}
	for _, row := range []struct {
		name string
		p1   byte
		data []byte
	}{
		{"CARD-377 PSS", 0x04, digest[:]},
		{"CARD-378 hashed, PSS", 0x05, data},
	} {
		t.Run(row.name, func(t *testing.T) {
			first, second := sign(t, row.p1, row.data), sign(t, row.p1, row.data)
			for _, signature := range [][]byte{first, second} {
				require.NoError(t, rsa.VerifyPSS(key, crypto.SHA256, digest[:], signature, &rsa.PSSOptions{SaltLength: 32}))
			}
			require.NotEqual(t, first, second, "the salt is random")
		})
	}
}

// TestForeignNamesByRule selects names that no client's list contains: only the beginning of an application's name matches.
func TestForeignNamesByRule(t *testing.T) {
	t.Run("CARD-536 CARD-534 CARD-100 any other name is not found", func(t *testing.T) {
		card := newCard(t, fullConfig())
		talk(t, card, selectJPKI, authPIN, selectEF(0x0017))
		rapid.Check(t, func(rt *rapid.T) {
			name := rapid.SliceOfN(rapid.Byte(), 1, 16).Draw(rt, "name")
			if slices.ContainsFunc(virtualcard.DefaultApplications(), func(a virtualcard.Application) bool {
				return bytes.HasPrefix(a.AID, name)
			}) {
				return
			}
			p2 := rapid.SampledFrom([]string{"00", "0C", "02"}).Draw(rt, "P2")
			talk(t, card, fmt.Sprintf("00A404%s%02X %s -> 6A82", p2, len(name), hex.EncodeToString(name)))
		})
		talk(t, card, "802A008001 A5 -> <256>9000")
	})
}
