package capture

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"github.com/mynalab/mynalab/reports/trace"
)

// Names of fields that the masker treats by their content.
const (
	fieldBody = "body"
	// fieldHandOver is the text for the receipt computer.
	fieldHandOver = "handover"
	// fieldXML and fieldJSON are the files for the receipt computer.
	fieldXML  = "handover.xml"
	fieldJSON = "handover.json"
	// fieldQuery is the query of a request.
	fieldQuery = "query"
	fieldData  = "data"
	fieldHead  = "head"
	fieldName  = "name"
	fieldAP    = "ap"
	fieldEF    = "ef"
)

// masker applies the privacy classes to the fields of an event.
type masker struct {
	tokens *Tokens
	names  Names
	// references maps known secrets to what is written instead; an unknown secret is masked.
	references map[string]string
}

// referring returns the same masker with references for known secrets.
func (m masker) referring(references map[string]string) masker {
	m.references = references
	return m
}

// apply masks the fields of an event of this kind in place and returns them.
func (m masker) apply(kind trace.Kind, f trace.Fields) trace.Fields {
	for name, value := range f {
		if name == fieldBody {
			f[name] = m.body(value)
			continue
		}
		if masked, ok := m.value(trace.PrivacyOf(kind, name), value); ok {
			f[name] = masked
		}
	}
	m.cardData(f)
	return f
}

// value returns what to write instead of a value; ok is false if the value may be written.
func (m masker) value(rule trace.Privacy, value string) (masked string, ok bool) {
	switch {
	case value == "":
		return "", false
	case rule.Class == trace.Secret && m.references[value] != "":
		return m.references[value], true
	case rule.Class == trace.Secret:
		return trace.Masked, true
	case rule.Class == trace.Personal && m.tokens != nil:
		return m.tokens.Token(rule.Fold, value), true
	default:
		return "", false
	}
}

// cardData masks the data that the card returned: all of it, or all but the readable head of the file, which gets a token.
func (m masker) cardData(f trace.Fields) {
	data, has := f[fieldData]
	if !has {
		return
	}
	switch m.names.answerClass(f[fieldAP], f[fieldEF], f[fieldName]) {
	case trace.Secret:
		f[fieldData] = trace.Masked
	case trace.Personal:
		if m.tokens == nil {
			return
		}
		head := min(2*m.names.file(f[fieldAP], f[fieldEF]).OpenHead, len(data))
		f[fieldHead] = data[:head]
		f[fieldData] = m.tokens.Token(trace.FoldNone, data)
	}
}

// body masks the members of a JSON message at any depth and writes it compactly with sorted members. For a body that is not
// JSON only the length is written.
func (m masker) body(raw string) string {
	v, err := parseJSON(raw)
	if err != nil {
		return lengthOf(len(raw))
	}
	return compact(m.member("", v))
}

func (m masker) member(name string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			v[key] = m.member(key, inner)
		}
		return v
	case []any:
		for i, inner := range v {
			v[i] = m.member(name, inner)
		}
		return v
	case nil, bool:
		return v
	default:
		if masked, ok := m.value(trace.PrivacyOfContent(name), leaf(v)); ok {
			return masked
		}
		return v
	}
}

// leaf returns a string or a number of a JSON message as text.
func leaf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	default:
		return ""
	}
}

func lengthOf(n int) string { return `{"bytes":` + strconv.Itoa(n) + `}` }

// parseJSON parses exactly one JSON value and keeps numbers as written.
func parseJSON(raw string) (any, error) {
	dec := json.NewDecoder(bytes.NewReader([]byte(raw)))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is text after the value")
	}
	return v, nil
}

// compact writes a parsed JSON value in one line, with sorted members and without HTML escapes.
func compact(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return lengthOf(0) // never happens: a parsed value can always be encoded
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}
