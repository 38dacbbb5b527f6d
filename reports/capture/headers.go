package capture

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// withQuery adds what follows the path, if anything, without its escapes: they must not hide a secret.
func withQuery(fields trace.Fields, raw string) {
	if raw == "" {
		return
	}
	plain, err := url.QueryUnescape(raw)
	if err != nil {
		plain = raw
	}
	fields[fieldQuery] = plain
}

// withHeaders adds the names of the headers and gives their values, by name, to be looked through. They are never
// written: most say nothing of the product, some differ from run to run, and one is a token.
func withHeaders(fields trace.Fields, r *http.Request) (values trace.Fields) {
	// The address of the slot, here and in Origin and the like, has a port that is drawn by the machine.
	host, _, _ := strings.Cut(r.Host, ":")
	values = trace.Fields{"header host": host}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		lower := strings.ToLower(name)
		names = append(names, lower)
		if lower == "content-length" { // a count of bytes is what it is
			continue
		}
		values["header "+lower] = strings.ReplaceAll(strings.Join(r.Header[name], "\n"), r.Host, "")
	}
	if len(names) > 0 {
		fields["headers"] = strings.Join(names, " ")
	}
	return values
}
