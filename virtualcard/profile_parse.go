package virtualcard

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// ParseProfile decodes one profile file. Every key is required, and unknown keys are refused. An error names the key, the
// line and the column, counted from 1.
func ParseProfile(text []byte) (Profile, error) {
	places, err := readPlaces(text)
	if err != nil {
		return Profile{}, fmt.Errorf("reading a card profile: %w", err)
	}
	var p Profile
	if err := json.Unmarshal(text, &p); err != nil {
		return Profile{}, fmt.Errorf("reading a card profile: %w", places.firstBadValue(err))
	}
	if err := places.checkKeys(p); err != nil {
		return Profile{}, fmt.Errorf("reading %s: %w", p.title(), err)
	}
	if err := p.check(); err != nil {
		return Profile{}, fmt.Errorf("reading %s: %w", p.title(), places.locate(err))
	}
	return p, nil
}

// title returns what an error calls the profile, which may lack a name.
func (p Profile) title() string {
	if p.Name == "" {
		return "a card profile"
	}
	return fmt.Sprintf("card profile %q", p.Name)
}

// keyError is an error about the value of one key.
type keyError struct {
	key, problem string
}

func (e *keyError) Error() string { return e.key + " " + e.problem }

func badKey(key, format string, args ...any) error {
	return &keyError{key, fmt.Sprintf(format, args...)}
}

// firstBadValue returns an error that names the first key whose value alone does not decode.
func (p *places) firstBadValue(err error) error {
	for _, here := range p.keys {
		if here.raw == nil {
			continue
		}
		document := string(here.raw)
		for _, name := range slices.Backward(strings.Split(here.path, ".")) {
			document = fmt.Sprintf("{%q:%s}", name, document)
		}
		if err := json.Unmarshal([]byte(document), new(Profile)); err != nil {
			return fmt.Errorf("%s is %s, which does not fit: %s%s", here.path, here.shown(), reason(err), p.at(here.value))
		}
	}
	return err
}

// shown returns the value on one line. A long value is cut after 60 characters (our choice: it leaves room for the rest of an
// error in one line).
func (p place) shown() string {
	const most = 60
	value := []rune(strings.Join(strings.Fields(string(p.raw)), " "))
	if len(value) > most {
		value = append(value[:most:most], '…')
	}
	return string(value)
}

// reason returns the decoder's message without names of Go types.
func reason(err error) string {
	var mismatch *json.UnmarshalTypeError
	if !errors.As(err, &mismatch) {
		return err.Error()
	}
	kinds := map[string]string{"bool": "true or false", "int": "a whole number", "string": "a text", "slice": "a list",
		"map": "an object", "struct": "an object"}
	if wanted, ok := kinds[mismatch.Type.Kind().String()]; ok {
		return "write " + wanted
	}
	return "write a value of another type"
}

// checkKeys compares the keys of the file with those of p written as JSON, so that no key is ignored and no default is used
// silently.
func (p *places) checkKeys(profile Profile) error {
	whole, err := json.Marshal(profile)
	if err != nil {
		return fmt.Errorf("encoding it again: %w", err)
	}
	wanted, err := readPlaces(whole)
	if err != nil {
		return err
	}
	for _, problem := range []error{p.unknown(wanted), p.missing(wanted), p.repeated()} {
		if problem != nil {
			return problem
		}
	}
	return nil
}

func (p *places) unknown(wanted *places) error {
	known := wanted.byPath()
	for _, here := range p.keys {
		if _, ok := known[here.path]; !ok {
			object, name := splitPath(here.path)
			return fmt.Errorf("unknown field %q%s; known here are %s", name, p.at(here.at), strings.Join(namesIn(known, object), ", "))
		}
	}
	return nil
}

func (p *places) missing(wanted *places) error {
	given := p.byPath()
	for _, key := range wanted.keys {
		if _, ok := given[key.path]; !ok {
			object, _ := splitPath(key.path)
			return fmt.Errorf("key %s is missing%s", key.path, p.at(given[object].value))
		}
	}
	return nil
}

func (p *places) repeated() error {
	seen := map[string]bool{}
	for _, here := range p.keys {
		if seen[here.path] {
			return fmt.Errorf("key %s appears twice%s", here.path, p.at(here.at))
		}
		seen[here.path] = true
	}
	return nil
}

func (p *places) byPath() map[string]place {
	keys := make(map[string]place, len(p.keys))
	for _, here := range p.keys {
		keys[here.path] = here
	}
	return keys
}

// splitPath returns the path of the object around a key ("" for the outermost object) and the key's own name.
func splitPath(path string) (object, name string) {
	i := strings.LastIndexByte(path, '.')
	return path[:max(i, 0)], path[i+1:]
}

func namesIn(keys map[string]place, object string) []string {
	var names []string
	for _, path := range slices.Sorted(maps.Keys(keys)) {
		if around, name := splitPath(path); around == object {
			names = append(names, name)
		}
	}
	return names
}

// locate adds line and column to a keyError.
func (p *places) locate(err error) error {
	var bad *keyError
	if !errors.As(err, &bad) {
		return err
	}
	keys := p.byPath()
	for path := bad.key; path != ""; path, _ = splitPath(path) {
		if here, ok := keys[path]; ok {
			return fmt.Errorf("%w%s", err, p.at(here.value))
		}
	}
	return err
}
