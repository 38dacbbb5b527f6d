package runner

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mynalab/mynalab/features"
)

// Known is one entry of a known-failure file: the scenarios that it matches may fail a claim. It does not excuse an error.
// A scenario that passes in spite of its entry gets the verdict unexpected-pass, so that outdated entries are removed.
type Known struct {
	// Pattern is compared with scenario ids; * stands for any text, every other character for itself.
	Pattern string
	// Reason is why the failure is known, as written in the file.
	Reason string
	// Until is the last day on which the entry is valid, midnight UTC; the zero time means for ever.
	Until time.Time
	// Line is the line of the entry in its file, from 1.
	Line int

	// expired is true after the last day. The entry then excuses nothing, but a pass is still reported so that it gets
	// removed.
	expired bool
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
				"%s:%d: cannot be read; write \"SCENARIO-ID | REASON | until 2026-12-31\"; the last part may be left out", name, i+1)
		}
		k.Line = i + 1
		all = append(all, k)
	}
	if len(all) == 0 {
		return nil, usagef("%s には項目がありません。項目を書くか、--known を外してください",
			"%s has no entry; add one, or leave out --known", name)
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

// matches reports whether the pattern matches the id of the scenario.
func (k Known) matches(id string) bool {
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

// markExpired marks the entries whose last day, by the calendar of now, is past, and puts them after the valid ones.
func markExpired(known []Known, now time.Time) []Known {
	today := now.Format(time.DateOnly)
	var valid, expired []Known
	for _, k := range known {
		if k.expired = !k.Until.IsZero() && today > k.Until.Format(time.DateOnly); k.expired {
			expired = append(expired, k)
			continue
		}
		valid = append(valid, k)
	}
	return append(valid, expired...)
}

// knownFor returns the first entry that matches; nil if none does.
func knownFor(id string, known []Known) *Known {
	if i := slices.IndexFunc(known, func(k Known) bool { return k.matches(id) }); i >= 0 {
		return &known[i]
	}
	return nil
}

// checkKnown refuses an entry that matches no scenario of the whole suite: its scenario was removed or renamed, or the id
// is misspelled.
func checkKnown(suite features.Suite, known []Known) error {
	for _, k := range known {
		if !slices.ContainsFunc(suite.Scenarios, func(s features.Scenario) bool { return k.matches(s.ID) }) {
			return usagef("既知の不合格の%d行目 %q に合うシナリオがありません。消すか、mynalab list のIDに直してください",
				"line %d of the known failures, %q, matches no scenario; remove it, or take an id from mynalab list", k.Line, k.Pattern)
		}
	}
	return nil
}

func knownFailure(c Played) *Ruling {
	found := failed(c)
	if c.Known == nil || c.Known.expired || found == nil {
		return nil
	}
	return ruling(found.Blame, "既知の不合格: "+c.Known.Reason, "known failure: "+c.Known.Reason)
}

func unexpectedPass(c Played) *Ruling {
	if c.Known == nil || failed(c) != nil {
		return nil
	}
	if c.Known.expired {
		return ruling("", fmt.Sprintf("期限の過ぎた既知の不合格が合格した。既知の不合格の%d行目を消す", c.Known.Line),
			fmt.Sprintf("passes, and the known failure has expired; remove line %d of the known failures", c.Known.Line))
	}
	return ruling("", fmt.Sprintf("既知の不合格なのに合格した。既知の不合格の%d行目を消す", c.Known.Line),
		fmt.Sprintf("passes though it is a known failure; remove line %d of the known failures", c.Known.Line))
}
