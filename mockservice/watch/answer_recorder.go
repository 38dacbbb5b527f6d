package watch

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
)

// codeLimit is how much of a refusal is looked at for its code, in bytes.
const codeLimit = 4 << 10

// answer passes an answer on and keeps its status, and of a refusal the head.
type answer struct {
	http.ResponseWriter
	status int
	head   bytes.Buffer
}

// WriteHeader keeps the first status.
func (a *answer) WriteHeader(status int) {
	if a.status != 0 {
		return
	}
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

// Write keeps the head of a refusal.
func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	if a.status >= http.StatusBadRequest && a.head.Len() < codeLimit {
		a.head.Write(b[:min(len(b), codeLimit-a.head.Len())])
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach what is behind.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// code is the code of a problem document (RFC 9457), which is one of a table and no text that somebody sent.
func (a *answer) code() string {
	if !strings.HasPrefix(strings.ToLower(a.media()), "application/problem+json") {
		return ""
	}
	var problem struct {
		Code string `json:"code"`
	}
	if json.Unmarshal(a.head.Bytes(), &problem) != nil || !strings.HasPrefix(problem.Code, "MOCK-") {
		return ""
	}
	return problem.Code
}

// media is the content type, in whatever letters its name is written.
func (a *answer) media() string {
	for name, values := range a.Header() {
		if strings.EqualFold(name, "Content-Type") && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}
