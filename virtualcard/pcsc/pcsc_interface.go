package pcsc

import "github.com/mynalab/mynalab/virtualcard/reader"

// stack is the part of PC/SC that this package uses; binding is the real one. Errors are of type code.
type stack interface {
	// establish opens a context. A context serves one call at a time, so every wait and every card has its own.
	establish() (session, error)
}

// session is a PC/SC context.
type session interface {
	readers() ([]string, error)
	// change blocks until the state of the reader differs from known, and returns the new state. It returns codeTimeout after
	// the binding's own time limit, and codeCancelled after cancel.
	change(reader string, known state) (state, error)
	// connect opens the card in shared mode, with any protocol that the card offers.
	connect(reader string) (link, error)
	// cancel ends a change that is in progress; it may be called from any goroutine.
	cancel() error
	release() error
}

// link is a PC/SC card handle.
type link interface {
	atr() ([]byte, error)
	// transmit takes at least one byte. If the card is removed meanwhile, it may return neither an error nor bytes.
	transmit(command []byte) ([]byte, error)
	disconnect(reader.Disposition) error
}

// state is the state of a reader as SCardGetStatusChange returns it: flags, with the count of events in the upper half.
type state uint32

// The flags that this package uses (PC/SC part 5, SCARD_STATE_*).
const (
	stateUnaware     state = 0x00
	stateChanged     state = 0x02
	stateUnknown     state = 0x04
	stateUnavailable state = 0x08
	stateEmpty       state = 0x10
	statePresent     state = 0x20
)
