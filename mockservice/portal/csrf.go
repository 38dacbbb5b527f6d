package portal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
)

// CSRF is the token that a page puts into its forms: it follows from the secret of a session (or of a visitor's cookie)
// and the purpose, so that nothing has to be kept, and tells nothing of the secret.
func CSRF(secret, purpose string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("mynalab csrf\x00" + purpose))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// CSRFAgrees compares in constant time. No secret agrees with nothing.
func CSRFAgrees(secret, purpose, token string) bool {
	return secret != "" && hmac.Equal([]byte(CSRF(secret, purpose)), []byte(token))
}
