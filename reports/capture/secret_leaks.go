package capture

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// longSecret is the length in bytes from which a secret is looked for anywhere: shorter ones would be found by chance. It is the
// least length of the signature certificate's password. Shorter secrets, e.g. PINs, are looked for as a whole value.
const longSecret = 6

// scanner searches for secrets in what is about to be written: long ones anywhere in any encoding; short ones as a whole
// value, as the data of a command that carries a PIN, or as a number in a text of the product.
type scanner struct {
	needles needles
	short   []string
	// sent are the short ones in the form in which a command contains them: Lc and data in hex.
	sent []string
}

// Secrets are the values that a scanner searches for, in all encodings. Encoding them takes a while, so a caller that makes
// many records makes them once. They never change.
type Secrets struct{ made *scanner }

// NewSecrets makes Secrets of the values.
func NewSecrets(values ...string) *Secrets { return &Secrets{newScanner(values)} }

// scanner returns the scanner of the secrets; for nil, one that finds nothing.
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

// clean masks every field in which it finds a secret and returns the names of those fields. A name that contains a secret
// is replaced too.
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

// among returns the names of the texts in which it finds a secret; a name that contains one is masked.
func (s *scanner) among(kind trace.Kind, texts trace.Fields) []string {
	_, leaked := s.clean(kind, maps.Clone(texts))
	return leaked
}

// named reports whether a field name contains a secret.
func (s *scanner) named(kind trace.Kind, name string) bool {
	return s.needles.in(name) || writes(kind) && s.numbered(name)
}

// found reports whether the value of a field contains a secret.
func (s *scanner) found(kind trace.Kind, name, value string) bool {
	return s.needles.in(value) || s.shortIn(writes(kind), name, trace.PrivacyOf(kind, name).Class, value) || kind == trace.KindCommand && s.sends(value)
}

// sends reports whether text is a command in hex whose data field is a short secret. Its header has 8 hex digits.
func (s *scanner) sends(text string) bool {
	if len(text) < 8 {
		return false
	}
	data := strings.ToUpper(text[8:])
	return slices.ContainsFunc(s.sent, func(secret string) bool { return strings.HasPrefix(data, secret) })
}
