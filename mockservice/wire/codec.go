package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limit is the greatest size of a JSON request body, in bytes. 1 MiB is our choice: it has room for the largest form that the
// contract allows (64 values of 4096 Japanese characters, 768 KiB), and no request can take much more memory than that.
const Limit = 1 << 20

// ErrTooLarge is the error of Decode for a body that is larger than Limit.
var ErrTooLarge = errors.New("the body is larger than 1 MiB")

// Decode reads exactly one JSON value into v. An unknown member, a second value and a body larger than Limit are errors. The
// errors name members, never values, since a body may hold a password.
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

// Describe turns an error of encoding/json into one that says what was wrong with the JSON, without repeating what was sent.
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
		return errors.New("a member is not in the contract")
	default:
		return errors.New("a member has a malformed value")
	}
}
