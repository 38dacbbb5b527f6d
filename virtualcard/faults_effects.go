package virtualcard

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// removed loses the answer that would take the count beyond the bytes; the card has carried the command out.
func removed(m Moment) ([]byte, error) {
	answer := m.CarryOut()
	if m.Passed+len(answer) > m.Bytes {
		return nil, reader.ErrRemoved
	}
	return answer, nil
}

func silent(m Moment) ([]byte, error) {
	m.CarryOut()
	return nil, reader.ErrTimeout
}

func garbage(m Moment) ([]byte, error) {
	answer := make([]byte, len(m.CarryOut()))
	_, err := io.ReadFull(m.Chance, answer)
	return answer, unlessChance(err)
}

// altered flips the lowest bit of the first byte. A status word alone comes as it is.
func altered(m Moment) ([]byte, error) {
	answer := slices.Clone(m.CarryOut())
	if len(answer) > statusSize {
		answer[0] ^= 1
	}
	return answer, nil
}

// short leaves the status word alone: an answer of less is no answer at all to any reader.
func short(m Moment) ([]byte, error) {
	answer := m.CarryOut()
	data := len(answer) - statusSize
	return slices.Concat(answer[:data-min(m.amount(), data)], answer[data:]), nil
}

func long(m Moment) ([]byte, error) {
	answer := m.CarryOut()
	data := len(answer) - statusSize
	return slices.Concat(answer[:data], make([]byte, m.amount()), answer[data:]), nil
}

func late(m Moment) ([]byte, error) {
	answer := m.CarryOut()
	m.Wait(m.Delay)
	return answer, nil
}

// weakField draws whether the field breaks, and on which side of the card's work.
func weakField(m Moment) ([]byte, error) {
	breaks, err := draw(m.Chance)
	after, err2 := draw(m.Chance)
	if err := errors.Join(err, err2); err != nil {
		return nil, unlessChance(err)
	}
	if breaks >= m.Probability {
		return m.CarryOut(), nil
	}
	if after < 0.5 {
		m.CarryOut()
	}
	return nil, reader.ErrRemoved
}

func readerGone(Moment) ([]byte, error) { return nil, reader.ErrReader }

func first6F00(m Moment) ([]byte, error) {
	if m.First {
		return apdu.SW6F00Internal.Bytes(), nil
	}
	return m.CarryOut(), nil
}

// otherKind stands in the card's place, which never hears of the command.
func otherKind(Moment) ([]byte, error) { return apdu.SW6A82NotFound.Bytes(), nil }

// bareATR is the shortest ATR that there is: direct convention, no interface and no historical bytes (ISO 7816-3 §8.2).
func bareATR() []byte { return []byte{0x3B, 0x00} }

// statusSize is the length of a status word in bytes.
const statusSize = 2

// amount is the number of bytes that an answer is changed by.
func (o FaultOptions) amount() int { return max(o.Bytes, 1) }

// draw is a number from 0 up to 1.
func draw(chance io.Reader) (float64, error) {
	var b [4]byte
	_, err := io.ReadFull(chance, b[:])
	return float64(binary.BigEndian.Uint32(b[:])) / (1 << 32), err
}

// unlessChance turns an exhausted source of chance into a fault of the reader, since a chip has no other way to say so.
func unlessChance(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: drawing for a card fault: %w", reader.ErrReader, err)
}
