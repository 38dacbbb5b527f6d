package runner

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

// Select returns the scenarios of the shard that match the tag expression and one of the requirement patterns; an empty
// criterion matches all. Each tag and pattern must match some scenario of the suite: one that matches none is a typing
// error that would silently leave out what was meant.
func Select(suite features.Suite, s reports.Selection) ([]features.Scenario, error) {
	selected := suite.Scenarios
	if strings.TrimSpace(s.Tags) != "" {
		expression, err := ParseTags(s.Tags)
		if err != nil {
			return nil, err
		}
		if err := knownTags(suite, expression); err != nil {
			return nil, err
		}
		selected = keep(selected, func(sc features.Scenario) bool { return expression.Match(sc.Tags) })
	}
	if len(s.Req) > 0 {
		if err := knownPatterns(suite, s.Req); err != nil {
			return nil, err
		}
		selected = keep(selected, func(sc features.Scenario) bool { return names(sc, s.Req) })
	}
	if len(selected) == 0 {
		return nil, usagef("%s に合うシナリオがありません。mynalab list で一覧をご覧ください",
			"no scenario matches %s; list the scenarios with mynalab list", described(s))
	}
	if s.Shard != "" {
		return part(selected, s.Shard)
	}
	return selected, nil
}

func keep(scenarios []features.Scenario, fits func(features.Scenario) bool) []features.Scenario {
	return slices.DeleteFunc(slices.Clone(scenarios), func(s features.Scenario) bool { return !fits(s) })
}

// described returns the selection in the form in which it was typed.
func described(s reports.Selection) string {
	var parts []string
	if s.Tags != "" {
		parts = append(parts, "--tags \""+s.Tags+`"`)
	}
	if len(s.Req) > 0 {
		parts = append(parts, "--req "+strings.Join(s.Req, ","))
	}
	if parts == nil {
		return "the empty suite"
	}
	return strings.Join(parts, " ")
}

func knownTags(suite features.Suite, e TagExpression) error {
	all := func(s features.Scenario) []string { return s.Tags }
	for _, tag := range e.Tags() {
		if !slices.Contains(gathered(suite, all), tag) {
			return missing(tag, gathered(suite, all),
				"タグ %s を持つシナリオがありません。%smynalab list で一覧をご覧ください",
				"no scenario has the tag %s%s; list the tags with mynalab list")
		}
	}
	return nil
}

func knownPatterns(suite features.Suite, patterns []string) error {
	for _, pattern := range patterns {
		if _, err := path.Match(pattern, ""); err != nil || pattern == "" {
			return usagef("要件のパターン %q を読み取れません。要件のIDか、\"CHK-*\" のように指定してください",
				"requirement pattern %q cannot be read; write an id or e.g. \"CHK-*\"", pattern)
		}
		named := func(s features.Scenario) bool { return names(s, []string{pattern}) }
		if !slices.ContainsFunc(suite.Scenarios, named) {
			return missing(pattern, gathered(suite, func(s features.Scenario) []string { return s.Requirements }),
				"要件または事実 %s を確かめるシナリオがありません。%smynalab list --coverage で一覧をご覧ください",
				"no scenario names a requirement or fact %s%s; list the covered ones with mynalab list --coverage")
		}
	}
	return nil
}

// gathered returns the tags or ids of all scenarios of the suite, with repetitions.
func gathered(suite features.Suite, of func(features.Scenario) []string) []string {
	var all []string
	for _, s := range suite.Scenarios {
		all = append(all, of(s)...)
	}
	return all
}

// missing returns the error for a name that is not in names; it suggests similar names.
func missing(name string, names []string, ja, en string) error {
	near := strings.Join(nearest(name, names), ", ")
	if near == "" {
		return usagef(ja, en, name, "")
	}
	return &UsageError{trace.Sentence{
		JA: fmt.Sprintf(ja, name, near+" のことですか。"), EN: fmt.Sprintf(en, name, " (did you mean "+near+"?)"),
	}}
}

// names reports whether a requirement of the scenario matches one of the patterns. The patterns are known to be valid.
func names(s features.Scenario, patterns []string) bool {
	for _, id := range s.Requirements {
		for _, pattern := range patterns {
			if ok, err := path.Match(pattern, id); ok && err == nil {
				return true
			}
		}
	}
	return false
}

// inOrder shuffles by seed: the place of each scenario depends on seed and id alone, so leaving some out does not change
// the order of the rest.
func inOrder(seed uint64, scenarios []features.Scenario) []features.Scenario {
	place := func(s features.Scenario) []byte {
		sum := sha256.Sum256(append(binary.BigEndian.AppendUint64([]byte("order"), seed), s.ID...))
		return sum[:]
	}
	return slices.SortedFunc(slices.Values(scenarios), func(a, b features.Scenario) int { return bytes.Compare(place(a), place(b)) })
}
