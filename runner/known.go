package runner

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mynalab/mynalab/features"
)

// Known is one entry of a known-failure file: the scenarios that it fits may fail a claim. It excuses no error, and a
// scenario that passes all the same breaks the run, so that the file can only shrink.
type Known struct {
	// Pattern fits scenario ids; * stands for any text, everything else for itself.
	Pattern string
	// Reason is why the failure is known, in the words of the file.
	Reason string
	// Until is the last day on which the entry holds, midnight UTC; the zero time is for good.
	Until time.Time
	// Line is where the entry stands in its file, from 1.
	Line int

	// over: its last day is past. It excuses nothing any more, but a pass still tells that it can go.
	over bool
}

// ParseKnown reads a known-failure file: an entry a line, "PATTERN | REASON" or "PATTERN | REASON | until 2026-12-31".
// Empty lines and lines that begin with # are skipped. Its error is a UsageError that names file and line.
func ParseKnown(name, text string) ([]Known, error) {
	var all []Known
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		k, ok := parseKnown(line)
		if !ok {
			return nil, usagef("%s:%d: 読み取れません。「シナリオのID | 理由 | until 2026-12-31」の形で書いてください（until は省けます）",
				"%s:%d: cannot be read; write \"SCENARIO-ID | REASON | until 2026-12-31\", the last part may be left out", name, i+1)
		}
		k.Line = i + 1
		all = append(all, k)
	}
	if len(all) == 0 {
		return nil, usagef("%s には項目がありません。項目を書くか、--known を外してください",
			"%s has no entry; write one, or leave out --known", name)
	}
	return all, nil
}

func parseKnown(line string) (Known, bool) {
	parts := strings.Split(line, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if len(parts) < 2 || len(parts) > 3 || slices.Contains(parts, "") {
		return Known{}, false
	}
	k := Known{Pattern: parts[0], Reason: parts[1]}
	if len(parts) == 2 {
		return k, true
	}
	date, ok := strings.CutPrefix(parts[2], "until ")
	until, err := time.Parse(time.DateOnly, strings.TrimSpace(date))
	k.Until = until
	return k, ok && err == nil
}

// fits tells whether the entry is about the scenario.
func (k Known) fits(id string) bool {
	pieces := strings.Split(k.Pattern, "*")
	last := len(pieces) - 1
	rest, ok := strings.CutPrefix(id, pieces[0])
	if !ok || last == 0 {
		return ok && rest == ""
	}
	for _, piece := range pieces[1:last] {
		if _, rest, ok = strings.Cut(rest, piece); !ok {
			return false
		}
	}
	return strings.HasSuffix(rest, pieces[last])
}

// aged marks the entries whose last day, by the calendar of now, is past, and puts them behind those that hold.
func aged(known []Known, now time.Time) []Known {
	today := now.Format(time.DateOnly)
	var hold, over []Known
	for _, k := range known {
		if k.over = !k.Until.IsZero() && today > k.Until.Format(time.DateOnly); k.over {
			over = append(over, k)
			continue
		}
		hold = append(hold, k)
	}
	return append(hold, over...)
}

// knownFor is the first entry that fits; nil where none does.
func knownFor(id string, known []Known) *Known {
	if i := slices.IndexFunc(known, func(k Known) bool { return k.fits(id) }); i >= 0 {
		return &known[i]
	}
	return nil
}

// checkKnown refuses an entry that fits no scenario of the whole suite: what it meant has gone or is spelled otherwise.
func checkKnown(suite features.Suite, known []Known) error {
	for _, k := range known {
		if !slices.ContainsFunc(suite.Scenarios, func(s features.Scenario) bool { return k.fits(s.ID) }) {
			return usagef("既知の不合格の%d行目 %q に合うシナリオがありません。消すか、mynalab list のIDに直してください",
				"line %d of the known failures, %q, fits no scenario; remove it, or take an id from mynalab list", k.Line, k.Pattern)
		}
	}
	return nil
}

func knownFailure(c Played) *Ruling {
	found := failed(c)
	if c.Known == nil || c.Known.over || found == nil {
		return nil
	}
	return ruling(found.Blame, "既知の不合格: "+c.Known.Reason, "known failure: "+c.Known.Reason)
}

func unexpectedPass(c Played) *Ruling {
	if c.Known == nil || failed(c) != nil {
		return nil
	}
	if c.Known.over {
		return ruling("", fmt.Sprintf("期限の過ぎた既知の不合格が合格した。既知の不合格の%d行目を消す", c.Known.Line),
			fmt.Sprintf("passes, and its known failure is over; remove line %d of the known failures", c.Known.Line))
	}
	return ruling("", fmt.Sprintf("既知の不合格なのに合格した。既知の不合格の%d行目を消す", c.Known.Line),
		fmt.Sprintf("passes though it is a known failure; remove line %d of the known failures", c.Known.Line))
}
