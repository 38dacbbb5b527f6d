package capture

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/mynalab/mynalab/reports/trace"
)

// longSecret is the length in bytes from which a secret is looked for anywhere: shorter ones would be found by chance.
const longSecret = 6

// scanner looks for secrets in what is about to be written: long ones anywhere in any encoding, short ones as a whole
// value or as the data of a command that carries a PIN.
type scanner struct {
	needles needles
	short   []string
	// sent are the short ones as a command carries them: Lc and data in hex.
	sent []string
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
		value := f[name]
		if s.needles.in(name) {
			delete(f, name)
			f[trace.Masked], name = trace.Masked, trace.Masked
			leaked = append(leaked, name)
			continue
		}
		if s.needles.in(value) || s.equals(value) || kind == trace.KindCommand && s.sends(value) {
			f[name] = trace.Masked
			leaked = append(leaked, name)
		}
	}
	return f, leaked
}

// equals tells whether text, or a leaf of the JSON that it is, is a short secret.
func (s *scanner) equals(text string) bool {
	if slices.Contains(s.short, text) {
		return true
	}
	if !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return false
	}
	v, err := parseJSON(text)
	return err == nil && s.inLeaf(v)
}

func (s *scanner) inLeaf(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		return slices.ContainsFunc(slices.Collect(maps.Values(v)), s.inLeaf)
	case []any:
		return slices.ContainsFunc(v, s.inLeaf)
	default:
		return slices.Contains(s.short, leaf(v))
	}
}

// sends tells whether text is a command in hex whose data field is a short secret.
func (s *scanner) sends(text string) bool {
	if len(text) < 8 {
		return false
	}
	data := strings.ToUpper(text[8:])
	return slices.ContainsFunc(s.sent, func(secret string) bool { return strings.HasPrefix(data, secret) })
}

// encodings are the ways in which a secret may be written: plain, JSON, hex, base64 at each alignment, percent, UTF-16 in
// hex.
func encodings(secret string) []string {
	raw := []byte(secret)
	list := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), percent(raw, "%%%02X"), percent(raw, "%%%02x")}
	list = append(list, inJSON(secret)...)
	list = append(list, inBase64(raw)...)
	for _, b := range [][]byte{raw, inUTF16(secret, true), inUTF16(secret, false)} {
		lower := hex.EncodeToString(b)
		list = append(list, lower, strings.ToUpper(lower))
	}
	return list
}

func percent(raw []byte, format string) string {
	var b strings.Builder
	for _, c := range raw {
		fmt.Fprintf(&b, format, c)
	}
	return b.String()
}

// inJSON is the secret as a JSON string, with and without HTML escapes.
func inJSON(secret string) []string {
	escaped, err := json.Marshal(secret)
	if err != nil {
		return nil
	}
	return []string{strings.Trim(string(escaped), `"`), strings.Trim(compact(secret), `"`)}
}

// inBase64 is the secret inside longer data: at each of the three alignments, only the characters that depend on nothing
// but the secret.
func inBase64(raw []byte) []string {
	var list []string
	for shift := range 3 {
		shifted := append(make([]byte, shift), raw...)
		first := (8*shift + 5) / 6
		last := 8 * len(shifted) / 6
		for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			list = append(list, enc.EncodeToString(shifted)[first:last])
		}
	}
	return list
}

func inUTF16(secret string, bigEndian bool) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(secret)) {
		if bigEndian {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return b
}
