package main

import (
	"context"
	"encoding/hex"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/virtualcard"
)

// made returns the card that these flags make, powered on.
func made(t *testing.T, f cardFlags) (*virtualcard.Card, virtualcard.Spec) {
	t.Helper()
	spec, memory, err := f.personalise(surroundings{lang: reports.LangEN,
		now: func() time.Time { return time.Date(2025, 6, 2, 9, 0, 0, 0, time.UTC) }})
	require.NoError(t, err)
	card, err := virtualcard.New(virtualcard.Config{Spec: spec, Memory: memory, Chance: rand.NewChaCha8([32]byte{1})})
	require.NoError(t, err)
	card.PowerOn()
	return card, spec
}

func TestCardTakesAsLongAsItsProfileSays(t *testing.T) {
	card, _ := made(t, cardFlags{profile: "contact-a1", person: "P01", tries: -1})
	var waits []time.Duration
	ctx, cancel := context.WithCancel(t.Context())
	chip, err := slowed(ctx, card, rand.NewChaCha8([32]byte{2}), func(of context.Context, d time.Duration) error {
		require.Equal(t, ctx, of)
		waits = append(waits, d)
		return of.Err()
	})
	require.NoError(t, err)
	within := func(want time.Duration) {
		last := waits[len(waits)-1]
		require.InDelta(t, want, last, 0.2*float64(want), "%v", last)
	}
	for _, command := range []string{"00A404000AD392F000260100000001", "0020009804" + hex.EncodeToString([]byte("1234"))} {
		raw, err := hex.DecodeString(command)
		require.NoError(t, err)
		answer := chip.Transmit(raw)
		require.Equal(t, "9000", hex.EncodeToString(answer[len(answer)-2:]))
		within(20 * time.Millisecond)
	}
	t.Run("CARD-396 CARD-626 a signature", func(t *testing.T) {
		sign := append([]byte{0x80, 0x2A, 0x02, 0x97, 32}, make([]byte, 33)...)
		require.Len(t, chip.Transmit(sign), 258)
		within(300 * time.Millisecond)
	})
	t.Run("a wait cut short still gives the answer", func(t *testing.T) {
		cancel()
		require.Len(t, chip.Transmit([]byte{0x00, 0x20, 0x00, 0x98}), 2)
	})
	require.Len(t, waits, 4)
}

func TestCardIsFastUnlessToldOtherwise(t *testing.T) {
	card, _ := made(t, cardFlags{profile: "contact-a1", person: "P01", tries: -1})
	for _, timing := range []bool{false, true} {
		chip, err := cardFlags{timing: timing}.chip(t.Context(), surroundings{random: rand.NewChaCha8([32]byte{3})}, card)
		require.NoError(t, err)
		_, fast := chip.(*virtualcard.Card)
		require.Equal(t, !timing, fast)
	}
}

func TestPauseEndsWithItsContext(t *testing.T) {
	require.NoError(t, pause(t.Context(), 0))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, pause(ctx, time.Hour), context.Canceled)
}

// TestEverySeedHasKeysOfItsOwn goes through the whole key pool once, starting from a large seed.
func TestEverySeedHasKeysOfItsOwn(t *testing.T) {
	const far = 1<<63 + 995
	seen := map[string]bool{}
	for i := range municipality.Places() {
		_, spec := made(t, cardFlags{profile: "contact-a1", person: "P01", tries: -1, seed: far + uint64(i)})
		seen[spec.AuthKey.N.String()], seen[spec.SignKey.N.String()] = true, true
	}
	require.Len(t, seen, 2*municipality.Places())
}
