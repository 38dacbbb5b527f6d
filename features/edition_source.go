package features

import (
	"regexp"
	"strings"
)

// fewestPins is the share of a source's pins that must stand in a text without an id in its name: words that any text has
// make it no edition.
const fewestPins = 0.1

// SourceOf is the source that a file is an edition of: the one whose id its name begins with, else the one of whose pins most
// stand in it. False where there is none.
func (p Pinned) SourceOf(name string, e Edition) (best Source, found bool) {
	most := 0
	for _, source := range p.Sources {
		if named(name, source.ID) {
			return source, true
		}
		pins := p.Of(source.ID)
		if stand := len(e.standing(pins)); stand > most && float64(stand) >= fewestPins*float64(len(pins)) {
			best, found, most = source, true, stand
		}
	}
	return best, found
}

var goesOn = regexp.MustCompile(`^[0-9A-Za-z]`)

// named says that a file's name begins with an id: 000.txt and 000_new.txt begin with 000, 0001.txt does not.
func named(name, id string) bool {
	rest, begins := strings.CutPrefix(name, id)
	return begins && id != "" && !goesOn.MatchString(rest)
}
