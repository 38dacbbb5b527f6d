package store

import (
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"
)

// longestKey is how many bytes of text a column holds as they are: PostgreSQL's indices take no more than 2,700.
const longestKey = 800

// keyText is a text as a column holds it. What PostgreSQL doesn't take in an index (NUL, what is no UTF-8, long texts)
// must not make a look-up fail that finds nothing: its digest stands there, behind a mark.
func keyText(text string) string {
	const mark = `\`
	if len(text) <= longestKey && utf8.ValidString(text) && !strings.Contains(text, "\x00") && !strings.HasPrefix(text, mark) {
		return text
	}
	return mark + digestText(DigestOf(text))
}

// orNull is a text as a column holds it, where the empty one stands for none.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return keyText(text)
}

// digestText is a digest in hex, the zero one as the empty text.
func digestText(d Digest) string {
	if d == (Digest{}) {
		return ""
	}
	return hex.EncodeToString(d[:])
}

// timeForm is how a column holds a time: in UTC and of one length, so that texts are ordered as the times are.
const timeForm = "2006-01-02T15:04:05.000000000Z"

func timeText(t time.Time) string { return t.UTC().Format(timeForm) }

// MarshalText writes a digest in hex, the zero one as the empty text.
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
