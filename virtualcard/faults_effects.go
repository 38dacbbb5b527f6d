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

// removed drops the answer that would exceed the number of bytes. The card has carried the command out by then.
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
	return answer, chanceError(err)
}

// altered flips the lowest bit of the first data byte. An answer that is only a status word stays as it is.
func altered(m Moment) ([]byte, error) {
	answer := slices.Clone(m.CarryOut())
	if len(answer) > statusSize {
		answer[0] ^= 1
	}
	return answer, nil
}

// short removes data bytes but keeps the status word: readers don't accept an answer of less than two bytes as an answer.
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

// weakField draws whether the field fails, and whether that happens before or after the card carries out the command.
func weakField(m Moment) ([]byte, error) {
	breaks, err := draw(m.Chance)
	after, err2 := draw(m.Chance)
	if err := errors.Join(err, err2); err != nil {
		return nil, chanceError(err)
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

// otherKind answers instead of the card, which never receives the command.
func otherKind(Moment) ([]byte, error) { return apdu.SW6A82NotFound.Bytes(), nil }

// bareATR returns the shortest possible ATR: direct convention, no interface bytes and no historical bytes (ISO 7816-3 §8.2).
func bareATR() []byte { return []byte{0x3B, 0x00} }

// statusSize is the length of a status word in bytes.
const statusSize = 2

// amount returns the number of bytes by which an answer is made longer or shorter, at least 1.
func (o FaultOptions) amount() int { return max(o.Bytes, 1) }

// draw returns a random number from 0 up to, but not including, 1.
func draw(chance io.Reader) (float64, error) {
	var b [4]byte
	_, err := io.ReadFull(chance, b[:])
	return float64(binary.BigEndian.Uint32(b[:])) / (1 << 32), err
}

// chanceError returns an error of the reader if the random source failed, since a chip has no other way to report that.
func chanceError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: drawing for a card fault: %w", reader.ErrReader, err)
}
