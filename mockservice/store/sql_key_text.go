package store

import (
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"
)

// longestKey is how many bytes of text a column holds unchanged. An entry of a PostgreSQL index takes at most about 2,700 bytes,
// so three texts of this length fit into one key; no table has more than two.
const longestKey = 800

// keyText returns a text as a column holds it. PostgreSQL can't index some texts (with NUL, not valid UTF-8, or too long), but
// looking one up must find nothing instead of failing. So a mark and the digest stand for such a text, and for one that
// begins with the mark.
func keyText(text string) string {
	const mark = `\`
	if len(text) <= longestKey && utf8.ValidString(text) && !strings.Contains(text, "\x00") && !strings.HasPrefix(text, mark) {
		return text
	}
	return mark + digestText(DigestOf(text))
}

// orNull returns a text as a column holds it, and NULL for the empty text.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return keyText(text)
}

// digestText returns a digest in hex, and the empty text for the zero digest.
func digestText(d Digest) string {
	if d == (Digest{}) {
		return ""
	}
	return hex.EncodeToString(d[:])
}

// timeForm is how a column holds a time: in UTC and with a fixed length, so that the texts sort as the times do.
const timeForm = "2006-01-02T15:04:05.000000000Z"

func timeText(t time.Time) string { return t.UTC().Format(timeForm) }

// MarshalText writes a digest in hex, and the empty text for the zero digest.
func (d Digest) MarshalText() ([]byte, error) { return []byte(digestText(d)), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Digest) UnmarshalText(text []byte) error {
	*d = Digest{}
	if len(text) == 0 {
		return nil
	}
	if len(text) != hex.EncodedLen(len(d)) {
		return hex.ErrLength
	}
	_, err := hex.Decode(d[:], text)
	return err
}
