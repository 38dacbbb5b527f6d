package vpcd

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// control is a message of one byte; an APDU never has that length (vsmartcard, vpcd.h: VPCD_CTRL_*).
type control byte

const (
	powerOff control = 0
	powerOn  control = 1
	reset    control = 2
	atr      control = 4
)

// link is one connection to vpcd: length (two bytes, big-endian) and message, in both directions.
type link struct {
	in   io.Reader
	out  io.Writer
	chip reader.Chip
	log  func(string)
	// taken is called once, before the first message is handled.
	taken func()

	served bool
	frame  []byte
}

// serve handles messages until one side ends; it never returns nil.
func (l *link) serve() error {
	for {
		message, err := l.read()
		if err != nil {
			return err
		}
		if !l.served {
			l.served = true
			l.log("served")
			l.taken()
		}
		if err := l.handle(message); err != nil {
			return err
		}
	}
}

// read reads one message; it is valid until the next. Anything that ends the connection is ErrEnded.
func (l *link) read() ([]byte, error) {
	var header [2]byte
	if _, err := io.ReadFull(l.in, header[:]); err != nil {
		return nil, ended(err)
	}
	message := make([]byte, binary.BigEndian.Uint16(header[:]))
	if _, err := io.ReadFull(l.in, message); err != nil {
		return nil, ended(err)
	}
	return message, nil
}

// ended keeps what the network said, except for the plain end of the stream, which says nothing.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return ErrEnded
	}
	return fmt.Errorf("%w: %w", err, ErrEnded)
}

func (l *link) handle(message []byte) error {
	switch len(message) {
	case 0: // no message at all; vpcd never sends it
		return nil
	case 1:
		return l.control(control(message[0]))
	default:
		answer := l.chip.Transmit(message)
		l.log(outline(message, answer))
		return l.write(answer)
	}
}

// control does what the reader does to the card. Only the question for the ATR is answered: pcscd asks it every 400 ms
// to learn whether the card is still there, so it must change nothing.
func (l *link) control(c control) error {
	switch c {
	case powerOff:
		l.log("power off")
		l.chip.PowerOff()
	case powerOn:
		l.log("power on")
		l.chip.PowerOn()
	case reset:
		l.log("warm reset")
		l.chip.WarmReset()
	case atr:
		return l.write(l.chip.ATR())
	default: // a newer vpcd may know more; an answer that it does not expect would shift every later one
		l.log(fmt.Sprintf("unknown control message %d ignored", byte(c)))
	}
	return nil
}

// lost is for a command without answer: a silent card keeps vpcd waiting, as a real one does, anything else takes the
// card out; vpcd would block on an empty answer for ever.
func (l *link) lost(failure error) error {
	l.log(failure.Error())
	if errors.Is(failure, reader.ErrTimeout) {
		return nil
	}
	return failure
}

// write sends length and answer in one Write: two would wait for each other under Nagle's algorithm.
func (l *link) write(answer []byte) error {
	if len(answer) < 2 {
		return l.lost(reader.FailureOf(l.chip))
	}
	if len(answer) > math.MaxUint16 {
		return ErrAnswerTooLong
	}
	l.frame = append(binary.BigEndian.AppendUint16(l.frame[:0], uint16(len(answer))), answer...)
	if _, err := l.out.Write(l.frame); err != nil {
		return ended(err)
	}
	return nil
}

// outline is an APDU without what may be secret in it: header, lengths and status word.
func outline(command, answer []byte) string {
	if len(command) < 4 {
		return fmt.Sprintf("malformed command of %d bytes", len(command))
	}
	response, err := apdu.ParseResponse(answer)
	if err != nil {
		return fmt.Sprintf("%02X, %d bytes: no answer", command[:4], len(command))
	}
	return fmt.Sprintf("%02X, %d bytes: %s, %d bytes", command[:4], len(command), response.SW.String(), len(answer))
}
