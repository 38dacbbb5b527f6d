package mockservice

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// strictRule is one row of the table of requests that mode strict refuses and the other modes tolerate.
type strictRule struct {
	name string
	// check returns a refusal as an error; body is empty unless the body is JSON.
	check  func(r *http.Request, body []byte) error
	source string
}

// strictRules returns the table. All of it is ours: how much the real service tolerates is not public.
func strictRules() []strictRule {
	const ours = "ours"
	return []strictRule{
		{"media type", wantMediaType, ours},
		{"scheme", wantScheme, ours},
		{"members once", wantMembersOnce, "ours: RFC 8259 §4"},
		{"base64", wantBase64, "ours: RFC 4648 §3.3, §3.5"},
	}
}

// withStrictRules refuses a request that violates a row of the table, before any other check. It applies only to the API (/v1/),
// not to the pages and the JPKI.
func withStrictRules(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			if err := checkStrict(r); err != nil {
				w.Header().Set("Cache-Control", "no-store")
				(&contractHandler{}).refuse(w, r, err)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// checkStrict checks a request against the table and restores its body for the next reader. A body that is too large is refused
// by that reader.
func checkStrict(r *http.Request) error {
	var body []byte
	if media, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); media == mediaJSON || media == "" {
		var err error
		if body, err = io.ReadAll(io.LimitReader(r.Body, wire.Limit+1)); err != nil {
			return malformed("the body is cut short")
		}
		r.Body = struct {
			io.Reader
			io.Closer
		}{io.MultiReader(bytes.NewReader(body), r.Body), r.Body}
	}
	for _, row := range strictRules() {
		if err := row.check(r, body); err != nil {
			return err
		}
	}
	return nil
}

func wantMediaType(r *http.Request, body []byte) error {
	if len(body) > 0 && r.Header.Get("Content-Type") == "" {
		return wire.ProblemFor(wire.CodeMediaType, mediaJSON)
	}
	return nil
}

func wantScheme(r *http.Request, _ []byte) error {
	switch shown := r.Header.Get("Authorization"); {
	case shown == "" || strings.HasPrefix(shown, "Bearer "):
		return nil
	case strings.HasPrefix(r.URL.Path, "/v1/portals/"):
		return wire.ProblemFor(wire.CodeNotLoggedIn, "the authorization scheme must be spelled Bearer")
	default:
		return wire.ProblemFor(wire.CodeTerminalUnknown, "the authorization scheme must be spelled Bearer")
	}
}

func wantMembersOnce(_ *http.Request, body []byte) error {
	if len(body) == 0 {
		return nil
	}
	err := once(json.NewDecoder(bytes.NewReader(body)))
	if errors.Is(err, errTwice) {
		return malformed(errTwice.Error())
	}
	return nil // other errors are refused by the check against the contract
}

var errTwice = errors.New("an object has two members with the same name")

// once reads one JSON value and returns errTwice if an object in it has the same name twice.
func once(d *json.Decoder) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	opened, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	seen := map[json.Token]bool{}
	for d.More() {
		if opened == '{' {
			name, err := d.Token()
			if err != nil {
				return err
			}
			if seen[name] {
				return errTwice
			}
			seen[name] = true
		}
		if err := once(d); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}

// wantBase64 refuses a certificate or signature that is not in the canonical base64 of its bytes: with line breaks, or with bits
// set in the padding.
func wantBase64(_ *http.Request, body []byte) error {
	var request struct{ Certificate, Signature string }
	if json.Unmarshal(body, &request) != nil {
		return nil // other errors are refused by the check against the contract
	}
	for name, text := range map[string]string{"certificate": request.Certificate, "signature": request.Signature} {
		if decoded, err := base64.StdEncoding.DecodeString(text); err == nil && base64.StdEncoding.EncodeToString(decoded) != text {
			return malformed(name + ": it is not the canonical base64 of its bytes; encode without line breaks and with zero padding bits")
		}
	}
	return nil
}
