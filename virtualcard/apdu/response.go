package apdu

import (
	"errors"
	"fmt"
)

// ErrShortResponse is wrapped by ParseResponse if an answer has no status word.
var ErrShortResponse = errors.New("response APDU without status word")

// Response is one decoded response APDU. Data shares memory with the bytes that were parsed.
type Response struct {
	Data []byte
	SW   Status
}

// ParseResponse splits b into data and status word.
func ParseResponse(b []byte) (Response, error) {
	if len(b) < 2 {
		return Response{}, fmt.Errorf("%w: %d bytes", ErrShortResponse, len(b))
	}
	n := len(b) - 2
	return Response{Data: b[:n], SW: Status(uint16(b[n])<<8 | uint16(b[n+1]))}, nil
}

// Append appends the encoding of r to dst.
func (r Response) Append(dst []byte) []byte {
	return append(append(dst, r.Data...), byte(r.SW>>8), byte(r.SW))
}

// Err returns nil for 9000 and the status word itself otherwise.
func (r Response) Err() error {
	if r.SW == SW9000OK {
		return nil
	}
	return r.SW
}
