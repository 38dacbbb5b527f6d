package main

import (
	"fmt"
	"strings"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

// lines are a touched requirement for a person: its sentence, what its words have become, and what rests on it.
func (r touchedEntry) lines(lang reports.Lang) []string {
	lines := []string{"× " + r.ID + "  " + r.Statement.In(lang), "    " + r.Source}
	for _, pin := range r.Pins {
		lines = append(lines, pin.lines(lang)...)
	}
	for _, rest := range []struct {
		what  trace.Sentence
		names []string
	}{
		{trace.Sentence{JA: "シナリオ", EN: "scenarios"}, r.Scenarios},
		{trace.Sentence{JA: "判定", EN: "checks"}, r.Checks},
		{trace.Sentence{JA: "編集行", EN: "edited rows"}, r.EditedRows},
	} {
		if len(rest.names) == 0 {
			lines = append(lines, "    "+rest.what.In(lang)+": "+trace.Sentence{JA: "なし", EN: "none"}.In(lang))
			continue
		}
		lines = append(lines, "    "+rest.what.In(lang)+":")
		for _, name := range rest.names {
			lines = append(lines, "        "+name)
		}
	}
	return lines
}

// lines say what has become of the pin's words; the row for the new edition can be pasted into pins.tsv.
func (p pinEntry) lines(lang reports.Lang) []string {
	if p.State == features.StateGone {
		return []string{"    " + p.Was + " " + trace.Sentence{JA: "消失", EN: "gone"}.In(lang) + fmt.Sprintf(": %s … %s", p.First, p.Last)}
	}
	where := p.Was
	if p.Place != p.Was {
		where += " → " + p.Place
	}
	return []string{"    " + where + " " + trace.Sentence{JA: "変更", EN: "changed"}.In(lang) + fmt.Sprintf(": %s … %s", p.First, p.Last),
		"    pins.tsv: " + strings.Join(p.row, "\t")}
}
