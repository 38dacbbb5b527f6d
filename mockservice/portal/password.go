package portal

import (
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Argon holds the costs of argon2id. bcrypt is not possible: it accepts at most 72 bytes, the portal allows 100 characters
// (REG-23).
type Argon struct {
	Memory  uint32 // KiB
	Time    uint32 // passes over the memory
	Threads uint8
	Salt    int    // bytes
	Key     uint32 // bytes
}

// DefaultArgon returns the costs that OWASP's password storage cheat sheet recommends for argon2id.
func DefaultArgon() Argon { return Argon{Memory: 19456, Time: 2, Threads: 1, Salt: 16, Key: 32} }

// CheapArgon returns very low costs (our choice), for a service inside a test run: its hashes are fast and protect nobody.
func CheapArgon() Argon { return Argon{Memory: 64, Time: 1, Threads: 1, Salt: 16, Key: 32} }

// Hash returns the PHC string of a password. The caller draws the salt.
func (a Argon) Hash(password string, salt []byte) string {
	key := argon2.IDKey([]byte(password), salt, a.Time, a.Memory, a.Threads, a.Key)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, a.Memory, a.Time, a.Threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// Verify reports whether a password matches a PHC string. It uses the costs in that string.
func Verify(phc, password string) bool {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return false
	}
	var a Argon
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &a.Memory, &a.Time, &a.Threads); err != nil || a.Time < 1 || a.Threads < 1 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	key, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(key) == 0 {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, a.Time, a.Memory, a.Threads, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1
}

// decoy returns a PHC string of the same cost that no password matches, so that a login with an unknown address takes as long.
func (a Argon) decoy() string {
	zero := make([]byte, a.Key)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, a.Memory, a.Time, a.Threads,
		base64.RawStdEncoding.EncodeToString(make([]byte, a.Salt)), base64.RawStdEncoding.EncodeToString(zero))
}
