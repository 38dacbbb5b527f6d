package municipality

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"io"
)

// Chance returns named random streams. Each purpose has its own stream, keyed by seed, scope (a scenario, a person) and
// purpose, so that one more or less draw elsewhere changes nothing here.
func Chance(seed uint64, scope string) func(purpose string) io.Reader {
	return func(purpose string) io.Reader {
		mac := hmac.New(sha256.New, binary.BigEndian.AppendUint64(nil, seed))
		mac.Write([]byte(scope))
		mac.Write([]byte{0})
		mac.Write([]byte(purpose))
		return &stream{key: mac.Sum(nil)}
	}
}

// stream is HMAC-SHA256 in counter mode.
type stream struct {
	key     []byte
	counter uint64
	rest    []byte
}

func (s *stream) Read(p []byte) (int, error) {
	for n := 0; n < len(p); {
		if len(s.rest) == 0 {
			mac := hmac.New(sha256.New, s.key)
			mac.Write(binary.BigEndian.AppendUint64(nil, s.counter))
			s.counter++
			s.rest = mac.Sum(nil)
		}
		m := copy(p[n:], s.rest)
		s.rest = s.rest[m:]
		n += m
	}
	return len(p), nil
}
