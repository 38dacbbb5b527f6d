package reports

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"time"

	"github.com/mynalab/mynalab/reports/trace"
)

//go:embed html/*.gohtml html/report.css html/report.js
var pageFiles embed.FS

// WriteHTML writes report.html: a single file that needs no network, and whose Content-Security-Policy forbids access to
// it. It is made from results, record and timing alone. The script only adds search, filters and keys: without it
// everything can still be read, in both languages.
func WriteHTML(w io.Writer, run Run) error {
	run, err := run.remembered()
	if err != nil {
		return err
	}
	t, err := template.New("page.gohtml").Funcs(pageFuncs()).ParseFS(pageFiles, "html/*.gohtml")
	if err != nil {
		return fmt.Errorf("parsing page: %w", err)
	}
	view, err := viewOf(run)
	if err != nil {
		return err
	}
	if err := view.embed(); err != nil {
		return err
	}
	if err := t.Execute(w, view); err != nil {
		return fmt.Errorf("writing page: %w", err)
	}
	return nil
}

// embed sets style and script of the page, and puts their digests into its Content-Security-Policy, so that nothing else
// may run or load.
func (v *view) embed() error {
	style, err := pageFiles.ReadFile("html/report.css")
	if err != nil {
		return fmt.Errorf("reading style: %w", err)
	}
	script, err := pageFiles.ReadFile("html/report.js")
	if err != nil {
		return fmt.Errorf("reading script: %w", err)
	}
	v.Style, v.Script = template.CSS(style), template.JS(script) //nolint:gosec // our own files
	v.Policy = fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'",
		digest(style), digest(script))
	return nil
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return base64.StdEncoding.EncodeToString(sum[:])
}

func pageFuncs() template.FuncMap {
	return template.FuncMap{
		"t":       func(ja, en string) template.HTML { return spans(trace.Sentence{JA: ja, EN: en}) },
		"both":    spans,
		"verdict": func(v trace.Verdict) template.HTML { return spans(verdictWords(v)) },
		"state":   func(s State) template.HTML { return spans(trace.Sentence{JA: stateName(s, LangJA), EN: string(s)}) },
		"blame": func(b trace.Blame) template.HTML {
			return spans(trace.Sentence{JA: blameName(b, LangJA), EN: string(b)})
		},
		"basis":   func(b trace.Basis) template.HTML { return spans(say(bases(), string(b))) },
		"plane":   func(p trace.Plane) template.HTML { return spans(say(planes(), string(p))) },
		"kind":    func(k Kind) template.HTML { return spans(k.name()) },
		"next":    func(b trace.Blame) template.HTML { return spans(next(b)) },
		"seconds": func(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) },
	}
}

func verdictWords(v trace.Verdict) trace.Sentence {
	return trace.Sentence{JA: verdictName(v, LangJA), EN: v.String()}
}

// spans returns a sentence in both languages, of which the page shows one; a text that is the same in both is there once.
func spans(s trace.Sentence) template.HTML {
	ja, en := template.HTMLEscapeString(s.JA), template.HTMLEscapeString(s.EN)
	switch {
	case ja == en || en == "":
		return template.HTML(ja) //nolint:gosec // escaped above
	case ja == "":
		return template.HTML(`<span class=only lang=en>` + en + `</span>`) //nolint:gosec // escaped above
	default:
		return template.HTML(`<span lang=ja>` + ja + `</span><span lang=en>` + en + `</span>`) //nolint:gosec // escaped above
	}
}
