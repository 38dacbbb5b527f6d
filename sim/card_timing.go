package main

import (
	"context"
	"io"
	"time"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// waiter blocks for a time, or until ctx ends.
type waiter func(ctx context.Context, d time.Duration) error

// slowed returns a card that takes as long as its profile says. If ctx ends during a wait, the answer comes at once: the card
// is leaving the reader then.
func slowed(ctx context.Context, card *virtualcard.Card, chance io.Reader, wait waiter) (reader.Chip, error) {
	return virtualcard.WithTiming(card, card.Timing(), chance, func(d time.Duration) { _ = wait(ctx, d) })
}

// pause waits in real time.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
