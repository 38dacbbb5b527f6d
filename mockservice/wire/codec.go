package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limit is the greatest size of a request body in bytes.
const Limit = 1 << 20

// ErrTooLarge is answered to a body beyond Limit.
var ErrTooLarge = errors.New("the body is larger than 1 MiB")

// Decode reads exactly one JSON value into v. Unknown members, a second value and a body beyond Limit are errors. Its
// errors name members, never values: a body may hold a password.
func Decode(r io.Reader, v any) error {
	body := &io.LimitedReader{R: r, N: Limit + 1}
	decoder := json.NewDecoder(body)
	decoder.DisallowUnknownFields()
	err := decoder.Decode(v)
	var end error
	if err == nil {
		_, end = decoder.Token()
	}
	switch {
	case body.N <= 0:
		return ErrTooLarge
	case err != nil:
		return Describe(err)
	case !errors.Is(end, io.EOF):
		return errors.New("there is more than one JSON value")
	}
	return nil
}

// Describe says what kept a JSON value from being read, without repeating what was sent.
func Describe(err error) error {
	var wrongType *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &wrongType):
		return fmt.Errorf("member %q has the wrong type", wrongType.Field)
	case errors.As(err, &syntax):
		return fmt.Errorf("malformed JSON at byte %d", syntax.Offset)
	case errors.Is(err, io.EOF):
		return errors.New("the body is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the JSON value is cut short")
	case strings.HasPrefix(err.Error(), "json: unknown field"):
		return errors.New("there is a member that is not in the contract")
	default:
		return errors.New("a member has a malformed value")
	}
}
