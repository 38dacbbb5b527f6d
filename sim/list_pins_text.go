package main

import (
	"fmt"
	"strings"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

// lines returns a touched requirement as text: its sentence, how its source text differs now, and what depends on it.
func (r touchedEntry) lines(lang reports.Lang) []string {
	lines := []string{"× " + r.ID + "  " + r.Statement.In(lang), "    " + r.Source}
	for _, pin := range r.Pins {
		lines = append(lines, pin.lines(lang)...)
	}
	for _, dependent := range []struct {
		kind  trace.Sentence
		names []string
	}{
		{trace.Sentence{JA: "シナリオ", EN: "scenarios"}, r.Scenarios},
		{trace.Sentence{JA: "判定", EN: "checks"}, r.Checks},
		{trace.Sentence{JA: "編集行", EN: "edited rows"}, r.EditedRows},
	} {
		if len(dependent.names) == 0 {
			lines = append(lines, "    "+dependent.kind.In(lang)+": "+trace.Sentence{JA: "なし", EN: "none"}.In(lang))
			continue
		}
		lines = append(lines, "    "+dependent.kind.In(lang)+":")
		for _, name := range dependent.names {
			lines = append(lines, "        "+name)
		}
	}
	return lines
}

// lines returns how the pin's text differs in the new edition and, unless the text is gone, the updated row to paste into pins.tsv.
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
