package mockservice_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// contractual returns the response headers that the contract describes.
func contractual() []string { return []string{"Mynalab-Delay", "Retry-After", "WWW-Authenticate"} }

// answers checks the responses of a handler against its contract.
type answers struct {
	doc *openapi3.T
	mux *http.ServeMux // finds the pattern of the operation for a request
}

// documentsRead caches parsed documents, since parsing takes longer than most tests.
var documentsRead sync.Map

func readDocument(t testing.TB, text string) *openapi3.T {
	if doc, ok := documentsRead.Load(text); ok {
		return doc.(*openapi3.T)
	}
	doc, err := openapi3.NewLoader().LoadFromData([]byte(text))
	require.NoError(t, err)
	documentsRead.Store(text, doc)
	return doc
}

func newAnswers(t testing.TB, text string) *answers {
	a := &answers{doc: readDocument(t, text), mux: http.NewServeMux()}
	for path, item := range a.doc.Paths.Map() {
		for method := range item.Operations() {
			a.mux.Handle(method+" "+path, http.NotFoundHandler())
		}
	}
	return a
}

// holdAnswers wraps a handler; the test fails if a response violates the contract.
func holdAnswers(t testing.TB, text string, next http.Handler) http.Handler {
	a := newAnswers(t, text)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorded := httptest.NewRecorder()
		next.ServeHTTP(recorded, r)
		assert.NoError(t, a.breach(r, recorded))
		for name, values := range recorded.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(recorded.Code)
		_, _ = w.Write(recorded.Body.Bytes())
	})
}

// operation returns the operation of a request, nil if the document has none.
func (a *answers) operation(r *http.Request) *openapi3.Operation {
	asked := r.URL.EscapedPath()
	if query, ok := strings.CutPrefix(r.URL.Path, mockservice.PathOCSP+"/"); ok && query != "" {
		asked = mockservice.PathOCSP + "/" + url.PathEscape(query) // base64 may contain slashes
		if asked == path.Clean(asked) {
			return a.doc.Paths.Value(mockservice.PathOCSP + "/{query}").Operations()[r.Method]
		}
	}
	if asked != path.Clean(asked) {
		return nil
	}
	_, pattern := a.mux.Handler(r)
	method, below, _ := strings.Cut(pattern, " ")
	if method != r.Method {
		return nil
	}
	return a.doc.Paths.Value(below).Operations()[method]
}

// breach returns how a response violates the contract, nil if it doesn't. A request that has no operation must be answered with
// a problem document, too.
func (a *answers) breach(r *http.Request, recorded *httptest.ResponseRecorder) error {
	op := a.operation(r)
	if op == nil {
		return a.refusal(recorded, wire.CodeUnknownPath, wire.CodeMethodNotAllowed)
	}
	described := op.Responses.Value(strconv.Itoa(recorded.Code))
	if described == nil {
		return fmt.Errorf("the contract of %s has no response with status %d: %s", op.OperationID, recorded.Code, recorded.Body)
	}
	for _, name := range contractual() {
		if err := header(described.Value.Headers[name], recorded.Header().Values(name)); err != nil {
			return fmt.Errorf("%s %d, header %s: %w", op.OperationID, recorded.Code, name, err)
		}
	}
	if err := body(described.Value.Content, recorded); err != nil {
		return fmt.Errorf("%s %d: %w", op.OperationID, recorded.Code, err)
	}
	return nil
}

func (a *answers) refusal(recorded *httptest.ResponseRecorder, codes ...wire.Code) error {
	var problem wire.Problem
	if err := json.Unmarshal(recorded.Body.Bytes(), &problem); err != nil || !slices.Contains(codes, problem.Code) {
		return fmt.Errorf("there is no such operation, but the answer is not a refusal: %d %s", recorded.Code, recorded.Body)
	}
	return body(openapi3.Content{wire.ProblemContentType: {Schema: a.doc.Components.Schemas["Problem"]}}, recorded)
}

func header(described *openapi3.HeaderRef, values []string) error {
	switch {
	case len(values) == 0:
		return nil
	case described == nil || len(values) > 1:
		return fmt.Errorf("it is not in the contract: %q", values)
	}
	var value any = values[0]
	if described.Value.Schema.Value.Type.Is(openapi3.TypeInteger) {
		n, err := strconv.Atoi(values[0])
		if err != nil {
			return err
		}
		value = float64(n)
	}
	return described.Value.Schema.Value.VisitJSON(value)
}

func body(described openapi3.Content, recorded *httptest.ResponseRecorder) error {
	if len(described) == 0 {
		if recorded.Body.Len() > 0 {
			return fmt.Errorf("it has a body: %q", recorded.Body)
		}
		return nil
	}
	media, _, err := mime.ParseMediaType(recorded.Header().Get("Content-Type"))
	if err != nil || described[media] == nil {
		return fmt.Errorf("it is of type %q", recorded.Header().Get("Content-Type"))
	}
	if !strings.HasSuffix(media, "json") {
		return nil
	}
	var value any
	decoder := json.NewDecoder(bytes.NewReader(recorded.Body.Bytes()))
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	return described[media].Schema.Value.VisitJSON(value, openapi3.VisitAsResponse())
}

func TestAnswersAreHeld(t *testing.T) {
	a := newAnswers(t, `{"openapi":"3.0.3","info":{"title":"x","version":"1"},"paths":{"/x":{"get":{"operationId":"x","responses":{
		"200":{"description":"x","content":{"application/json":{"schema":{"type":"object","additionalProperties":false}}}},
		"204":{"description":"x"}}}}},"components":{"schemas":{"Problem":{"type":"object"}}}}`)
	for name, c := range map[string]struct {
		path   string
		status int
		header string
		body   string
		want   string
	}{
		"right":           {"/x", 200, "", `{}`, ""},
		"nothing":         {"/x", 204, "", ``, ""},
		"another status":  {"/x", 500, "", `{}`, "no response with status 500"},
		"a member":        {"/x", 200, "", `{"y":1}`, "unsupported"},
		"a body":          {"/x", 204, "", `{}`, "it has a body"},
		"a header":        {"/x", 200, "Mynalab-Delay", `{}`, "not in the contract"},
		"no operation":    {"/y", 404, "", `{"code":"MOCK-E002"}`, "of type"},
		"no problem":      {"/y", 404, "", `x`, "not a refusal"},
		"another problem": {"/y", 404, "", `{"code":"MOCK-E001"}`, "not a refusal"},
	} {
		t.Run(name, func(t *testing.T) {
			recorded := httptest.NewRecorder()
			recorded.Header().Set("Content-Type", "application/json")
			if c.header != "" {
				recorded.Header().Set(c.header, "1")
			}
			recorded.Code = c.status
			recorded.Body.WriteString(c.body)
			err := a.breach(httptest.NewRequest(http.MethodGet, c.path, nil), recorded)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}
