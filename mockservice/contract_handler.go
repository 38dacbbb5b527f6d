package mockservice

import (
	"context"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// authenticator checks the Authorization header of a request and returns a context that carries the sender. If the contract
// does not require authentication for the operation, it is called all the same, with open set.
type authenticator func(r *http.Request, open bool) (context.Context, error)

// contractHandler serves the operations of a contract. It checks each request against the contract before it calls the
// operation's handler, and answers a request that does not conform with a problem document.
type contractHandler struct {
	contract func() *contract
	keys     map[string]authenticator // by security scheme
	mux      *http.ServeMux
	patterns []string
	methods  []string // the methods of all patterns, sorted
	report   func(error)
}

func newContractHandler(c func() *contract, keys map[string]authenticator, report func(error)) *contractHandler {
	return &contractHandler{contract: c, keys: keys, mux: http.NewServeMux(), report: report}
}

// HandleFunc adds the handler of one operation. The generated code calls it like the method of http.ServeMux.
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

// ServeHTTP passes a request to its operation, or refuses an unknown path or method.
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

// hasMethod reports whether the contract has a method for a request's path. It does not rely on the mux alone, which would
// clean up some paths and accept HEAD for GET; the contract allows neither.
func (g *contractHandler) hasMethod(r *http.Request, method string) bool {
	if asked := r.URL.EscapedPath(); asked != path.Clean(asked) || !slices.Contains(g.methods, method) {
		return false
	}
	asked := *r
	asked.Method = method
	_, pattern := g.mux.Handler(&asked)
	return pattern != ""
}

// check checks a request against the contract: its path, then its sender, then query and body. So the answer to a sender without
// a valid token never depends on the rest of the request.
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
