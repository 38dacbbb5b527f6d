package virtualcard_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/virtualcard"
)

// client is the other side of card reference §4.4, written from its text without any code of the card.
type client struct {
	t       testing.TB
	card    *virtualcard.Card
	seed    []byte
	counter int64
}

// delivered returns the data field of SET SESSION KEY for a message; the randomness does not matter here.
func delivered(t testing.TB, message []byte) string {
	t.Helper()
	sealed, err := rsa.EncryptOAEP(sha256.New(), chance(), &issued().sign.PublicKey, message, nil)
	require.NoError(t, err)
	return hex.EncodeToString(sealed)
}

func setKey(data, sw string) string { return "80AE0000 000100 " + data + " -> " + sw }

func openClient(t testing.TB, card *virtualcard.Card) *client {
	t.Helper()
	c := &client{t: t, card: card, seed: bytes.Repeat([]byte{0x3C, 0xA5}, 16)}
	talk(t, card, toText, pinEntry(0x11, "1234", "9000"), setKey(delivered(t, append([]byte{0xA0, 0x22, 0x80, 0x20}, c.seed...)), "9000"))
	return c
}

func (c *client) mode() (cipher.Block, []byte) {
	block, err := aes.NewCipher(c.seed[:16])
	require.NoError(c.t, err)
	iv := big.NewInt(c.counter).FillBytes(make([]byte, 16))
	block.Encrypt(iv, iv)
	return block, iv
}

// seal returns 86, length, 01 and the ciphertext for the next command.
func (c *client) seal(plain []byte) string {
	c.counter++
	block, iv := c.mode()
	padded := append(bytes.Clone(plain), 0x80)
	for len(padded)%16 != 0 {
		padded = append(padded, 0)
	}
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(padded, padded)
	return fmt.Sprintf("86%02X01%X", len(padded)+1, padded)
}

// command sends a command with class 08 and one data object.
func (c *client) command(header, object, sw string) {
	c.t.Helper()
	talk(c.t, c.card, fmt.Sprintf("%s %02X %s -> %s", header, len(object)/2, object, sw))
}

func (c *client) verify(p2 byte, pin, sw string) {
	c.t.Helper()
	c.command(fmt.Sprintf("082000%02X", p2), c.seal([]byte(pin)), sw)
}

// read returns the plain answer of READ BINARY.
func (c *client) read(p1, p2 byte, le int) []byte {
	c.t.Helper()
	c.counter++
	answer := send(c.t, c.card, fmt.Sprintf("08B0%02X%02X 000005 960300%04X 0000", p1, p2, le))
	require.Equal(c.t, "9000", hex.EncodeToString(answer[len(answer)-2:]))
	require.Equal(c.t, byte(0x86), answer[0])
	value := answer[2 : len(answer)-2]
	switch answer[1] {
	case 0x81:
		value = value[1:]
	case 0x82:
		value = value[2:]
	}
	require.Equal(c.t, byte(0x01), value[0])
	plain := bytes.Clone(value[1:])
	block, iv := c.mode()
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, plain)
	plain, ok := bytes.CutSuffix(bytes.TrimRight(plain, "\x00"), []byte{0x80})
	require.True(c.t, ok)
	return plain
}

func TestSecureMessaging(t *testing.T) {
	myNumber := "\xFF\x10\x0C" + codeA + "\xFF\xFF"
	start := func(t *testing.T) *client { return openClient(t, newCard(t, faceConfig())) }
	t.Run("CARD-292 CARD-293 CARD-299 CARD-300 CARD-301 a session", func(t *testing.T) {
		c := start(t)
		c.verify(0x94, codeA, "9000")
		c.command("08A4020C", c.seal([]byte{0x00, 0x01}), "9000")
		require.Equal(t, myNumber, string(c.read(0, 0, 0)))
		require.Equal(t, myNumber[1:4], string(c.read(0, 1, 3)))
		require.Equal(t, myNumber[:2], string(c.read(0x81, 0, 2)))
		require.Len(t, c.read(0x85, 0, 256), 256)
	})
	t.Run("plain commands in between do not increment the counter", func(t *testing.T) {
		c := start(t)
		talk(t, c.card, "00200091 -> 63C3", selectEF(0x0001), "00B0000003 -> FF100C 9000")
		require.Equal(t, myNumber, string(c.read(0, 0, 0)))
	})
	t.Run("a refused command increments it", func(t *testing.T) {
		c := start(t)
		c.verify(0x92, "1234", "6984")
		c.verify(0x94, codeB[:12], "63C9")
		c.command("08B0811F", "9603000001", "6B00")
		c.counter++
		require.Equal(t, myNumber, string(c.read(0x81, 0, 0)))
	})
	t.Run("a length field of any form", func(t *testing.T) {
		c := start(t)
		object := c.seal([]byte(codeA))
		c.command("08200094", "8681"+object[2:], "9000")
	})
	t.Run("it ends like a verified PIN does", func(t *testing.T) {
		c := start(t)
		talk(t, c.card, toText)
		require.Equal(t, myNumber, string(c.read(0x81, 0, 0)))
		talk(t, c.card, selectJPKI, toText)
		c.command("08B08100", "9603000000", "69FC")
	})
	t.Run("the answer fits the Le", func(t *testing.T) {
		c := start(t)
		c.command("08B08100", "9603000000", "6700")
		c.counter++
		require.Len(t, c.read(0x81, 0, 0), 17)
	})
}

func TestSecureMessagingRefuses(t *testing.T) {
	seed := strings.Repeat("A5", 32)
	t.Run("CARD-294 CARD-462 the PIN first", func(t *testing.T) {
		message, err := hex.DecodeString("A0228020" + seed)
		require.NoError(t, err)
		key := delivered(t, message)
		talk(t, newCard(t, faceConfig()), toText, setKey(key, "6982"), pinEntry(0x14, codeA, "9000"), setKey(key, "6982"),
			pinEntry(0x11, "1234", "9000"), setKey(key, "9000"))
	})
	t.Run("CARD-295 CARD-470 another structure", func(t *testing.T) {
		card := newCard(t, faceConfig())
		talk(t, card, toText, pinEntry(0x11, "1234", "9000"))
		for _, message := range []string{"A0228120" + seed, "A0218020" + seed, "A0228020" + seed + "00", "A0228020" + seed[2:], "81", ""} {
			raw, err := hex.DecodeString(message)
			require.NoError(t, err)
			talk(t, card, setKey(delivered(t, raw), "6A80"))
		}
		talk(t, card, setKey(strings.Repeat("00", 255)+"02", "6A80"), "08B0810005 9603000000 -> 69FC")
	})
	t.Run("CARD-296 CARD-480 a value at or above the modulus", func(t *testing.T) {
		talk(t, newCard(t, faceConfig()), toText, pinEntry(0x11, "1234", "9000"),
			setKey(hex.EncodeToString(issued().sign.N.Bytes()), "6F00"), setKey(strings.Repeat("FF", 256), "6F00"))
	})
	t.Run("CARD-291 CARD-297 CARD-298 CARD-481 elsewhere", func(t *testing.T) {
		garbage := strings.Repeat("5A", 256)
		talk(t, newCard(t, faceConfig()), toCommon, setKey(garbage, "66F1"), toSurface, setKey(garbage, "66F1"),
			selectJPKI, authPIN, setKey(garbage, "6982"), toJuki, setKey(garbage, "6982"), "80AE000001 00 -> 6700")
	})
	t.Run("CARD-304 CARD-331 CARD-469 no session", func(t *testing.T) {
		talk(t, newCard(t, faceConfig()), toText, "08B0810005 9603000000 -> 69FC", "0CB0810005 9603000000 -> 69FC",
			"0820009413 861101"+seed[:32]+" -> 69FC", "0C20009104 31323334 -> 69FC", "08A4020C02 0001 -> 6882")
	})
	for _, row := range []struct {
		name, header, object, sw string
	}{
		{"CARD-302 CARD-468 wrong padding", "08200094", "861101" + seed[:32], "6988"},
		{"another tag", "08200094", "9603000010", "6988"},
		{"a length where a cryptogram belongs", "08B08100", "861101" + seed[:32], "6988"},
		{"another padding indicator", "08200094", "861102" + seed[:32], "6988"},
		{"half a block", "08200094", "860901" + seed[:16], "6988"},
		{"no cipher block", "08200094", "860101", "6988"},
		{"a second object", "08B08100", "9603000000" + "9603000000", "6988"},
		{"a cut object", "08B08100", "960300", "6988"},
		{"a length of two bytes", "08B08100", "96020000", "6988"},
		{"an indefinite length", "08B08100", "9680000000", "6988"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := openClient(t, newCard(t, faceConfig()))
			c.command(row.header, row.object, row.sw)
			c.command("08B08100", "9603000000", "69FC")
		})
	}
	t.Run("CARD-303 CARD-467 the wrong class, or no object, keeps the session", func(t *testing.T) {
		c := openClient(t, newCard(t, faceConfig()))
		talk(t, c.card, "0CB0810005 9603000000 -> 6987", "0C20009104 31323334 -> 6987", "04B0810005 9603000000 -> 6882")
		talk(t, c.card, "08200094 -> 6987")
		c.counter++
		require.Len(t, c.read(0x81, 0, 0), 17)
	})
	t.Run("CARD-103 CARD-460 commands that cannot be protected", func(t *testing.T) {
		c := openClient(t, newCard(t, faceConfig()))
		talk(t, c.card, "08A4040C0A D3921000310001010408 -> 6882", "0884000008 -> 6882", "882A000001 A5 00 -> 6882",
			"09B0810005 9603000000 -> 6881", "18B0810005 9603000000 -> 6884")
		require.Len(t, c.read(0x81, 0, 0), 17)
	})
}

// TestAnyProtectedFieldIsAnswered proves that the card answers any data field, and that no try is gained.
func TestAnyProtectedFieldIsAnswered(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := openClient(t, newCard(t, faceConfig()))
		before, _ := c.card.Memory().TriesLeftIn(virtualcard.TextAP, virtualcard.FIDTextCodeA)
		field := rapid.SliceOfN(rapid.Byte(), 1, 64).Draw(rt, "field")
		ins := rapid.SampledFrom([]byte{0x20, 0xA4, 0xB0}).Draw(rt, "ins")
		answer := c.card.Transmit(append([]byte{0x08, ins, 0x00, 0x94, byte(len(field))}, field...))
		require.GreaterOrEqual(t, len(answer), 2)
		after, _ := c.card.Memory().TriesLeftIn(virtualcard.TextAP, virtualcard.FIDTextCodeA)
		require.LessOrEqual(t, after, before)
	})
}
