package vpcd

import "io"

// promptReader acknowledges at once what it reads. vpcd up to 0.8 sends length and body separately. Nagle's algorithm keeps
// the body back until the length is acknowledged, and Linux delays that by 40 ms: every APDU takes 44 ms instead of 0.1 ms.
type promptReader struct {
	conn io.Reader
	// acknowledge must be called before every read, because the kernel resets the option.
	acknowledge func()
}

func (r *promptReader) Read(p []byte) (int, error) {
	r.acknowledge()
	return r.conn.Read(p)
}
