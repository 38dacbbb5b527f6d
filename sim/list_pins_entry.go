package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

// editionEntry is what a new edition of a source touches.
type editionEntry struct {
	Document string `json:"document"`
	Title    string `json:"title"`
	File     string `json:"file"`
	Lines    int    `json:"lines"`
	SHA256   string `json:"sha256"`
	// Same reports whether the file is identical to the one that the pins were made from.
	Same bool `json:"same"`
	// Unchanged is the number of pins whose text is the same and in the same place.
	Unchanged int `json:"unchanged"`
	// Moved lists the pins whose text is the same but in another place.
	Moved []pinEntry `json:"moved"`
	// Touched lists the requirements whose text changed or is gone.
	Touched []touchedEntry `json:"touched"`

	source features.Source
	pins   []pinEntry // all pins of the source, in the order of pins.tsv
}

// pinEntry is a pin updated for the new edition, and how its text differs there.
type pinEntry struct {
	Requirement string         `json:"requirement"`
	Document    string         `json:"document"`
	Place       string         `json:"place"`
	First       string         `json:"first"`
	Last        string         `json:"last"`
	Digest      string         `json:"digest"`
	Times       int            `json:"times"`
	State       features.State `json:"state"`
	// Was is the pin's place in the previous edition.
	Was string `json:"was"`

	row []string // the columns in pins.tsv
}

// touchedEntry is a requirement whose text changed or is gone, with the checks, scenarios and edited rows that depend on it.
type touchedEntry struct {
	ID         string         `json:"id"`
	Statement  trace.Sentence `json:"statement"`
	Source     string         `json:"source"`
	Pins       []pinEntry     `json:"pins"`
	Checks     []string       `json:"checks"`
	Scenarios  []string       `json:"scenarios"`
	EditedRows []string       `json:"edited_rows"`
}

// editionListing returns the listing of new editions, one entry per file.
func editionListing(d dependencies, files []editionFile) listing {
	l := listing{columns: []string{"requirement", "document", "place", "first", "last", "digest", "times", "state", "was",
		"checks", "scenarios", "edited_rows"}}
	for _, file := range files {
		l.entries = append(l.entries, newEditionEntry(d, file))
	}
	return l
}

// newEditionEntry compares a file with the pins of its source.
func newEditionEntry(d dependencies, file editionFile) editionEntry {
	e := editionEntry{Document: file.source.ID, Title: file.source.Title, File: file.name, Lines: file.edition.Lines,
		SHA256: file.edition.SHA256, Same: file.edition.SHA256 == file.source.SHA256, source: file.source,
		Moved: []pinEntry{}, Touched: []touchedEntry{}}
	for _, found := range file.edition.Compare(d.pinned.Of(file.source.ID)) {
		pin := newPinEntry(found)
		e.pins = append(e.pins, pin)
		switch {
		case found.State.Touched():
			e.addTouched(d, pin)
		case found.State == features.StateMoved:
			e.Moved = append(e.Moved, pin)
		default:
			e.Unchanged++
		}
	}
	return e
}

func newPinEntry(found features.Finding) pinEntry {
	now := found.Now
	return pinEntry{Requirement: now.Requirement, Document: now.Document, Place: now.Place.String(), First: now.First, Last: now.Last,
		Digest: now.Digest, Times: now.Times, State: found.State, Was: found.Pin.Place.String(), row: now.Row()}
}

// addTouched adds a pin to the touched requirement that it belongs to.
func (e *editionEntry) addTouched(d dependencies, pin pinEntry) {
	at := slices.IndexFunc(e.Touched, func(r touchedEntry) bool { return r.ID == pin.Requirement })
	if at < 0 {
		r := d.requirement(pin.Requirement)
		scenarios, checks := d.dependents(r.ID)
		at = len(e.Touched)
		e.Touched = append(e.Touched, touchedEntry{ID: r.ID, Statement: trace.Sentence{JA: r.StatementJA, EN: r.Statement},
			Source: r.Source, Checks: checks, Scenarios: scenarios, EditedRows: rowsBreaking(r.ID)})
	}
	e.Touched[at].Pins = append(e.Touched[at].Pins, pin)
}

// countTouched returns how many requirements the editions touch. It counts a requirement once even if several editions touch it.
func countTouched(l listing) int {
	ids := map[string]bool{}
	for _, e := range l.entries {
		for _, r := range e.(editionEntry).Touched {
			ids[r.ID] = true
		}
	}
	return len(ids)
}

// rows returns all pins of the source. The first seven columns are those of pins.tsv, so that they can replace its rows.
func (e editionEntry) rows() (rows [][]string) {
	for _, pin := range e.pins {
		var r touchedEntry
		if pin.State.Touched() {
			r = e.Touched[slices.IndexFunc(e.Touched, func(r touchedEntry) bool { return r.ID == pin.Requirement })]
		}
		rows = append(rows, append(slices.Clone(pin.row), string(pin.State), pin.Was,
			strings.Join(r.Checks, "; "), strings.Join(r.Scenarios, "; "), strings.Join(r.EditedRows, "; ")))
	}
	return rows
}

// text returns the entry as `list --pins` prints it.
func (e editionEntry) text(lang reports.Lang) string {
	changed, gone := e.count(features.StateChanged), e.count(features.StateGone)
	lines := []string{fmt.Sprintf("%s %s: %s", e.Document, e.Title, e.File), "    " + trace.Sentence{
		JA: "根拠の文言 %[1]d 件: 変わらず %[2]d、移動 %[3]d、変更 %[4]d、消失 %[5]d",
		EN: "%[1]d pins: %[2]d unchanged, %[3]d moved, %[4]d changed, %[5]d gone",
	}.With(len(e.pins), e.Unchanged, len(e.Moved), changed, gone).In(lang)}
	if !e.Same {
		now := e.source
		now.Lines, now.SHA256 = e.Lines, e.SHA256
		lines = append(lines, "    sources.tsv: "+strings.Join(now.Row(), "\t"))
	}
	for _, pin := range e.Moved {
		lines = append(lines, fmt.Sprintf("○ %s  %s → %s", pin.Requirement, pin.Was, pin.Place))
	}
	for _, r := range e.Touched {
		lines = append(lines, r.lines(lang)...)
	}
	return strings.Join(lines, "\n")
}

// count returns the number of pins in a state.
func (e editionEntry) count(state features.State) (n int) {
	for _, pin := range e.pins {
		if pin.State == state {
			n++
		}
	}
	return n
}
