package virtualcard

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// WithFault is a chip around a chip to which the fault happens. After a removal it gives nothing until it is put in again
// (PowerOn), silent nothing until it is reset, and behind a reader that is gone nothing ever again.
func WithFault(chip reader.Chip, fault Fault, options FaultOptions) (reader.Chip, error) {
	around, err := fault.Around(options)
	if err != nil {
		return nil, err
	}
	return around(chip), nil
}

// Around is WithFault for somebody who has no chip yet: what cannot be made is refused before there is one.
func (f Fault) Around(options FaultOptions) (func(reader.Chip) reader.Chip, error) {
	switch {
	case f.Act == nil:
		return nil, errors.New("making a card fault: the row does nothing; take one of Faults")
	case f.NeedsChance && options.Chance == nil:
		return nil, fmt.Errorf("making the card fault %q: no source of random bytes; hand one in as Chance", f.Name)
	case f.NeedsWait && options.Wait == nil:
		return nil, fmt.Errorf("making the card fault %q: nobody to wait; hand the clock in as Wait", f.Name)
	case options.Probability < 0 || options.Probability > 1:
		return nil, fmt.Errorf("making the card fault %q: probability %v is out of range (0 to 1)", f.Name, options.Probability)
	}
	return func(chip reader.Chip) reader.Chip { return &faulty{Chip: chip, fault: f, options: options} }, nil
}

// faulty is a chip and what happens to it.
type faulty struct {
	reader.Chip
	fault   Fault
	options FaultOptions

	mu sync.Mutex
	// done: a fault that happens once has happened.
	done bool
	// passed are the bytes of answers so far, commands those since power-on.
	passed, commands int
	// failure is why there is no answer; nil while the chip works.
	failure error
}

var _ reader.Failer = (*faulty)(nil)

// Failure is the fault's, or else that of the chip inside.
func (f *faulty) Failure() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failure != nil {
		return f.failure
	}
	return reader.FailureOf(f.Chip)
}

// ATR is the fault's, or else that of the chip inside.
func (f *faulty) ATR() []byte {
	if f.fault.ATR != nil {
		return slices.Clone(f.fault.ATR)
	}
	return f.Chip.ATR()
}

// PowerOn ends a removal. A silent chip that has power does not notice.
func (f *faulty) PowerOn() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if errors.Is(f.failure, reader.ErrReader) {
		return
	}
	if errors.Is(f.failure, reader.ErrRemoved) {
		f.failure, f.commands = nil, 0
	}
	f.Chip.PowerOn()
}

// WarmReset wakes a silent chip, and does not reach one that is out of the field.
func (f *faulty) WarmReset() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.silent() {
		f.failure = nil
	}
	if f.failure == nil {
		f.Chip.WarmReset()
	}
}

// PowerOff wakes a silent chip at its next power-on.
func (f *faulty) PowerOff() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.silent() {
		f.failure = nil
	}
	f.commands = 0
	f.Chip.PowerOff()
}

func (f *faulty) silent() bool { return errors.Is(f.failure, reader.ErrTimeout) }

// Transmit is the chip's answer, or what the fault makes of it.
func (f *faulty) Transmit(command []byte) []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failure != nil {
		return nil
	}
	f.commands++
	answer := f.meet(command)
	f.passed += len(answer)
	return answer
}

func (f *faulty) meet(command []byte) []byte {
	if f.done || !f.concerns(command) {
		return f.Chip.Transmit(command)
	}
	lost := false
	carryOut := func() []byte {
		answer := f.Chip.Transmit(command)
		if lost = len(answer) < statusSize; lost {
			return make([]byte, statusSize)
		}
		return answer
	}
	answer, err := f.fault.Act(Moment{FaultOptions: f.options, First: f.commands == 1, Passed: f.passed, CarryOut: carryOut})
	switch {
	case lost:
		return nil
	case err != nil:
		f.fail(err)
		return nil
	default:
		return answer
	}
}

// fail ends the chip's answers. Only a silent one keeps its power.
func (f *faulty) fail(err error) {
	f.failure, f.done = err, f.fault.Once
	if !f.silent() {
		f.Chip.PowerOff()
	}
}

func (f *faulty) concerns(command []byte) bool {
	return len(f.options.INS) == 0 || len(command) >= 2 && slices.Contains(f.options.INS, command[1])
}
