package mockservice

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// jsonStyle is a way of writing JSON. A client that follows the contract reads the same from each.
type jsonStyle struct {
	shuffled bool // members in random order
	unknown  bool // additional members that are not in the contract
	empty    bool // optional texts without a value are empty instead of left out
	escaped  bool // characters that are not ASCII are written as \uXXXX
	spaced   bool // random white space wherever JSON allows it
	hurried  bool // a challenge claims to expire earlier than it does
}

// hurry is by how much a challenge claims to expire earlier. One minute is our choice: of the default five minutes, four are
// left, which every client can use.
const hurry = time.Minute

// optionalTexts returns the texts that may be empty or left out, by a member that occurs only in their object and identifies it.
func optionalTexts() map[string][]string {
	return map[string][]string{
		"Sex1":      {"NameKana", "NameOfOther", "NameOfOtherKana", "Address", "InsuredCardSymbol", "InsuredName"},
		"messageJa": {"detail"},
	}
}

// rewrite replaces the body of a JSON answer by the same value in this style.
func (p jsonStyle) rewrite(h *bufferedAnswer, chance *rand.Rand) {
	if p == (jsonStyle{}) || !isJSON(h.Header().Get("Content-Type")) {
		return
	}
	decoder := json.NewDecoder(bytes.NewReader(h.Body.Bytes()))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return
	}
	if members, ok := value.(map[string]any); ok && members["XmlMsg"] != nil {
		p.unknown = false // CHK-11, CHK-12: in every mode a result contains only insurance data
	}
	h.Header().Del("Content-Length")
	h.Body.Reset()
	jsonWriter{p, chance, h.Body}.write(value)
}

// jsonWriter writes JSON values in a style.
type jsonWriter struct {
	jsonStyle
	chance *rand.Rand
	out    *bytes.Buffer
}

func (s jsonWriter) write(value any) {
	s.space()
	switch v := value.(type) {
	case map[string]any:
		s.object(v)
	case []any:
		s.out.WriteByte('[')
		for i, element := range v {
			s.comma(i)
			s.write(element)
		}
		s.out.WriteByte(']')
	case string:
		s.text(v)
	default:
		text, _ := json.Marshal(v) // a number, true, false or null that was just decoded, so this cannot fail
		s.out.Write(text)
	}
	s.space()
}

func (s jsonWriter) object(members map[string]any) {
	s.amend(members)
	names := slices.Sorted(maps.Keys(members))
	if s.shuffled {
		s.chance.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	}
	s.out.WriteByte('{')
	for i, name := range names {
		s.comma(i)
		s.space()
		s.text(name)
		s.space()
		s.out.WriteByte(':')
		s.write(members[name])
	}
	s.out.WriteByte('}')
}

// amend changes the members of an object as the style requires.
func (s jsonWriter) amend(members map[string]any) {
	if expires, ok := members["expiresAt"].(string); ok && s.hurried && members["nonce"] != nil {
		if at, err := time.Parse(time.RFC3339, expires); err == nil {
			members["expiresAt"] = at.Add(-hurry).Format(time.RFC3339)
		}
	}
	if s.unknown {
		members["x-mynalab"] = []any{"the contract may grow", json.Number("1"), nil, true}
	}
	for mark, texts := range optionalTexts() {
		if _, ok := members[mark]; !ok || !s.empty {
			continue
		}
		for _, name := range texts {
			if _, there := members[name]; !there {
				members[name] = ""
			}
		}
	}
}

func (s jsonWriter) comma(i int) {
	if i > 0 {
		s.out.WriteByte(',')
	}
}

func (s jsonWriter) space() {
	if s.spaced {
		s.out.WriteString([]string{"", " ", "\n", "\r\n\t"}[s.chance.IntN(4)])
	}
}

func (s jsonWriter) text(text string) {
	quoted, _ := json.Marshal(text) // cannot fail for a string
	if !s.escaped {
		s.out.Write(quoted)
		return
	}
	var escaped strings.Builder
	for _, r := range string(quoted) {
		switch {
		case r < 0x80:
			escaped.WriteRune(r)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&escaped, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&escaped, `\u%04x`, r)
		}
	}
	s.out.WriteString(escaped.String())
}
