// Package reader defines both card interfaces: [Reader] and [Card] are what a terminal uses, [Chip] is what a card
// implements. It also defines their errors.
//
// It contains the in-process reader [InProcess] too. It never interprets an APDU and never imports the card.
package reader

import (
	"context"
	"errors"
)

// The errors of a Card. Everything that can go wrong between a terminal and a card is one of these.
var (
	ErrNoCard  = errors.New("no card in the reader")
	ErrRemoved = errors.New("card was removed")
	ErrReset   = errors.New("card was reset by another program")
	ErrTimeout = errors.New("card did not answer in time")
	ErrReader  = errors.New("reader failed")
)

// Disposition says what happens to the card when a connection ends (PC/SC: SCARD_LEAVE_CARD, _RESET_CARD, _UNPOWER_CARD).
type Disposition int

// The dispositions, in the order of PC/SC.
const (
	Leave Disposition = iota
	Reset
	Unpower
)

// Reader is a card reader as a terminal sees it.
type Reader interface {
	// Name returns the reader's name as PC/SC would list it.
	Name() string
	// Connect powers the card up; it returns ErrNoCard if there is no card.
	Connect(ctx context.Context) (Card, error)
}

// Card is one connection to a card.
type Card interface {
	// ATR returns the card's answer to reset.
	ATR() []byte
	// Transmit sends one command APDU. The answer has at least 2 bytes and is valid until the next call. Otherwise the error
	// is one of ErrNoCard, ErrRemoved, ErrReset, ErrTimeout, ErrReader.
	Transmit(ctx context.Context, command []byte) ([]byte, error)
	// Disconnect ends the connection.
	Disconnect(Disposition) error
}

// Chip is what a card implements so that a reader can use it. Only one reader uses it at a time.
type Chip interface {
	PowerOn()
	WarmReset()
	PowerOff()
	// ATR returns the answer to reset; it is always the same.
	ATR() []byte
	// Transmit returns an answer of at least 2 bytes, valid until the next call, or nil once the card has left the field.
	Transmit(command []byte) []byte
}

// Failer is a Chip that knows why its last Transmit gave no answer: ErrRemoved, ErrTimeout (it is in the field and silent) or
// ErrReader (the reader is gone). A Chip that does not implement Failer has left the field.
type Failer interface{ Failure() error }

// FailureOf returns the reason why the last Transmit of a chip gave no answer.
func FailureOf(chip Chip) error {
	if f, ok := chip.(Failer); ok && f.Failure() != nil {
		return f.Failure()
	}
	return ErrRemoved
}
