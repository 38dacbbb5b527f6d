package virtualcard

import (
	"fmt"
	"io"
	"slices"
	"time"
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
	// ATR is what a terminal gets instead of the card's own at power-on; nil leaves it the card's own.
	ATR []byte
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
	const plane = "design §4; ours"
	return []Fault{
		{Name: "removed", Text: "the card is pulled out once that many bytes of answers have passed", Once: true,
			Act: removed, Source: "card reference §2.3, CARD-359; " + plane},
		{Name: "silent", Text: "the card takes the command and says nothing until it is reset", Once: true,
			Act: silent, Source: plane},
		{Name: "garbage", Text: "the answer is other bytes, as many as the right ones", NeedsChance: true,
			Act: garbage, Source: plane},
		{Name: "altered", Text: "one bit of the answer's data is flipped on its way",
			Act: altered, Source: "SVC-293; ours"},
		{Name: "short", Text: "the answer's data lack bytes at the end", Act: short, Source: "card reference §3.3; " + plane},
		{Name: "long", Text: "the answer's data have bytes too many", Act: long, Source: "card reference §3.3; " + plane},
		{Name: "late", Text: "the answer comes late", NeedsWait: true, Act: late, Source: "CARD-396; " + plane},
		{Name: "weak-field", Text: "the card loses its power, before or after it has carried the command out",
			NeedsChance: true, Act: weakField, Source: "CARD-359; " + plane},
		{Name: "reader-gone", Text: "the reader is unplugged", Once: true, Act: readerGone, Source: plane},
		{Name: "first-6f00", Text: "the first command after power-on fails", Act: first6F00, Source: "CARD-109, §12 Q12"},
		{Name: "other-kind", Text: "it is another kind of card: whatever is asked for is not found",
			ATR: bareATR(), Act: otherKind, Source: "eligibility §7 F07; ours"},
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
