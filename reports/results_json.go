package reports

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/mynalab/mynalab/reports/trace"
)

// WriteResults writes results.json, indented and with the keys in the order of the struct fields. Equal results give equal
// bytes.
func WriteResults(w io.Writer, r Results) error { return writeJSON(w, r) }

// ReadResults reads results.json. If its schema is unknown, the error is a MismatchError.
func ReadResults(r io.Reader) (Results, error) {
	var results Results
	if err := json.NewDecoder(r).Decode(&results); err != nil {
		return Results{}, fmt.Errorf("reading results: %w", err)
	}
	if results.Schema != ResultsSchema {
		return Results{}, otherSchema(results.Schema, ResultsSchema)
	}
	if err := trace.CheckSchema(results.Run.Schema); err != nil {
		return Results{}, otherSchema(results.Run.Schema, trace.Schemas()...)
	}
	results.Run.Start = results.Run.Start.In(trace.JST())
	return results, nil
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
