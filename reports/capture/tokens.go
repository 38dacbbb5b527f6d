package capture

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/mynalab/mynalab/reports/trace"
)

// tokenBytes are the bytes of the HMAC that a token shows: enough that two values of one record never meet by chance.
const tokenBytes = 10

// Tokens make tokens of personal values under a key that lives in memory only: equal values give equal tokens, and
// without the key nobody can try values out.
type Tokens struct{ key []byte }

// NewTokens draws a key of 32 bytes from chance.
func NewTokens(chance io.Reader) (*Tokens, error) {
	key := make([]byte, sha256.Size)
	if _, err := io.ReadFull(chance, key); err != nil {
		return nil, fmt.Errorf("drawing a token key: %w", err)
	}
	return &Tokens{key: key}, nil
}

// Token is the token of a value, made of its folded form; empty for an empty value. A token gives itself, so that a line
// may be masked twice.
func (t *Tokens) Token(fold trace.Fold, value string) string {
	folded := fold.Apply(value)
	if folded == "" || isToken(folded) {
		return folded
	}
	mac := hmac.New(sha256.New, t.key)
	mac.Write([]byte(folded))
	return tokenPrefix + hex.EncodeToString(mac.Sum(nil)[:tokenBytes])
}

const tokenPrefix = "token:"

func isToken(s string) bool {
	if len(s) != len(tokenPrefix)+2*tokenBytes || s[:len(tokenPrefix)] != tokenPrefix {
		return false
	}
	_, err := hex.DecodeString(s[len(tokenPrefix):])
	return err == nil
}
