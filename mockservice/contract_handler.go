package mockservice

import (
	"context"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// authenticator lets a request in by what its Authorization header shows, and notes in the context who it is. Where the contract
// lets anybody in it is asked all the same, with open set.
type authenticator func(r *http.Request, open bool) (context.Context, error)

// contractHandler is a handler whose operations are those of a contract. It holds each request against the contract before the
// operation's handler sees it, and answers whatever does not fit with a problem document.
type contractHandler struct {
	contract func() *contract
	keys     map[string]authenticator // by security scheme
	mux      *http.ServeMux
	patterns []string
	methods  []string // that any pattern has, sorted
	report   func(error)
}

func newContractHandler(c func() *contract, keys map[string]authenticator, report func(error)) *contractHandler {
	return &contractHandler{contract: c, keys: keys, mux: http.NewServeMux(), report: report}
}

// HandleFunc adds an operation of the contract, as the generated registration does.
func (g *contractHandler) HandleFunc(pattern string, handler func(http.ResponseWriter, *http.Request)) {
	g.patterns = append(g.patterns, pattern)
	if method, _, _ := strings.Cut(pattern, " "); !slices.Contains(g.methods, method) {
		g.methods = append(g.methods, method)
		slices.Sort(g.methods)
	}
	g.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		admitted, err := g.check(g.contract().operations[pattern], r)
		if err != nil {
			g.refuse(w, r, err)
			return
		}
		handler(w, admitted)
	})
}

// ServeHTTP finds the operation of a request.
func (g *contractHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w = &startedAnswer{ResponseWriter: w}
	w.Header().Set("Cache-Control", "no-store")
	if g.hasMethod(r, r.Method) {
		g.mux.ServeHTTP(w, r)
		return
	}
	var allowed []string
	for _, method := range g.methods {
		if g.hasMethod(r, method) {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		g.refuse(w, r, wire.ProblemFor(wire.CodeUnknownPath, ""))
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	g.refuse(w, r, wire.ProblemFor(wire.CodeMethodNotAllowed, ""))
}

// hasMethod tells whether a request's path has a method. The mux would tidy some paths up first, and let HEAD pass for GET:
// the contract knows neither.
func (g *contractHandler) hasMethod(r *http.Request, method string) bool {
	if asked := r.URL.EscapedPath(); asked != path.Clean(asked) || !slices.Contains(g.methods, method) {
		return false
	}
	asked := *r
	asked.Method = method
	_, pattern := g.mux.Handler(&asked)
	return pattern != ""
}

// check holds a request against the contract: its path, then who sends it, then the rest. So the answer to somebody
// without a key never depends on what else was sent.
func (g *contractHandler) check(op *operation, r *http.Request) (*http.Request, error) {
	c := g.contract()
	if err := c.path(op, r); err != nil {
		return nil, err
	}
	for _, scheme := range op.schemes {
		ctx, err := g.keys[scheme](r, op.open)
		if err != nil {
			return nil, err
		}
		r = r.WithContext(ctx)
	}
	if err := c.query(op, r); err != nil {
		return nil, err
	}
	return r, c.body(op, r)
}
