package virtualcard

import (
	"fmt"
	"strings"
)

// Listing is one application of a card with the files that this card has.
type Listing struct {
	Application Application
	Files       []ListedFile
}

// ListedFile describes a file without its content.
type ListedFile struct {
	FID  uint16
	Name string
	Kind Kind
	// Size is the physical size in bytes, filler included; 0 for a file that READ BINARY and READ RECORD cannot read.
	Size int
	// Access is the access rule in words; empty if the file can never be read or used.
	Access string
	// Counted is true for a PIN with a retry counter. Then Tries is the number of tries left and Full the number of a
	// new card.
	Counted     bool
	Tries, Full int
}

// List describes the files on the card, application by application. It contains no content, no key and no PIN.
func (c *Card) List() []Listing {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := make([]Listing, 0, len(c.tables.Applications))
	for i, application := range c.tables.Applications {
		l := Listing{Application: application}
		for _, f := range c.files[i] {
			l.Files = append(l.Files, c.listed(f))
		}
		all = append(all, l)
	}
	return all
}

func (c *Card) listed(f *file) ListedFile {
	l := ListedFile{FID: f.FID, Name: f.Name, Kind: f.Kind}
	switch f.Kind {
	case Transparent, Record:
		l.Size, l.Access = len(f.bytes()), "read: "+f.Read.String()
	case KeyFile:
		if f.key != nil || f.loadKey != nil {
			l.Access = "use: " + f.Use.or(f.Proof).String()
		}
	case PINFile:
		if i := c.tables.pinIndex(f.Application, f.FID); i >= 0 {
			l.Counted, l.Tries, l.Full = true, c.memory.PINs[i].TriesLeft, c.tables.PINs[i].Tries
		}
	case Internal, Unknown:
	}
	return l
}

// or returns a rule that holds if r or other holds. A rule that never holds is left out.
func (r Rule) or(other Rule) Rule {
	switch {
	case r.need == needImpossible:
		return other
	case other.need == needImpossible:
		return r
	default:
		return Any(r, other)
	}
}

// String returns the rule in words.
func (r Rule) String() string {
	switch r.need {
	case needNothing:
		return "always"
	case needPIN:
		return fmt.Sprintf("PIN %04X", r.pin)
	case needInstitution:
		return "特定機関認証"
	case needAny:
		parts := make([]string, 0, len(r.anyOf))
		for _, inner := range r.anyOf {
			parts = append(parts, inner.String())
		}
		return strings.Join(parts, " or ")
	default:
		return "never"
	}
}

// String returns the kind in one word.
func (k Kind) String() string {
	switch k {
	case Transparent:
		return "transparent"
	case Record:
		return "record"
	case PINFile:
		return "PIN"
	case KeyFile:
		return "key"
	case Internal:
		return "internal"
	default:
		return "unknown"
	}
}
