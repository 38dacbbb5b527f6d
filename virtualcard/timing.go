package virtualcard

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Timing says how long a card works on its commands, in world time.
type Timing struct {
	// Rows are searched in order; the first that fits is used.
	Rows []CommandTime
	// Other is the time of a command that no row fits.
	Other time.Duration
	// Jitter is the largest fraction by which a time may be shorter or longer, 0 to 1.
	Jitter float64
	Source string
}

// CommandTime says how long a command with one class and instruction takes.
type CommandTime struct {
	CLA, INS byte
	Takes    time.Duration
	Source   string
}

// DefaultTiming returns a realistic model. No public measurement of the hardware exists; 20 ms for other commands and 20 %
// jitter are our choice.
func DefaultTiming() Timing {
	return Timing{
		Rows:   []CommandTime{{classProprietary, apdu.INSSign, 300 * time.Millisecond, "§6, CARD-396 (150 to 500 ms), CARD-626"}},
		Other:  20 * time.Millisecond,
		Jitter: 0.2,
		Source: "§12 Q16, CARD-626; the width of the jitter is ours",
	}
}

// WithTiming wraps a chip and reports to took how long each answer would have taken a real card. It never sleeps: the owner
// of world time decides what to do with the duration. The jitter is drawn from chance. took is called before the answer is
// returned and must not use the chip.
func WithTiming(chip reader.Chip, timing Timing, chance io.Reader, took func(time.Duration)) (reader.Chip, error) {
	switch {
	case took == nil:
		return nil, errors.New("timing a card: took is missing; pass a function that moves the clock")
	case timing.Jitter < 0 || timing.Jitter > 1:
		return nil, fmt.Errorf("timing a card: jitter %v is out of range (0 to 1)", timing.Jitter)
	case timing.Jitter > 0 && chance == nil:
		return nil, errors.New("timing a card: chance is missing; pass a source of random bytes, or set the jitter to 0")
	}
	return &timed{Chip: chip, timing: timing, chance: chance, took: took}, nil
}

type timed struct {
	reader.Chip
	timing Timing
	chance io.Reader
	took   func(time.Duration)
}

var _ reader.Failer = (*timed)(nil)

// Failure returns the failure of the chip inside.
func (t *timed) Failure() error { return reader.FailureOf(t.Chip) }

func (t *timed) Transmit(command []byte) []byte {
	answer := t.Chip.Transmit(command)
	if answer != nil {
		t.took(t.jittered(t.timing.Of(command)))
	}
	return answer
}

// Of returns the time of a command without jitter.
func (t Timing) Of(command []byte) time.Duration {
	if len(command) >= 2 {
		cla := command[0] & classBase
		if i := slices.IndexFunc(t.Rows, func(r CommandTime) bool { return r.CLA == cla && r.INS == command[1] }); i >= 0 {
			return t.Rows[i].Takes
		}
	}
	return t.Other
}

// jittered moves a time by up to the fraction Jitter, in either direction. If the random source fails, the time is unchanged.
func (t *timed) jittered(d time.Duration) time.Duration {
	if t.timing.Jitter == 0 {
		return d
	}
	share, err := draw(t.chance)
	if err != nil {
		return d
	}
	return d + time.Duration((2*share-1)*t.timing.Jitter*float64(d))
}
