package capture

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/mynalab/mynalab/reports/trace"
)

// tokenBytes are the bytes of the HMAC that a token shows. With 80 bits, two of a million different values of one record get the same
// token with a probability below 2^-40; more bytes would only make the record harder to read.
const tokenBytes = 10

// Tokens turn personal values into tokens by a key that is kept in memory only. Equal values give equal tokens, and without
// the key nobody can find a value by trying.
type Tokens struct{ key []byte }

// NewTokens reads a key of 32 bytes from chance.
func NewTokens(chance io.Reader) (*Tokens, error) {
	key := make([]byte, sha256.Size)
	if _, err := io.ReadFull(chance, key); err != nil {
		return nil, fmt.Errorf("drawing a token key: %w", err)
	}
	return &Tokens{key: key}, nil
}

// Token returns the token of a value, made of its folded form; empty for an empty value. The token of a token is itself, so
// that masking twice is harmless.
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
