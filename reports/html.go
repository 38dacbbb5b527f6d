package reports

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"github.com/mynalab/mynalab/reports/trace"
)

//go:embed report.gohtml
var page string

// WriteHTML writes report.html: one file without scripts that needs no network. It is made from results and record
// alone, Japanese first with English beside, failures first.
func WriteHTML(w io.Writer, r Results, events Events) error {
	t, err := template.New("report").Funcs(template.FuncMap{
		"ja":    func(v trace.Verdict) string { return verdictName(v, LangJA) },
		"blame": func(b trace.Blame) trace.Sentence { return trace.Sentence{JA: blameName(b, LangJA), EN: string(b)} },
		"next":  next,
	}).Parse(page)
	if err != nil {
		return fmt.Errorf("parsing page: %w", err)
	}
	view, err := viewOf(r, events)
	if err != nil {
		return err
	}
	if err := t.Execute(w, view); err != nil {
		return fmt.Errorf("writing page: %w", err)
	}
	return nil
}
