package capture

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// withQuery adds the query, if any, without its escapes, because a secret could hide behind them.
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

// withHeaders adds the names of the headers and returns their values by name, to be searched for secrets. Values are never
// written: most say nothing about the product, some differ from run to run, and one is a token.
func withHeaders(fields trace.Fields, r *http.Request) (values trace.Fields) {
	// The address of the slot, which is also in Origin and the like, has a port that differs from run to run.
	host, _, _ := strings.Cut(r.Host, ":")
	values = trace.Fields{"header host": host}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		lower := strings.ToLower(name)
		names = append(names, lower)
		if lower == "content-length" { // a length may equal a PIN by chance
			continue
		}
		values["header "+lower] = strings.ReplaceAll(strings.Join(r.Header[name], "\n"), r.Host, "")
	}
	if len(names) > 0 {
		fields["headers"] = strings.Join(names, " ")
	}
	return values
}
