package virtualcard

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// WithFault wraps a chip so that the fault happens to it. After a removal the chip gives no answers until PowerOn puts it in
// again. A silent chip gives none until it is reset. Behind a reader that is gone it never answers again.
func WithFault(chip reader.Chip, fault Fault, options FaultOptions) (reader.Chip, error) {
	around, err := fault.Around(options)
	if err != nil {
		return nil, err
	}
	return around(chip), nil
}

// Around is WithFault for a caller that has no chip yet: it checks the options first, so that bad ones are refused before a
// chip exists.
func (f Fault) Around(options FaultOptions) (func(reader.Chip) reader.Chip, error) {
	switch {
	case f.Act == nil:
		return nil, errors.New("making a card fault: the row has no Act; use a row of Faults")
	case f.NeedsChance && options.Chance == nil:
		return nil, fmt.Errorf("making the card fault %q: FaultOptions.Chance is missing; set it to a source of random bytes", f.Name)
	case f.NeedsWait && options.Wait == nil:
		return nil, fmt.Errorf("making the card fault %q: FaultOptions.Wait is missing; set it to a function that moves the clock", f.Name)
	case options.Probability < 0 || options.Probability > 1:
		return nil, fmt.Errorf("making the card fault %q: probability %v is out of range (0 to 1)", f.Name, options.Probability)
	}
	return func(chip reader.Chip) reader.Chip { return &faulty{Chip: chip, fault: f, options: options} }, nil
}

// faulty is a chip with a fault.
type faulty struct {
	reader.Chip
	fault   Fault
	options FaultOptions

	mu sync.Mutex
	// done is true once a fault that happens only once has happened.
	done bool
	// passed counts the answer bytes so far, commands the commands since power-on.
	passed, commands int
	// failure is the reason why there is no answer; nil while the chip works.
	failure error
}

var _ reader.Failer = (*faulty)(nil)

// Failure returns the fault's error, otherwise that of the chip inside.
func (f *faulty) Failure() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failure != nil {
		return f.failure
	}
	return reader.FailureOf(f.Chip)
}

// ATR returns the fault's answer to reset, otherwise that of the chip inside.
func (f *faulty) ATR() []byte {
	if f.fault.ATR != nil {
		return slices.Clone(f.fault.ATR)
	}
	return f.Chip.ATR()
}

// PowerOn ends a removal. It has no effect on a silent chip that has power.
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

// WarmReset makes a silent chip answer again. It does not reach a chip that is out of the field.
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

// PowerOff makes a silent chip answer again after its next power-on.
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

// Transmit returns the chip's answer, or what the fault makes of it.
func (f *faulty) Transmit(command []byte) []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failure != nil {
		return nil
	}
	f.commands++
	answer := f.transmitWithFault(command)
	f.passed += len(answer)
	return answer
}

func (f *faulty) transmitWithFault(command []byte) []byte {
	if f.done || !f.appliesTo(command) {
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

// fail stops the chip's answers. Except for a silent chip, the chip also loses its power.
func (f *faulty) fail(err error) {
	f.failure, f.done = err, f.fault.Once
	if !f.silent() {
		f.Chip.PowerOff()
	}
}

func (f *faulty) appliesTo(command []byte) bool {
	return len(f.options.INS) == 0 || len(command) >= 2 && slices.Contains(f.options.INS, command[1])
}
