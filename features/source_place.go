package features

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Place is a place in a source: a line (L72), several lines (L145-171), or a question with its answer (Q9).
type Place struct {
	// Question reports whether From and To are numbers of questions; else they are numbers of lines.
	Question bool
	// From and To are the first and the last line or question.
	From, To int
}

// Reference is a place in a document. Document is the id of the source.
type Reference struct {
	Document string
	Place    Place
}

// placeForm matches a place as the tables write it.
var placeForm = regexp.MustCompile(`^([LQ])([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?$`)

// parsePlace parses a place. ok is false if text is not a place, or if its last line or question comes before the first.
func parsePlace(text string) (p Place, ok bool) {
	found := placeForm.FindStringSubmatch(text)
	if found == nil {
		return p, false
	}
	from, _ := strconv.Atoi(found[2]) // can't fail: up to 9 digits
	to := from
	if found[3] != "" {
		to, _ = strconv.Atoi(found[3])
	}
	return Place{found[1] == "Q", from, to}, from <= to
}

// String returns the place as the tables write it, e.g. L145-171.
func (p Place) String() string {
	unit := "L"
	if p.Question {
		unit = "Q"
	}
	if p.From == p.To {
		return fmt.Sprintf("%s%d", unit, p.From)
	}
	return fmt.Sprintf("%s%d-%d", unit, p.From, p.To)
}

// contains reports whether all of other is in p. A line is never in a question, nor a question in lines.
func (p Place) contains(other Place) bool {
	return p.Question == other.Question && p.From <= other.From && other.To <= p.To
}

// overlaps reports whether p and other share a line or a question.
func (p Place) overlaps(other Place) bool {
	return p.Question == other.Question && p.From <= other.To && other.From <= p.To
}

// distance returns the number of lines or questions between the beginnings of p and other.
func (p Place) distance(other Place) int { return max(p.From-other.From, other.From-p.From) }

// sourceForm matches one document and its places in the source column.
var sourceForm = regexp.MustCompile(`^seed (\S+) (.+)$`)

// References returns the places that the source column lists, e.g. "seed 000 Q9; seed 002 L103, L145-171".
func (r Requirement) References() (all []Reference, err error) {
	for part := range strings.SplitSeq(r.Source, "; ") {
		found := sourceForm.FindStringSubmatch(part)
		if found == nil {
			return nil, fmt.Errorf("%q does not name a document and a place", part)
		}
		for text := range strings.SplitSeq(found[2], ", ") {
			place, ok := parsePlace(text)
			if !ok {
				return nil, fmt.Errorf("%q is not a place", text)
			}
			all = append(all, Reference{found[1], place})
		}
	}
	return all, nil
}
