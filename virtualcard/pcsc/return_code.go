package pcsc

import (
	"fmt"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// code is a return code of PC/SC (PC/SC part 5; pcsclite.h). As an error it wraps one of the errors of package reader.
type code uint32

const (
	codeCancelled      code = 0x80100002
	codeInvalidHandle  code = 0x80100003
	codeTimeout        code = 0x8010000A
	codeNoService      code = 0x8010001D
	codeServiceStopped code = 0x8010001E
	codeNoReaders      code = 0x8010002E
)

// meaning is a row of the table behind code: its name in the standard, the error of package reader, and what to do next.
type meaning struct {
	code  code
	name  string
	means error
	next  string
}

// meanings lists the codes that mean more than a failed reader, or that a person can do something about.
func meanings() []meaning {
	return []meaning{
		{codeCancelled, "SCARD_E_CANCELLED", reader.ErrTimeout, "wait longer"},
		{codeInvalidHandle, "SCARD_E_INVALID_HANDLE", reader.ErrReader, "start again; the PC/SC service was restarted"},
		{0x80100009, "SCARD_E_UNKNOWN_READER", reader.ErrReader, "plug the reader in again"},
		{codeTimeout, "SCARD_E_TIMEOUT", reader.ErrTimeout, "wait longer"},
		{0x8010000B, "SCARD_E_SHARING_VIOLATION", reader.ErrReader, "close the other program that uses the card"},
		{0x8010000C, "SCARD_E_NO_SMARTCARD", reader.ErrNoCard, "put a card into the reader"},
		{0x8010000F, "SCARD_E_PROTO_MISMATCH", reader.ErrReader, "take another card or reader"},
		{0x80100016, "SCARD_E_NOT_TRANSACTED", reader.ErrReader, "leave the card in place and try again"},
		{0x80100017, "SCARD_E_READER_UNAVAILABLE", reader.ErrReader, "plug the reader in again"},
		{codeNoService, "SCARD_E_NO_SERVICE", reader.ErrReader, "start pcscd"},
		{codeServiceStopped, "SCARD_E_SERVICE_STOPPED", reader.ErrReader, "start pcscd"},
		{codeNoReaders, "SCARD_E_NO_READERS_AVAILABLE", reader.ErrReader, "plug a reader in"},
		{0x80100066, "SCARD_W_UNRESPONSIVE_CARD", reader.ErrReader, "turn the card round or clean it"},
		{0x80100067, "SCARD_W_UNPOWERED_CARD", reader.ErrReset, "connect again"},
		{0x80100068, "SCARD_W_RESET_CARD", reader.ErrReset, "connect again"},
		{0x80100069, "SCARD_W_REMOVED_CARD", reader.ErrRemoved, "put the card back and connect again"},
	}
}

func (c code) meaning() meaning {
	for _, m := range meanings() {
		if m.code == c {
			return m
		}
	}
	return meaning{c, "unlisted", reader.ErrReader, "try again, or take another reader"}
}

// Error names the code and ends with what to do next.
func (c code) Error() string {
	m := c.meaning()
	return fmt.Sprintf("%v (%s %08X): %s", m.means, m.name, uint32(c), m.next)
}

// Unwrap returns the error of package reader.
func (c code) Unwrap() error { return c.meaning().means }
