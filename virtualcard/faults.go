package virtualcard

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// Fault is one row of the fault table: something that goes wrong between a card and its reader. A fault never changes the
// card itself: a try that the card has spent stays spent, even if the answer is lost.
type Fault struct {
	// Name identifies the fault in scenarios and tables.
	Name string
	// Text describes for people what a terminal sees.
	Text string
	// Once is true if the fault happens only at the first command that it applies to; otherwise it happens at each of them.
	Once bool
	// NeedsChance and NeedsWait say which fields of FaultOptions must be set: Chance and Wait.
	NeedsChance, NeedsWait bool
	// ATR is the answer to reset that a terminal gets instead of the card's own; nil leaves the card's own.
	ATR []byte
	// Act is called instead of the card and returns the answer. If it returns an error, there is no answer; the error is
	// ErrRemoved, ErrTimeout or ErrReader of package reader.
	Act    func(Moment) ([]byte, error)
	Source string
}

// Moment is a command at the time when a fault acts on it.
type Moment struct {
	FaultOptions
	// First is true if no other command came since power-on.
	First bool
	// Passed is the number of answer bytes that went through since the fault was made.
	Passed int
	// CarryOut passes the command to the card and returns its answer of 2 bytes or more, which must not be changed. If the
	// card gives no answer, whatever Act returns is discarded.
	CarryOut func() []byte
}

// FaultOptions say when and how a fault happens.
type FaultOptions struct {
	// INS are the instructions that the fault applies to; empty means every command.
	INS []byte
	// Bytes is the number of answer bytes that pass before a removal, and the number by which an answer is too long or too
	// short.
	Bytes int
	// Probability is the chance that a weak field fails, for each command, from 0 to 1.
	Probability float64
	// Delay is passed to Wait by a late answer, in world time.
	Delay time.Duration
	Wait  func(time.Duration)
	// Chance is the source of random bytes for garbage and for the moments when a weak field fails.
	Chance io.Reader
}

// Faults returns the table of faults between card and reader.
func Faults() []Fault {
	const plane = "design §4; ours"
	return []Fault{
		{Name: "removed", Text: "the card is pulled out after the given number of answer bytes", Once: true,
			Act: removed, Source: "card reference §2.3, CARD-359; " + plane},
		{Name: "silent", Text: "the card carries the command out and does not answer until it is reset", Once: true,
			Act: silent, Source: plane},
		{Name: "garbage", Text: "the answer is random bytes, as many as the right answer has", NeedsChance: true,
			Act: garbage, Source: plane},
		{Name: "altered", Text: "one bit of the answer's data is flipped in transit",
			Act: altered, Source: "SVC-293; ours"},
		{Name: "short", Text: "bytes are missing at the end of the answer's data", Act: short, Source: "card reference §3.3; " + plane},
		{Name: "long", Text: "the answer's data have extra bytes at the end", Act: long, Source: "card reference §3.3; " + plane},
		{Name: "late", Text: "the answer is delayed", NeedsWait: true, Act: late, Source: "CARD-396; " + plane},
		{Name: "weak-field", Text: "the card loses power, before or after it carries the command out",
			NeedsChance: true, Act: weakField, Source: "CARD-359; " + plane},
		{Name: "reader-gone", Text: "the reader is unplugged", Once: true, Act: readerGone, Source: plane},
		{Name: "first-6f00", Text: "the first command after power-on fails", Act: first6F00, Source: "CARD-109, §12 Q12"},
		{Name: "other-kind", Text: "the card is of another kind: every command is answered 6A82, not found",
			ATR: bareATR(), Act: otherKind, Source: "eligibility §7 F07; ours"},
	}
}

// FaultByName returns the row with the given name. The error lists the known names.
func FaultByName(name string) (Fault, error) {
	rows := Faults()
	if i := slices.IndexFunc(rows, func(f Fault) bool { return f.Name == name }); i >= 0 {
		return rows[i], nil
	}
	names := make([]string, 0, len(rows))
	for _, f := range rows {
		names = append(names, f.Name)
	}
	return Fault{}, fmt.Errorf("no card fault %q; choose one of %q", name, names)
}
