package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/mynalab/mynalab/reports/bilingual"
	"github.com/mynalab/mynalab/reports/trace"
)

// Bounds of summary.md. Both are our choice.
const (
	// markdownLines is about a screen of a CI server.
	markdownLines = 60
	// markdownFailures is how many scenarios are listed. Each takes up to three lines, and the headings and tables above need
	// about 30 of the 60. report.html has the others.
	markdownFailures = 8
)

// WriteMarkdown writes summary.md in GitHub-flavoured Markdown, at most 60 lines: verdict, counts, and failures with what
// to do about them.
func WriteMarkdown(w io.Writer, r Results, lang Lang) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# mynalab: %s\n\n%s\n\n", verdictName(r.Verdict, lang), verdictLine(r).In(lang))
	fmt.Fprintf(&b, "**%s** %s\n\n", bilingual.Of("次に:", "Next:").In(lang), runNext(r).In(lang))
	markdownVerdicts(&b, r, lang)
	markdownCoverage(&b, r, lang)
	markdownNeedingAction(&b, r, lang)
	fmt.Fprintf(&b, "mynalab %s · %s %d · [%s](%s)\n", r.Run.Version, bilingual.Of("シード", "seed").In(lang), r.Run.Seed, HTMLFile, HTMLFile)
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownVerdicts(b *strings.Builder, r Results, lang Lang) {
	fmt.Fprintf(b, "| %s | %s |\n|---|---:|\n", bilingual.Of("判定", "verdict").In(lang), bilingual.Of("シナリオ", "scenarios").In(lang))
	for _, v := range trace.Verdicts() {
		if r.Counts[v] > 0 {
			fmt.Fprintf(b, "| %s | %d |\n", verdictName(v, lang), r.Counts[v])
		}
	}
	fmt.Fprintf(b, bilingual.Of("\n製品の評価 %d、シミュレータの自己点検 %d\n\n", "\ncounts for the product %d, self-check of the simulator %d\n\n").In(lang),
		r.Product, r.SelfCheck)
}

func markdownCoverage(b *strings.Builder, r Results, lang Lang) {
	fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n|---|---:|---:|---:|---:|\n", bilingual.Of("要件", "requirements").In(lang),
		stateName(StateCovered, lang), stateName(StateFailed, lang), stateName(StateOpen, lang), stateName(StateExcused, lang))
	for _, k := range r.Coverage.Kinds {
		fmt.Fprintf(b, "| %s | %d | %d | %d | %d |\n", k.Kind.name().In(lang), k.Covered, k.Failed, k.Open, k.Excused)
	}
	b.WriteString("\n")
}

// markdownNeedingAction lists the scenarios that need action, the worst first.
func markdownNeedingAction(b *strings.Builder, r Results, lang Lang) {
	bad := needingAction(r)
	if len(bad) == 0 {
		return
	}
	fmt.Fprintf(b, "## %s\n\n", bilingual.Of("対応が必要なシナリオ", "Scenarios that need action").In(lang))
	for _, s := range bad[:min(len(bad), markdownFailures)] {
		fmt.Fprintf(b, "- **%s** `%s`: %s\n", verdictName(s.Verdict, lang), codeSpan(s.ID), plainMarkdown(headline(s, lang)))
		if failures := s.Failures(); s.Reason == nil && len(failures) > 0 {
			fmt.Fprintf(b, "  - %s %s ／ %s %s\n", bilingual.Of("期待:", "expected:").In(lang), plainMarkdown(failures[0].Expected.In(lang)),
				bilingual.Of("実際:", "got:").In(lang), plainMarkdown(failures[0].Got.In(lang)))
		}
		if s.Blame != "" {
			fmt.Fprintf(b, "  - %s %s → %s\n", bilingual.Of("原因:", "blame:").In(lang), blameName(s.Blame, lang), next(s.Blame).In(lang))
		}
	}
	if more := len(bad) - markdownFailures; more > 0 {
		fmt.Fprintf(b, bilingual.Of("- ほかに%d件（%s）\n", "- %d more (%s)\n").In(lang), more, HTMLFile)
	}
	b.WriteString("\n")
}

// plainMarkdown returns a text in one line with all markup escaped.
func plainMarkdown(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", "|", `\|`, "#", `\#`).Replace(text)
}

// codeSpan replaces the character that would end a code span.
func codeSpan(text string) string { return strings.ReplaceAll(text, "`", "'") }
