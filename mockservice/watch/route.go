package watch

import (
	"net/http"
	"slices"
	"strings"
)

// other is the label for a method or path that is in no table. A label must never repeat text that a client sent.
const other = "other"

// methods returns the HTTP methods that a log line or a label may name.
func methods() []string {
	return []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions}
}

func method(sent string) string {
	if slices.Contains(methods(), sent) {
		return sent
	}
	return other
}

// route returns the route that matches a path, or other if there is none. If several match, the one with the fewest parameters
// wins. A route that ends in /... matches every path below it, and loses to any other match.
func route(routes []string, path string) string {
	best, wild := other, len(path)+1
	for _, candidate := range routes {
		if n, ok := fits(candidate, path); ok && n < wild {
			best, wild = candidate, n
		}
	}
	return best
}

// fits reports whether a path matches a candidate route, and how many parameters the match uses.
func fits(candidate, path string) (parameters int, ok bool) {
	if below, open := strings.CutSuffix(candidate, "..."); open {
		return strings.Count(path, "/") + 1, strings.HasPrefix(path, below)
	}
	want, got := strings.Split(candidate, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return 0, false
	}
	for i := range want {
		switch {
		case strings.HasPrefix(want[i], "{") && got[i] != "":
			parameters++
		case want[i] != got[i]:
			return 0, false
		}
	}
	return parameters, true
}
