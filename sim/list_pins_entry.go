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
	// Same says that the file is the one that the pins were made of.
	Same bool `json:"same"`
	// Unchanged counts the pins whose words stand where they stood.
	Unchanged int            `json:"unchanged"`
	Moved     []pinEntry     `json:"moved"`
	Touched   []touchedEntry `json:"touched"`

	source features.Source
	pins   []pinEntry // all, in the order of the table
}

// pinEntry is a pin as the new edition wants it, and what has become of its words.
type pinEntry struct {
	Requirement string         `json:"requirement"`
	Document    string         `json:"document"`
	Place       string         `json:"place"`
	First       string         `json:"first"`
	Last        string         `json:"last"`
	Digest      string         `json:"digest"`
	Times       int            `json:"times"`
	State       features.State `json:"state"`
	// Was is the place in the edition before.
	Was string `json:"was"`

	row []string // as pins.tsv writes it
}

// touchedEntry is a requirement whose words changed or are gone, with all that rests on it.
type touchedEntry struct {
	ID         string         `json:"id"`
	Statement  trace.Sentence `json:"statement"`
	Source     string         `json:"source"`
	Pins       []pinEntry     `json:"pins"`
	Checks     []string       `json:"checks"`
	Scenarios  []string       `json:"scenarios"`
	EditedRows []string       `json:"edited_rows"`
}

func editionListing(t touching, files []editionFile) listing {
	l := listing{columns: []string{"requirement", "document", "place", "first", "last", "digest", "times", "state", "was", "checks", "scenarios", "edited_rows"}}
	for _, file := range files {
		l.entries = append(l.entries, newEditionEntry(t, file))
	}
	return l
}

func newEditionEntry(t touching, file editionFile) editionEntry {
	e := editionEntry{Document: file.source.ID, Title: file.source.Title, File: file.name, Lines: file.edition.Lines,
		SHA256: file.edition.SHA256, Same: file.edition.SHA256 == file.source.SHA256, source: file.source,
		Moved: []pinEntry{}, Touched: []touchedEntry{}}
	for _, found := range file.edition.Compare(t.pinned.Of(file.source.ID)) {
		pin := newPinEntry(found)
		e.pins = append(e.pins, pin)
		switch {
		case found.State.Touched():
			e.touch(t, pin)
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

// touch enters a pin at its requirement.
func (e *editionEntry) touch(t touching, pin pinEntry) {
	at := slices.IndexFunc(e.Touched, func(r touchedEntry) bool { return r.ID == pin.Requirement })
	if at < 0 {
		r := t.requirement(pin.Requirement)
		scenarios, checks := t.bearing(r.ID)
		at = len(e.Touched)
		e.Touched = append(e.Touched, touchedEntry{ID: r.ID, Statement: trace.Sentence{JA: r.StatementJA, EN: r.Statement},
			Source: r.Source, Checks: checks, Scenarios: scenarios, EditedRows: breaking(r.ID)})
	}
	e.Touched[at].Pins = append(e.Touched[at].Pins, pin)
}

// countTouched counts the requirements that editions touch, each once.
func countTouched(l listing) int {
	ids := map[string]bool{}
	for _, e := range l.entries {
		for _, r := range e.(editionEntry).Touched {
			ids[r.ID] = true
		}
	}
	return len(ids)
}

// rows are all pins of the source, first their columns in pins.tsv.
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

func (e editionEntry) count(state features.State) (n int) {
	for _, pin := range e.pins {
		if pin.State == state {
			n++
		}
	}
	return n
}
