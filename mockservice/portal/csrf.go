package portal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
)

// CSRF returns the token that a page puts into its forms. It is derived from the secret of a session (or of a visitor's cookie)
// and a purpose, so nothing has to be stored, and it reveals nothing about the secret.
func CSRF(secret, purpose string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("mynalab csrf\x00" + purpose))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// CSRFAgrees reports whether token is the one for secret and purpose, in constant time. An empty secret has no valid token.
func CSRFAgrees(secret, purpose, token string) bool {
	return secret != "" && hmac.Equal([]byte(CSRF(secret, purpose)), []byte(token))
}
