package apdu_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

func TestMeanings(t *testing.T) {
	seen := map[apdu.Status]bool{}
	for _, m := range apdu.Meanings() {
		require.False(t, seen[m.SW], "%s is in the table twice", m.SW.String())
		seen[m.SW] = true
		require.NotEmpty(t, m.EN)
		require.NotEmpty(t, m.JA)
		require.Equal(t, m.Sentence, m.SW.Meaning())
	}
	require.Len(t, seen, 27)
	require.Equal(t, "unknown status word", apdu.Status(0x6999).Meaning().EN)
}

// TestStatusesOfOtherCards tests the status words that card reference §8 lists from JICSAP but that this card never answers,
// by any public log or by any rule of §8.1 (a wrong Lc is 6700). They must be understood when another card sends them.
func TestStatusesOfOtherCards(t *testing.T) {
	t.Run("CARD-475 6A87 is read as Lc that does not fit P1 P2", func(t *testing.T) {
		r, err := apdu.ParseResponse([]byte{0x6A, 0x87})
		require.NoError(t, err)
		require.ErrorIs(t, r.Err(), apdu.SW6A87LcAgainstP1P2)
		require.EqualError(t, r.Err(), "status 6A87: Lc does not fit P1 P2")
		require.Equal(t, "LcがP1 P2に合わない", r.SW.Meaning().JA)
		require.NotErrorIs(t, r.Err(), apdu.SW6700WrongLength)
	})
}

func TestTries(t *testing.T) {
	for n := range 16 {
		sw := apdu.TriesLeftSW(n)
		require.Equal(t, fmt.Sprintf("63C%X", n), sw.String())
		got, ok := sw.Tries()
		require.True(t, ok)
		require.Equal(t, n, got)
	}
	require.Equal(t, "63C0", apdu.TriesLeftSW(-1).String())
	require.Equal(t, "63CF", apdu.TriesLeftSW(16).String())
	require.Equal(t, "status 63C2: not verified, 2 tries left", apdu.TriesLeftSW(2).Error())
	_, ok := apdu.SW6300VerifyFailed.Tries()
	require.False(t, ok)
}

func TestResponse(t *testing.T) {
	r, err := apdu.ParseResponse(unhex(t, "8F8F00 9000"))
	require.NoError(t, err)
	require.NoError(t, r.Err())
	require.Equal(t, unhex(t, "8F8F00"), r.Data)
	require.Equal(t, unhex(t, "8F8F009000"), r.Append(nil))

	r, err = apdu.ParseResponse(unhex(t, "6984"))
	require.NoError(t, err)
	require.ErrorIs(t, fmt.Errorf("verifying: %w", r.Err()), apdu.SW6984ReferenceBlocked)
	require.Equal(t, unhex(t, "6984"), r.SW.Bytes())

	for _, short := range [][]byte{nil, {0x90}} {
		_, err := apdu.ParseResponse(short)
		require.ErrorIs(t, err, apdu.ErrShortResponse)
	}
}

func TestStatusAsText(t *testing.T) {
	text, err := json.Marshal(apdu.SW6B00OffsetOutside)
	require.NoError(t, err)
	require.Equal(t, `"6B00"`, string(text))
	var sw apdu.Status
	require.NoError(t, json.Unmarshal([]byte(`"6b00"`), &sw))
	require.Equal(t, apdu.SW6B00OffsetOutside, sw)
	for _, bad := range []string{`""`, `"6B0"`, `"6B000"`, `"6B0G"`} {
		require.True(t, errors.Is(json.Unmarshal([]byte(bad), &sw), apdu.ErrStatusText), bad)
	}
}
