package watch

import (
	"net/http"
	"slices"
	"strings"
)

// other stands for whatever is not in a table: a label must not take what somebody sent.
const other = "other"

// methods are those that a line may name.
func methods() []string {
	return []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions}
}

func method(sent string) string {
	if slices.Contains(methods(), sent) {
		return sent
	}
	return other
}

// route finds the route that a path fits. Of two the one with fewer parameters counts; a route that ends in /... takes
// everything below it.
func route(routes []string, path string) string {
	best, wild := other, len(path)+1
	for _, candidate := range routes {
		if n, ok := fits(candidate, path); ok && n < wild {
			best, wild = candidate, n
		}
	}
	return best
}

// fits tells whether a path fits a route, and with how many parameters.
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
