package runner

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"path"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
)

// Select gives the scenarios that fit the tag expression and one of the requirement patterns; an empty one fits all. Each
// tag and pattern must fit some scenario of the suite, since one that fits none is a slip that would hide what it meant.
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
		return nil, usagef("no scenario fits %s; see what there is with mynalab list", described(s))
	}
	return selected, nil
}

func keep(scenarios []features.Scenario, fits func(features.Scenario) bool) []features.Scenario {
	return slices.DeleteFunc(slices.Clone(scenarios), func(s features.Scenario) bool { return !fits(s) })
}

// described is the selection as it was typed.
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
	for _, tag := range e.Tags() {
		bears := func(s features.Scenario) bool { return slices.Contains(s.Tags, tag) }
		if !slices.ContainsFunc(suite.Scenarios, bears) {
			return usagef("no scenario bears the tag %s; see the tags with mynalab list", tag)
		}
	}
	return nil
}

func knownPatterns(suite features.Suite, patterns []string) error {
	for _, pattern := range patterns {
		if _, err := path.Match(pattern, ""); err != nil || pattern == "" {
			return usagef("requirement pattern %q cannot be read; write an id or e.g. \"CHK-*\"", pattern)
		}
		bears := func(s features.Scenario) bool { return names(s, []string{pattern}) }
		if !slices.ContainsFunc(suite.Scenarios, bears) {
			return usagef("no scenario names a requirement or fact %s; see the covered ones with mynalab list", pattern)
		}
	}
	return nil
}

// names tells whether the scenario names a requirement that one of the patterns fits. The patterns have been tried.
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

// inOrder shuffles by seed: each scenario's place follows from seed and id alone, so that leaving some out changes
// nothing in the order of the rest.
func inOrder(seed uint64, scenarios []features.Scenario) []features.Scenario {
	place := func(s features.Scenario) []byte {
		sum := sha256.Sum256(append(binary.BigEndian.AppendUint64([]byte("order"), seed), s.ID...))
		return sum[:]
	}
	return slices.SortedFunc(slices.Values(scenarios), func(a, b features.Scenario) int { return bytes.Compare(place(a), place(b)) })
}
