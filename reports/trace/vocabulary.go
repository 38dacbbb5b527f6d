package trace

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// KindRow is one kind of event in the vocabulary of the record.
type KindRow struct {
	Kind Kind
	// Planes are the planes on which the kind may occur.
	Planes []Plane
	// Says describes the kind for readers of the schema.
	Says   string
	Fields []Field
}

// Field is one field of a kind. The JSON Schema of the record, the privacy of fields, the accessors of Event and the check
// of the recorder are all made from these rows.
type Field struct {
	// Name is the field's name, or a pattern: a star at the end stands for any text, N between dots for a number from 1.
	// (Masked is a name, not a pattern.)
	Name string
	Form Form
	// Required is true if every event of the kind has the field.
	Required bool
	// Go is the name of its accessor; empty if no code needs one.
	Go string
	// Class, Fold and Source say how the field is written into the record (Privacy).
	Class  Class
	Fold   Fold
	Source string
	// Inside is true if parts of the value have rules of their own (ContentRules): the members of a JSON body, the label on
	// a screen, the file of the card.
	Inside bool
}

// ErrUnknown is wrapped by the errors of Check: the event has something that is not in the vocabulary.
var ErrUnknown = errors.New("not in the vocabulary of the record")

// Check returns an error for the first thing in an event that is not in the vocabulary: its kind, plane, actor or
// direction, the name of a field, or a value that is not in a closed list. A reader would overlook such an event or field
// and find no evidence. The error names kind and field, but never a value, which could be secret.
func Check(e Event) error {
	row, ok := kindsByName()[e.Kind]
	if !ok {
		return fmt.Errorf("kind %q: %w", e.Kind, ErrUnknown)
	}
	for _, part := range []struct {
		name  string
		known bool
	}{
		{"plane", slices.Contains(row.planes, e.Plane)},
		{"actor", slices.Contains(Actors(), e.By)},
		{"direction", slices.Contains(Dirs(), e.Dir)},
	} {
		if !part.known {
			return fmt.Errorf("%s of kind %q: %w", part.name, e.Kind, ErrUnknown)
		}
	}
	return row.check(e)
}

func (k knownKind) check(e Event) error {
	for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
		field, ok := k.field(name)
		switch {
		case !ok:
			return fmt.Errorf("field %q of kind %q: %w", name, e.Kind, ErrUnknown)
		case field.terms != nil && !slices.Contains(field.terms, e.Fields[name]):
			return fmt.Errorf("value of field %q of kind %q: %w", name, e.Kind, ErrUnknown)
		}
	}
	return nil
}

// knownKind is a row in the form in which events are looked up.
type knownKind struct {
	planes   []Plane
	named    map[string]knownField
	patterns []knownField
}

type knownField struct {
	Field
	terms   []string
	pattern *regexp.Regexp
}

// field returns the row of a field: the one with exactly that name, else the first whose pattern matches.
func (k knownKind) field(name string) (knownField, bool) {
	if field, ok := k.named[name]; ok {
		return field, true
	}
	for _, field := range k.patterns {
		if field.pattern.MatchString(name) {
			return field, true
		}
	}
	return knownField{}, false
}

// kindsByName is the vocabulary by kind. It is made once because every field of every event is looked up.
var kindsByName = sync.OnceValue(func() map[Kind]knownKind {
	terms := map[Form][]string{}
	for _, form := range Forms() {
		terms[form.Form] = form.Terms
	}
	kinds := map[Kind]knownKind{}
	for _, row := range Vocabulary() {
		known := knownKind{planes: row.Planes, named: map[string]knownField{}}
		for _, f := range slices.Concat(row.Fields, CommonFields()) {
			field := knownField{Field: f, terms: terms[f.Form]}
			if !f.IsPattern() {
				known.named[f.Name] = field
				continue
			}
			field.pattern = regexp.MustCompile(f.Pattern())
			known.patterns = append(known.patterns, field)
		}
		kinds[row.Kind] = known
	}
	return kinds
})

// IsPattern reports whether the row stands for many names.
func (f Field) IsPattern() bool { return f.Pattern() != "^"+regexp.QuoteMeta(f.Name)+"$" }

// Pattern returns a regular expression for the names that the row stands for, in the part of the syntax that JSON Schema
// supports.
func (f Field) Pattern() string {
	if before, open := strings.CutSuffix(f.Name, "*"); open && f.Name != Masked {
		return "^" + regexp.QuoteMeta(before)
	}
	return "^" + strings.ReplaceAll(regexp.QuoteMeta(f.Name), `\.N\.`, `\.[1-9][0-9]*\.`) + "$"
}
