package watch

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
)

// codeLimit is how many bytes of an error response are kept to find the problem code. 4 KiB is our choice: a problem document
// of the table has well under 1 KiB. A document that is longer would be counted without its code.
const codeLimit = 4 << 10

// recordedAnswer passes a response on to the client and keeps its status. Of an error response it also keeps the first codeLimit
// bytes of the body.
type recordedAnswer struct {
	http.ResponseWriter
	status int
	head   bytes.Buffer
}

// WriteHeader keeps and sends the first status; it ignores later ones, as net/http does.
func (a *recordedAnswer) WriteHeader(status int) {
	if a.status != 0 {
		return
	}
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

// Write passes b on and keeps the beginning of an error response.
func (a *recordedAnswer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	if a.status >= http.StatusBadRequest && a.head.Len() < codeLimit {
		a.head.Write(b[:min(len(b), codeLimit-a.head.Len())])
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap returns the wrapped writer, for http.ResponseController.
func (a *recordedAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// code returns the code of a problem document (RFC 9457), empty if the response is not one. It accepts only codes with our
// prefix: those come from a table, so no text that a client sent can get into a log line or a label.
func (a *recordedAnswer) code() string {
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

// media returns the value of the header Content-Type, whether its name is in canonical or in lower case.
func (a *recordedAnswer) media() string {
	for name, values := range a.Header() {
		if strings.EqualFold(name, "Content-Type") && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}
