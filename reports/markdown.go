package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// Lines of summary.md: it stays within a screen of a CI server, so only so many failures are told there.
const (
	markdownLines    = 60
	markdownFailures = 8
)

// WriteMarkdown writes summary.md, GitHub-flavoured and at most 60 lines long: verdict, counts, failures with their next
// move.
func WriteMarkdown(w io.Writer, r Results, lang Lang) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# mynalab: %s\n\n%s\n\n", verdictName(r.Verdict, lang), lang.in(verdictLine(r)))
	fmt.Fprintf(&b, "**%s** %s\n\n", lang.pick("次に:", "Next:"), lang.in(runNext(r)))
	markdownVerdicts(&b, r, lang)
	markdownCoverage(&b, r, lang)
	markdownTroubles(&b, r, lang)
	fmt.Fprintf(&b, "mynalab %s · %s %d · [%s](%s)\n", r.Run.Version, lang.pick("シード", "seed"), r.Run.Seed, HTMLFile, HTMLFile)
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownVerdicts(b *strings.Builder, r Results, lang Lang) {
	fmt.Fprintf(b, "| %s | %s |\n|---|---:|\n", lang.pick("判定", "verdict"), lang.pick("シナリオ", "scenarios"))
	for _, v := range trace.Verdicts() {
		if r.Counts[v] > 0 {
			fmt.Fprintf(b, "| %s | %d |\n", verdictName(v, lang), r.Counts[v])
		}
	}
	fmt.Fprintf(b, lang.pick("\n製品の評価 %d、シミュレータの自己点検 %d\n\n", "\ncounts for the product %d, self-check of the simulator %d\n\n"),
		r.Product, r.SelfCheck)
}

func markdownCoverage(b *strings.Builder, r Results, lang Lang) {
	fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n|---|---:|---:|---:|---:|\n", lang.pick("要件", "requirements"),
		stateName(StateCovered, lang), stateName(StateFailed, lang), stateName(StateOpen, lang), stateName(StateExcused, lang))
	for _, k := range r.Coverage.Kinds {
		fmt.Fprintf(b, "| %s | %d | %d | %d | %d |\n", lang.in(k.Kind.name()), k.Covered, k.Failed, k.Open, k.Excused)
	}
	b.WriteString("\n")
}

// markdownTroubles tells the scenarios that need somebody to act, the worst first.
func markdownTroubles(b *strings.Builder, r Results, lang Lang) {
	bad := troubles(r)
	if len(bad) == 0 {
		return
	}
	fmt.Fprintf(b, "## %s\n\n", lang.pick("対応が必要なシナリオ", "Scenarios that need somebody to act"))
	for _, s := range bad[:min(len(bad), markdownFailures)] {
		fmt.Fprintf(b, "- **%s** `%s`: %s\n", verdictName(s.Verdict, lang), codeSpan(s.ID), plainMarkdown(headline(s, lang)))
		if failures := s.Failures(); s.Reason == nil && len(failures) > 0 {
			fmt.Fprintf(b, "  - %s %s ／ %s %s\n", lang.pick("期待:", "expected:"), plainMarkdown(lang.in(failures[0].Expected)),
				lang.pick("実際:", "got:"), plainMarkdown(lang.in(failures[0].Got)))
		}
		if s.Blame != "" {
			fmt.Fprintf(b, "  - %s %s → %s\n", lang.pick("原因:", "blame:"), blameName(s.Blame, lang), lang.in(next(s.Blame)))
		}
	}
	if more := len(bad) - markdownFailures; more > 0 {
		fmt.Fprintf(b, lang.pick("- ほかに%d件（%s）\n", "- %d more (%s)\n"), more, HTMLFile)
	}
	b.WriteString("\n")
}

// plainMarkdown is a text on one line in which nothing is markup.
func plainMarkdown(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", "|", `\|`, "#", `\#`).Replace(text)
}

// codeSpan leaves out what would end the span.
func codeSpan(text string) string { return strings.ReplaceAll(text, "`", "'") }
