package virtualcard_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

func timed(t *testing.T, chip reader.Chip, timing virtualcard.Timing) (reader.Chip, *[]time.Duration) {
	t.Helper()
	var all []time.Duration
	c, err := virtualcard.WithTiming(chip, timing, chance(), func(d time.Duration) { all = append(all, d) })
	require.NoError(t, err)
	return c, &all
}

func TestTiming(t *testing.T) {
	plain := virtualcard.DefaultTiming()
	plain.Jitter = 0
	t.Run("CARD-626 300 ms for a signature, 20 ms for anything else", func(t *testing.T) {
		chip, took := timed(t, newCard(t, fullConfig()), plain)
		talk(t, chip, selectJPKI, authPIN, "802A009733 "+digestInfo+" -> <256>9000", "00 -> 6700")
		const ms = time.Millisecond
		require.Equal(t, []time.Duration{20 * ms, 20 * ms, 300 * ms, 20 * ms}, *took)
	})
	t.Run("CARD-396 with jitter a signature stays within 150 to 500 ms", func(t *testing.T) {
		play := func() []time.Duration {
			chip, took := timed(t, newCard(t, fullConfig()), virtualcard.DefaultTiming())
			for range 200 {
				talk(t, chip, "802A008000 -> 6700")
			}
			return *took
		}
		took := play()
		least, most := took[0], took[0]
		for _, d := range took {
			least, most = min(least, d), max(most, d)
		}
		require.GreaterOrEqual(t, least, 240*time.Millisecond)
		require.LessOrEqual(t, most, 360*time.Millisecond)
		require.Greater(t, most-least, 100*time.Millisecond, "the times differ")
		require.Equal(t, took, play(), "the same seed gives the same times")
	})
	t.Run("a card that is gone takes no time", func(t *testing.T) {
		chip, took := timed(t, pulledDuring(t, newCard(t, fullConfig()), 0xA4), plain)
		require.Empty(t, send(t, chip, "00A4040C0AD392F000260100000001"))
		require.Empty(t, *took)
		require.ErrorIs(t, reader.FailureOf(chip), reader.ErrRemoved)
	})
}

func TestWithTimingRefuses(t *testing.T) {
	told := func(time.Duration) {}
	card := newCard(t, fullConfig())
	_, err := virtualcard.WithTiming(card, virtualcard.DefaultTiming(), chance(), nil)
	require.ErrorContains(t, err, "pass a function that moves the clock")
	_, err = virtualcard.WithTiming(card, virtualcard.DefaultTiming(), nil, told)
	require.ErrorContains(t, err, "set the jitter to 0")
	_, err = virtualcard.WithTiming(card, virtualcard.Timing{Jitter: 2}, chance(), told)
	require.ErrorContains(t, err, "jitter 2 is out of range (0 to 1)")
}
