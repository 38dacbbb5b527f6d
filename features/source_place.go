package features

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Place is a place in a source: a line (L72), lines (L145-171), or a question with its answer (Q9).
type Place struct {
	Question bool
	From, To int
}

// Reference is a place and the source that it is in.
type Reference struct {
	Document string
	Place    Place
}

var placeForm = regexp.MustCompile(`^([LQ])([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?$`)

// parsePlace reads a place; false where it is none.
func parsePlace(text string) (p Place, ok bool) {
	found := placeForm.FindStringSubmatch(text)
	if found == nil {
		return p, false
	}
	from, _ := strconv.Atoi(found[2]) // digits
	to := from
	if found[3] != "" {
		to, _ = strconv.Atoi(found[3])
	}
	return Place{found[1] == "Q", from, to}, from <= to
}

// String is the place as the tables write it.
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

// holds says that other lies in p, overlaps that they have something in common. Lines and questions have nothing.
func (p Place) holds(other Place) bool {
	return p.Question == other.Question && p.From <= other.From && other.To <= p.To
}

func (p Place) overlaps(other Place) bool {
	return p.Question == other.Question && p.From <= other.To && other.From <= p.To
}

// away is how far other begins from where p begins.
func (p Place) away(other Place) int { return max(p.From-other.From, other.From-p.From) }

var sourceForm = regexp.MustCompile(`^seed (\S+) (.+)$`)

// References are the places of the source column, e.g. of "seed 000 Q9; seed 002 L103, L145-171".
func (r Requirement) References() (all []Reference, err error) {
	for part := range strings.SplitSeq(r.Source, "; ") {
		found := sourceForm.FindStringSubmatch(part)
		if found == nil {
			return nil, fmt.Errorf("%q names no document and place", part)
		}
		for text := range strings.SplitSeq(found[2], ", ") {
			place, ok := parsePlace(text)
			if !ok {
				return nil, fmt.Errorf("%q is no place", text)
			}
			all = append(all, Reference{found[1], place})
		}
	}
	return all, nil
}
