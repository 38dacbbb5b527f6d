package capture

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// longSecret is the length in bytes from which a secret is looked for anywhere: shorter ones would be found by chance.
const longSecret = 6

// scanner looks for secrets in what is about to be written: long ones anywhere in any encoding, short ones as a whole
// value, as the data of a command that carries a PIN, or as the number in a text of the product.
type scanner struct {
	needles needles
	short   []string
	// sent are the short ones as a command carries them: Lc and data in hex.
	sent []string
}

// Secrets are values that a scanner looks for, in all the ways in which they may be written. Working these out takes a while,
// so that whoever makes many records makes them once. They never change.
type Secrets struct{ made *scanner }

// NewSecrets are these values.
func NewSecrets(values ...string) *Secrets { return &Secrets{newScanner(values)} }

// scanner is that of the secrets, of none for nil.
func (s *Secrets) scanner() *scanner {
	if s == nil {
		return newScanner(nil)
	}
	return s.made
}

func newScanner(secrets []string) *scanner {
	s := &scanner{needles: needles{byStart: map[uint32][]string{}}}
	for _, secret := range secrets {
		switch {
		case secret == "":
		case len(secret) < longSecret:
			s.short = append(s.short, secret)
			s.sent = append(s.sent, fmt.Sprintf("%02X%X", len(secret), secret))
		default:
			for _, needle := range encodings(secret) {
				s.needles.add(needle)
			}
		}
	}
	return s
}

// clean replaces every field in which it finds a secret and names those fields. A name that holds a secret is replaced
// too.
func (s *scanner) clean(kind trace.Kind, f trace.Fields) (cleaned trace.Fields, leaked []string) {
	for _, name := range slices.Sorted(maps.Keys(f)) {
		switch {
		case s.named(kind, name):
			delete(f, name)
			f[trace.Masked] = trace.Masked
			leaked = append(leaked, trace.Masked)
		case s.found(kind, name, f[name]):
			f[name] = trace.Masked
			leaked = append(leaked, name)
		}
	}
	return f, leaked
}

// among names the texts in which it finds a secret; a name that holds one is masked.
func (s *scanner) among(kind trace.Kind, texts trace.Fields) []string {
	_, leaked := s.clean(kind, maps.Clone(texts))
	return leaked
}

// named tells whether a name holds a secret.
func (s *scanner) named(kind trace.Kind, name string) bool {
	return s.needles.in(name) || writes(kind) && s.numbered(name)
}

// found tells whether the value of a field holds a secret.
func (s *scanner) found(kind trace.Kind, name, value string) bool {
	return s.needles.in(value) || s.shortIn(writes(kind), name, trace.PrivacyOf(kind, name).Class, value) || kind == trace.KindCommand && s.sends(value)
}

// sends tells whether text is a command in hex whose data field is a short secret.
func (s *scanner) sends(text string) bool {
	if len(text) < 8 {
		return false
	}
	data := strings.ToUpper(text[8:])
	return slices.ContainsFunc(s.sent, func(secret string) bool { return strings.HasPrefix(data, secret) })
}
