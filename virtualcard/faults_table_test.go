package virtualcard_test

import (
	"bytes"
	"encoding/hex"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// readCertificate reads the first 256 bytes of the user certificate.
const readCertificate = "00B08A0000"

func withFault(t *testing.T, chip reader.Chip, name string, options virtualcard.FaultOptions) reader.Chip {
	t.Helper()
	fault, err := virtualcard.FaultByName(name)
	require.NoError(t, err)
	faulty, err := virtualcard.WithFault(chip, fault, options)
	require.NoError(t, err)
	faulty.PowerOn()
	return faulty
}

func TestFaultsTable(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range virtualcard.Faults() {
		require.False(t, seen[row.Name], row.Name)
		seen[row.Name] = true
		require.NotEmpty(t, row.Text, row.Name)
		require.NotEmpty(t, row.Source, row.Name)
		found, err := virtualcard.FaultByName(row.Name)
		require.NoError(t, err)
		require.Equal(t, row.Text, found.Text)
	}
	require.Len(t, seen, 11)
	_, err := virtualcard.FaultByName("magnet")
	require.ErrorContains(t, err, `no card fault "magnet"; choose one of`)
}

func TestWithFaultRefuses(t *testing.T) {
	card := newCard(t, fullConfig())
	for _, row := range []struct {
		fault   string
		options virtualcard.FaultOptions
		want    string
	}{
		{"garbage", virtualcard.FaultOptions{}, "FaultOptions.Chance is missing; set it to a source of random bytes"},
		{"late", virtualcard.FaultOptions{}, "FaultOptions.Wait is missing; set it to a function that moves the clock"},
		{"weak-field", virtualcard.FaultOptions{Chance: chance(), Probability: 1.5}, "probability 1.5 is out of range (0 to 1)"},
		{"weak-field", virtualcard.FaultOptions{Chance: chance(), Probability: -0.5}, "probability -0.5 is out of range (0 to 1)"},
	} {
		fault, err := virtualcard.FaultByName(row.fault)
		require.NoError(t, err)
		_, err = virtualcard.WithFault(card, fault, row.options)
		require.ErrorContains(t, err, row.want)
	}
	_, err := virtualcard.WithFault(card, virtualcard.Fault{}, virtualcard.FaultOptions{})
	require.ErrorContains(t, err, "use a row of Faults")
}

func TestFaultRemoved(t *testing.T) {
	t.Run("CARD-359 after 600 bytes of answers", func(t *testing.T) {
		chip := withFault(t, newCard(t, fullConfig()), "removed", virtualcard.FaultOptions{Bytes: 600})
		talk(t, chip, selectJPKI, signPIN)
		require.Len(t, send(t, chip, readCertificate), 258)
		require.Len(t, send(t, chip, "00B0010000"), 258)
		require.Empty(t, send(t, chip, "00B0020000"), "2+2+258+258 bytes have passed")
		require.ErrorIs(t, reader.FailureOf(chip), reader.ErrRemoved)
		require.Empty(t, send(t, chip, "00B0020000"), "the card stays removed")
		chip.PowerOn()
		talk(t, chip, selectJPKI, "00B0810004 -> 6982")
		require.Len(t, send(t, chip, readCertificate), 258, "it happens once")
	})
	t.Run("only during the instruction that it applies to", func(t *testing.T) {
		chip := withFault(t, newCard(t, fullConfig()), "removed", virtualcard.FaultOptions{INS: []byte{0x20}})
		talk(t, chip, selectJPKI)
		require.Len(t, send(t, chip, readCertificate), 258)
		require.Empty(t, send(t, chip, "00200098"))
	})
}

func TestFaultSilent(t *testing.T) {
	card := newCard(t, fullConfig())
	chip := withFault(t, card, "silent", virtualcard.FaultOptions{INS: []byte{0x20}})
	slot := reader.NewInProcess("slot")
	slot.Insert(chip)
	connection, err := slot.Connect(t.Context())
	require.NoError(t, err)
	talk(t, terminal{t, connection}, selectJPKI)
	wrong, err := hex.DecodeString("002000980431323335")
	require.NoError(t, err)

	_, err = connection.Transmit(t.Context(), wrong)
	require.ErrorIs(t, err, reader.ErrTimeout)
	_, err = connection.Transmit(t.Context(), wrong)
	require.ErrorIs(t, err, reader.ErrTimeout, "a silent card stays silent")
	require.Equal(t, 2, triesLeft(t, card, virtualcard.FIDAuthPIN), "the card carried out the first of the two")

	require.NoError(t, connection.Disconnect(reader.Reset))
	connection, err = slot.Connect(t.Context())
	require.NoError(t, err)
	talk(t, terminal{t, connection}, selectJPKI, "00200098 -> 63C2")
	require.NoError(t, connection.Disconnect(reader.Unpower))
}

func TestFaultsOfAnswers(t *testing.T) {
	fresh := func() reader.Chip {
		card := newCard(t, fullConfig())
		talk(t, card, selectJPKI)
		return card
	}
	right := send(t, fresh(), readCertificate)
	t.Run("garbage", func(t *testing.T) {
		got := send(t, withFault(t, fresh(), "garbage", virtualcard.FaultOptions{Chance: chance()}), readCertificate)
		require.Len(t, got, len(right))
		require.NotEqual(t, right, got)
		again := send(t, withFault(t, fresh(), "garbage", virtualcard.FaultOptions{Chance: chance()}), readCertificate)
		require.Equal(t, got, again, "the same seed gives the same bytes")
	})
	t.Run("garbage with a failing random source is a failure of the reader", func(t *testing.T) {
		chip := withFault(t, fresh(), "garbage", virtualcard.FaultOptions{Chance: bytes.NewReader(nil)})
		require.Empty(t, send(t, chip, readCertificate))
		require.ErrorIs(t, reader.FailureOf(chip), reader.ErrReader)
		require.ErrorIs(t, reader.FailureOf(chip), io.EOF)
	})
	t.Run("short", func(t *testing.T) {
		chip := withFault(t, fresh(), "short", virtualcard.FaultOptions{Bytes: 3})
		require.Equal(t, append(bytes.Clone(right[:253]), 0x90, 0x00), send(t, chip, readCertificate))
		talk(t, chip, "00200098 -> 63C3") // there is nothing to remove
	})
	t.Run("long", func(t *testing.T) {
		chip := withFault(t, fresh(), "long", virtualcard.FaultOptions{})
		require.Equal(t, append(bytes.Clone(right[:256]), 0x00, 0x90, 0x00), send(t, chip, readCertificate))
	})
	t.Run("late", func(t *testing.T) {
		var waited []time.Duration
		chip := withFault(t, fresh(), "late", virtualcard.FaultOptions{Delay: time.Minute, INS: []byte{0xB0},
			Wait: func(d time.Duration) { waited = append(waited, d) }})
		require.Equal(t, right, send(t, chip, readCertificate))
		talk(t, chip, "00200098 -> 63C3")
		require.Equal(t, []time.Duration{time.Minute}, waited)
	})
}

func TestFaultReaderGone(t *testing.T) {
	chip := withFault(t, newCard(t, fullConfig()), "reader-gone", virtualcard.FaultOptions{INS: []byte{0x20}})
	talk(t, chip, selectJPKI)
	require.Empty(t, send(t, chip, "00200098"))
	require.ErrorIs(t, reader.FailureOf(chip), reader.ErrReader)
	chip.WarmReset()
	chip.PowerOff()
	chip.PowerOn()
	require.Empty(t, send(t, chip, "00200098"), "the reader stays unplugged")
}

func TestFaultFirst6F00(t *testing.T) {
	chip := withFault(t, newCard(t, fullConfig()), "first-6f00", virtualcard.FaultOptions{})
	t.Run("CARD-109 after each power-on", func(t *testing.T) {
		for range 2 {
			talk(t, chip, "00A4040C0A D392F000260100000001 -> 6F00", selectJPKI)
			chip.PowerOff()
			chip.PowerOn()
		}
	})
}

// weakly enters wrong PINs in a weak field, and puts the card in again whenever it is lost.
func weakly(t *testing.T, seed []byte) (answers []string, left int) {
	t.Helper()
	card := newCard(t, fullConfig())
	talk(t, card, selectJPKI)
	chip := withFault(t, card, "weak-field", virtualcard.FaultOptions{Probability: 0.4, Chance: bytes.NewReader(seed), INS: []byte{0x20}})
	for range 3 {
		answer := hex.EncodeToString(send(t, chip, "002000980431323335"))
		answers = append(answers, answer)
		if answer == "" {
			chip.PowerOn()
			talk(t, chip, selectJPKI)
		}
	}
	return answers, triesLeft(t, card, virtualcard.FIDAuthPIN)
}

// TestFaultWeakField proves that the field fails at the same places with the same seed, and that a lost answer spends one try
// or none.
func TestFaultWeakField(t *testing.T) {
	lost := 0
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(rt, "seed")
		answers, left := weakly(t, seed)
		again, _ := weakly(t, seed)
		require.Equal(t, answers, again)
		answered := 0
		for _, a := range answers {
			if a != "" {
				answered++
			}
		}
		lost += len(answers) - answered
		require.LessOrEqual(t, left, 3-answered)
		require.GreaterOrEqual(t, left, 0)
	})
	require.Positive(t, lost, "no field ever failed")
}

func TestFaultAroundAFault(t *testing.T) {
	inner := withFault(t, newCard(t, fullConfig()), "silent", virtualcard.FaultOptions{INS: []byte{0x20}})
	chip := withFault(t, inner, "long", virtualcard.FaultOptions{})
	talk(t, chip, "00A4040C0A D392F000260100000001 -> 00 9000")
	require.Empty(t, send(t, chip, "00200098"), "without an answer there is nothing to make longer")
	require.ErrorIs(t, reader.FailureOf(chip), reader.ErrTimeout)
}
