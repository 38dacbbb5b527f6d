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

// link is one connection to vpcd. In both directions a message follows its length (two bytes, big-endian).
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

// serve handles messages until one side ends the connection; it never returns nil.
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

// read returns one message; it is valid until the next call. Any end of the connection is an ErrEnded.
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

// ended wraps the network's error in ErrEnded. The plain end of the stream is left out because it carries no information.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return ErrEnded
	}
	return fmt.Errorf("%w: %w", err, ErrEnded)
}

func (l *link) handle(message []byte) error {
	switch len(message) {
	case 0: // empty message; vpcd never sends one
		return nil
	case 1:
		return l.control(control(message[0]))
	default:
		answer := l.chip.Transmit(message)
		l.log(outline(message, answer))
		return l.write(answer)
	}
}

// control does to the card what the reader asks for. Only the request for the ATR is answered. pcscd sends it every 400 ms to
// learn whether the card is still there, so it must not change anything.
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
	default: // a newer vpcd may have more messages; an unexpected answer would shift all later answers
		l.log(fmt.Sprintf("unknown control message %d ignored", byte(c)))
	}
	return nil
}

// lost handles a command without an answer. A silent card keeps vpcd waiting, as a real card does. Any other failure takes
// the card out of the reader, because vpcd would wait forever after an empty answer.
func (l *link) lost(failure error) error {
	l.log(failure.Error())
	if errors.Is(failure, reader.ErrTimeout) {
		return nil
	}
	return failure
}

// write sends length and answer in one Write: under Nagle's algorithm, the second of two writes would wait for the
// acknowledgement of the first.
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

// outline describes an APDU without the parts that may be secret: header, lengths and status word only.
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
