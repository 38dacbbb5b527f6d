package features

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
)

// Source is a document that requirements are taken from, a row of sources.tsv. The project does not contain the document itself,
// because it has no right to distribute it.
type Source struct {
	ID string
	// Title, Publisher and Date are what the document itself says; "—" if it doesn't say.
	Title     string
	Publisher string
	Date      string
	// Lines is the number of lines of the file that the pins were made from.
	Lines int
	// SHA256 is the digest of that file.
	SHA256 string
}

// Row returns the columns of the source in sources.tsv.
func (s Source) Row() []string {
	return []string{s.ID, s.Title, s.Publisher, s.Date, strconv.Itoa(s.Lines), s.SHA256}
}

// Pin links a requirement to the words of a document that it rests on, a row of pins.tsv. A requirement has several pins in one place
// if these words are not next to each other.
type Pin struct {
	Requirement string
	Document    string
	// Place is one of the places that the requirement's source column gives.
	Place Place
	// First and Last are the words that the passage begins and ends with. Each of them can be the whole of a short passage.
	First string
	Last  string
	// Digest is the digest of the passage from First to Last (see digestOf).
	Digest string
	// Times is how often the text of the passage occurs in the document. If a new edition has it fewer times, some of it is gone.
	Times int
}

// maxQuote is how many characters of a source a pin may quote. The limit keeps quotes short, since the documents are not ours to copy.
const maxQuote = 60

// Row returns the columns of the pin in pins.tsv.
func (p Pin) Row() []string {
	return []string{p.Requirement, p.Document, p.Place.String(), p.First, p.Last, p.Digest, strconv.Itoa(p.Times)}
}

// Pinned is a set of requirements, their sources and the pins between them. LoadPins checks that each pin refers to a requirement and
// a source of the set.
type Pinned struct {
	Sources      []Source
	Requirements []Requirement
	Pins         []Pin
}

// LoadPins reads sources.tsv, pins.tsv and requirements.tsv at the top of fsys. If fsys has no requirements.tsv, it reads the embedded
// one. If the tables contradict each other, the error is of type Problems.
func LoadPins(fsys fs.FS) (p Pinned, err error) {
	withRequirements := fsys
	if _, err := fs.Stat(fsys, "requirements.tsv"); errors.Is(err, fs.ErrNotExist) {
		withRequirements = embedded
	}
	if p.Requirements, err = requirementsIn(withRequirements); err != nil {
		return p, err
	}
	if p.Sources, err = sourcesIn(fsys); err != nil {
		return p, err
	}
	if p.Pins, err = pinsIn(fsys); err != nil {
		return p, err
	}
	if problems := p.lint(); len(problems) > 0 {
		return p, problems
	}
	return p, nil
}

// Of returns the pins of one document, in the order of the table.
func (p Pinned) Of(document string) (pins []Pin) {
	for _, pin := range p.Pins {
		if pin.Document == document {
			pins = append(pins, pin)
		}
	}
	return pins
}

func sourcesIn(fsys fs.FS) ([]Source, error) {
	rows, err := table(fsys, "sources.tsv", 6)
	if err != nil {
		return nil, err
	}
	list := make([]Source, 0, len(rows))
	for i, c := range rows {
		lines, err := strconv.Atoi(c[4])
		if err != nil {
			return nil, fmt.Errorf("reading table: sources.tsv:%d: wrong number of lines: %w", i+2, err)
		}
		list = append(list, Source{ID: c[0], Title: c[1], Publisher: c[2], Date: c[3], Lines: lines, SHA256: c[5]})
	}
	return list, nil
}

func pinsIn(fsys fs.FS) ([]Pin, error) {
	rows, err := table(fsys, "pins.tsv", 7)
	if err != nil {
		return nil, err
	}
	list := make([]Pin, 0, len(rows))
	for i, c := range rows {
		place, ok := parsePlace(c[2])
		if !ok {
			return nil, fmt.Errorf("reading table: pins.tsv:%d: %q is not a place; write a line (L72), lines (L23-28) or a question (Q9)",
				i+2, c[2])
		}
		times, err := strconv.Atoi(c[6])
		if err != nil || times < 1 {
			return nil, fmt.Errorf("reading table: pins.tsv:%d: %q is not a valid number of times; write 1 or more", i+2, c[6])
		}
		list = append(list, Pin{c[0], c[1], place, c[3], c[4], c[5], times})
	}
	return list, nil
}
