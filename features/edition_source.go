package features

import (
	"regexp"
	"strings"
)

// minPinShare is the share of a source's pins whose text a file must contain to be recognized by its content. Less than a tenth can
// be everyday words that any text has.
const minPinShare = 0.1

// SourceOf returns the source that a file is an edition of: the source whose id the file's name begins with, else the source with
// the most pins whose text is in the file. found is false if there isn't one.
func (p Pinned) SourceOf(name string, e Edition) (best Source, found bool) {
	most := 0
	for _, source := range p.Sources {
		if beginsWithID(name, source.ID) {
			return source, true
		}
		pins := p.Of(source.ID)
		if located := len(e.locate(pins)); located > most && float64(located) >= minPinShare*float64(len(pins)) {
			best, found, most = source, true, located
		}
	}
	return best, found
}

// idContinues matches the rest of a name in which the id is only the beginning of a longer word.
var idContinues = regexp.MustCompile(`^[0-9A-Za-z]`)

// beginsWithID reports whether a file's name begins with an id: 000.txt and 000_new.txt begin with 000, but 0001.txt does not.
func beginsWithID(name, id string) bool {
	rest, begins := strings.CutPrefix(name, id)
	return begins && id != "" && !idContinues.MatchString(rest)
}
