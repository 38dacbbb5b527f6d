package virtualcard

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Fault is one row of the fault table: what goes wrong between a card and its reader. No fault touches the card itself:
// a try that the card has spent is spent, whatever becomes of the answer.
type Fault struct {
	// Name is how scenarios and tables of faults refer to it.
	Name string
	// Text says what a terminal meets, for people.
	Text string
	// Once: it happens at the first command that it waits for, and never again; else at each of them.
	Once bool
	// NeedsChance and NeedsWait tell what Options must have.
	NeedsChance, NeedsWait bool
	// Act is called instead of the card. With an error, one of ErrRemoved, ErrTimeout and ErrReader of package reader,
	// there is no answer.
	Act    func(Moment) ([]byte, error)
	Source string
}

// Moment is a command as a fault meets it.
type Moment struct {
	FaultOptions
	// First: no other command came since power-on.
	First bool
	// Passed is how many bytes of answers the fault has let pass since it was made.
	Passed int
	// CarryOut hands the command to the card and gives its answer of 2 bytes or more, which is not to be changed. If the
	// card gives none, nothing that the fault makes of it is given either.
	CarryOut func() []byte
}

// FaultOptions say when and how a fault happens.
type FaultOptions struct {
	// INS are the instructions that the fault waits for; none stands for every command.
	INS []byte
	// Bytes: how many bytes of answers pass before a removal, and by how many an answer is too long or too short.
	Bytes int
	// Probability is that of a weak field to break, for each command, from 0 to 1.
	Probability float64
	// Delay is handed to Wait by a late answer, in world time.
	Delay time.Duration
	Wait  func(time.Duration)
	// Chance gives garbage and the moments of a weak field.
	Chance io.Reader
}

// Faults is the table of faults at the card plane.
func Faults() []Fault {
	const plane = "design §4; issue of the virtual card, 6 (ours)"
	return []Fault{
		{Name: "removed", Text: "the card is pulled out once that many bytes of answers have passed", Once: true,
			Act: removed, Source: "card reference §2.3, CARD-359; " + plane},
		{Name: "silent", Text: "the card takes the command and says nothing until it is reset", Once: true,
			Act: silent, Source: plane},
		{Name: "garbage", Text: "the answer is other bytes, as many as the right ones", NeedsChance: true,
			Act: garbage, Source: plane},
		{Name: "short", Text: "the answer's data lack bytes at the end", Act: short, Source: "card reference §3.3; " + plane},
		{Name: "long", Text: "the answer's data have bytes too many", Act: long, Source: "card reference §3.3; " + plane},
		{Name: "late", Text: "the answer comes late", NeedsWait: true, Act: late, Source: "CARD-396; " + plane},
		{Name: "weak-field", Text: "the card loses its power, before or after it has carried the command out",
			NeedsChance: true, Act: weakField, Source: "CARD-359; " + plane},
		{Name: "reader-gone", Text: "the reader is unplugged", Once: true, Act: readerGone, Source: plane},
		{Name: "first-6f00", Text: "the first command after power-on fails", Act: first6F00, Source: "CARD-109, §12 Q12"},
	}
}

// FaultByName finds a row.
func FaultByName(name string) (Fault, error) {
	rows := Faults()
	if i := slices.IndexFunc(rows, func(f Fault) bool { return f.Name == name }); i >= 0 {
		return rows[i], nil
	}
	names := make([]string, 0, len(rows))
	for _, f := range rows {
		names = append(names, f.Name)
	}
	return Fault{}, fmt.Errorf("finding card fault %q: it is not known; choose one of %q", name, names)
}

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
