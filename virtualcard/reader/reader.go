// Package reader is the vocabulary of both card seams: Reader and Card as a terminal sees them, Chip as a card offers
// itself, and their errors.
//
// It holds the in-process reader too. It never interprets an APDU and never imports the card.
package reader

import (
	"context"
	"errors"
)

// The errors of a Card. Everything that can go wrong between a terminal and a card is one of these.
var (
	ErrNoCard  = errors.New("no card in the reader")
	ErrRemoved = errors.New("card was removed")
	ErrReset   = errors.New("card was reset by somebody else")
	ErrTimeout = errors.New("card did not answer in time")
	ErrReader  = errors.New("reader failed")
)

// Disposition is what happens to the card when a connection ends (PC/SC: SCARD_LEAVE_CARD, _RESET_CARD, _UNPOWER_CARD).
type Disposition int

// The dispositions, in the order of PC/SC.
const (
	Leave Disposition = iota
	Reset
	Unpower
)

// Reader is a card reader as a terminal sees it.
type Reader interface {
	// Name is the reader's name as PC/SC would list it.
	Name() string
	// Connect powers the card up; ErrNoCard where there is none.
	Connect(ctx context.Context) (Card, error)
}

// Card is one connection to a card.
type Card interface {
	ATR() []byte
	// Transmit sends one command APDU. The answer has at least 2 bytes and is valid until the next call; else the
	// error is one of ErrNoCard, ErrRemoved, ErrReset, ErrTimeout, ErrReader.
	Transmit(ctx context.Context, command []byte) ([]byte, error)
	Disconnect(Disposition) error
}

// Chip is a card as it offers itself to a reader. It is used by one reader at a time.
type Chip interface {
	PowerOn()
	WarmReset()
	PowerOff()
	// ATR is the answer to reset, the same at any time.
	ATR() []byte
	// Transmit answers with at least 2 bytes, valid until the next call, or nil once the card has left the field.
	Transmit(command []byte) []byte
}

// Failer is a Chip that can tell why its last Transmit gave nothing: ErrRemoved, ErrTimeout (it lies in the field and is
// silent) or ErrReader (the reader is gone). A Chip that is none has left the field.
type Failer interface{ Failure() error }

// FailureOf is why a chip's Transmit gave nothing just now.
func FailureOf(chip Chip) error {
	if f, ok := chip.(Failer); ok && f.Failure() != nil {
		return f.Failure()
	}
	return ErrRemoved
}
