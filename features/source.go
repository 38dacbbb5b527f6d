package features

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
)

// Source is a document that requirements are taken from, as sources.tsv lists it. Its text is not ours to carry.
type Source struct {
	ID string
	// Title, Publisher and Date are as the text itself gives them; "—" where it does not.
	Title     string
	Publisher string
	Date      string
	Lines     int
	// SHA256 is the digest of the file as it was read.
	SHA256 string
}

// Row is the source as sources.tsv writes it.
func (s Source) Row() []string {
	return []string{s.ID, s.Title, s.Publisher, s.Date, strconv.Itoa(s.Lines), s.SHA256}
}

// Pin holds a requirement to the words that it rests on, as pins.tsv lists it. Where those words stand apart, a requirement
// has several pins in one place.
type Pin struct {
	Requirement string
	Document    string
	// Place is one of the places that the requirement's source column gives.
	Place Place
	// First and Last are the words that the passage begins and ends with; of a short passage both are the whole.
	First string
	Last  string
	// Digest is that of the passage from First to Last (digestOf).
	Digest string
	// Times is how often the words of the passage stand in the document: where they stand fewer times later, some are gone.
	Times int
}

// longestQuote is how many characters of a source a pin may repeat.
const longestQuote = 60

// Row is the pin as pins.tsv writes it.
func (p Pin) Row() []string {
	return []string{p.Requirement, p.Document, p.Place.String(), p.First, p.Last, p.Digest, strconv.Itoa(p.Times)}
}

// Pinned are requirements with their sources and the pins between them; no pin dangles.
type Pinned struct {
	Sources      []Source
	Requirements []Requirement
	Pins         []Pin
}

// LoadPins reads sources.tsv, pins.tsv and requirements.tsv at the top of fsys; without a requirements.tsv there, the
// embedded one. Where the tables do not fit together the error is Problems.
func LoadPins(fsys fs.FS) (p Pinned, err error) {
	home := fsys
	if _, err := fs.Stat(fsys, "requirements.tsv"); errors.Is(err, fs.ErrNotExist) {
		home = embedded
	}
	if p.Requirements, err = requirementsIn(home); err != nil {
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

// Of are the pins into one document, in the order of the table.
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
			return nil, fmt.Errorf("reading table: sources.tsv:%d: the number of lines: %w", i+2, err)
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
			return nil, fmt.Errorf("reading table: pins.tsv:%d: %q is no place; write a line (L72), lines (L23-28) or a question (Q9)", i+2, c[2])
		}
		times, err := strconv.Atoi(c[6])
		if err != nil || times < 1 {
			return nil, fmt.Errorf("reading table: pins.tsv:%d: %q is no number of times", i+2, c[6])
		}
		list = append(list, Pin{c[0], c[1], place, c[3], c[4], c[5], times})
	}
	return list, nil
}
