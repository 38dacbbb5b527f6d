package capture

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf16"
)

// encodings returns the ways in which a secret may be written: plain, full width, JSON, hex, base64 at each alignment,
// percent encoding, UTF-16 in hex.
func encodings(secret string) []string {
	raw := []byte(secret)
	list := []string{secret, fullWidth(secret), url.QueryEscape(secret), url.PathEscape(secret), percent(raw, "%%%02X"), percent(raw, "%%%02x")}
	list = append(list, inJSON(secret)...)
	list = append(list, inBase64(raw)...)
	for _, b := range [][]byte{raw, inUTF16(secret, true), inUTF16(secret, false)} {
		lower := hex.EncodeToString(b)
		list = append(list, lower, strings.ToUpper(lower))
	}
	return list
}

// fullWidth returns the secret in full-width letters, digits and punctuation.
func fullWidth(secret string) string {
	return strings.Map(func(r rune) rune {
		if r < '!' || r > '~' {
			return r
		}
		return r - '!' + '！'
	}, secret)
}

func percent(raw []byte, format string) string {
	var b strings.Builder
	for _, c := range raw {
		fmt.Fprintf(&b, format, c)
	}
	return b.String()
}

// inJSON returns the secret as the inside of a JSON string, with and without HTML escapes.
func inJSON(secret string) []string {
	escaped, err := json.Marshal(secret)
	if err != nil {
		return nil
	}
	return []string{strings.Trim(string(escaped), `"`), strings.Trim(compact(secret), `"`)}
}

// inBase64 returns the secret as part of longer data in base64: for each of the three alignments, only the characters that
// depend on the secret alone.
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
