package virtualcard

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// places lists where the keys of a JSON object are in its text.
type places struct {
	text []byte
	keys []place
}

// place is a key with its path from the outermost object. Places are in the order of the file.
type place struct {
	path  string // names joined by dots
	at    int    // offset of the name
	value int    // offset of the value
	raw   json.RawMessage
}

// readPlaces reads one JSON object. Nothing may follow it.
func readPlaces(text []byte) (*places, error) {
	p := &places{text: text}
	decoder := json.NewDecoder(bytes.NewReader(text))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil, fmt.Errorf("it is not a JSON object%s", p.at(p.skip(0)))
	}
	if err := p.object(decoder, ""); err != nil {
		return nil, p.broken(decoder, err)
	}
	if rest := p.skip(int(decoder.InputOffset())); rest < len(text) {
		return nil, fmt.Errorf("something follows the JSON object%s", p.at(rest))
	}
	return p, nil
}

// object reads the members of an object whose opening brace has been read, and its closing brace.
func (p *places) object(decoder *json.Decoder, prefix string) error {
	for decoder.More() {
		at := p.skip(int(decoder.InputOffset()))
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		if strings.Contains(fmt.Sprint(name), ".") { // otherwise it would look like a key inside an object
			return fmt.Errorf("unknown field %q", name)
		}
		here := place{path: prefix + fmt.Sprint(name), at: at, value: p.skip(int(decoder.InputOffset()))}
		n := len(p.keys)
		p.keys = append(p.keys, here)
		if here.value < len(p.text) && p.text[here.value] == '{' {
			if _, err := decoder.Token(); err != nil {
				return err
			}
			if err := p.object(decoder, here.path+"."); err != nil {
				return err
			}
			continue
		}
		if err := decoder.Decode(&p.keys[n].raw); err != nil {
			return err
		}
	}
	_, err := decoder.Token()
	return err
}

// blanks is the white space of JSON.
const blanks = " \t\r\n"

// skip returns the next offset that holds neither white space nor a separator.
func (p *places) skip(offset int) int { return p.pass(offset, blanks+",:") }

// pass returns the next offset that holds none of the characters.
func (p *places) pass(offset int, characters string) int {
	rest := p.text[min(offset, len(p.text)):]
	return len(p.text) - len(bytes.TrimLeft(rest, characters))
}

// broken adds to a decoder's error where the decoder stopped.
func (p *places) broken(decoder *json.Decoder, err error) error {
	offset := int(decoder.InputOffset())
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("it ends too early%s", p.at(len(p.text)))
	case errors.As(err, &syntax):
		offset = max(int(syntax.Offset)-1, 0)
	}
	return fmt.Errorf("%w%s", err, p.at(p.pass(offset, blanks)))
}

// at returns an offset as line and column, counted from 1.
func (p *places) at(offset int) string {
	before := p.text[:min(offset, len(p.text))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Sprintf(" (line %d, column %d)", line, column)
}
