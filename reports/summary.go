package reports

import (
	"fmt"
	"strings"

	"github.com/mynalab/mynalab/reports/bilingual"
	"github.com/mynalab/mynalab/reports/trace"
)

// Lang is the language of a report.
type Lang = bilingual.Lang

// The languages.
const (
	LangJA = bilingual.JA
	LangEN = bilingual.EN
)

// next returns what to do for each blame.
func next(b trace.Blame) trace.Sentence {
	switch b {
	case trace.BlameConfiguration:
		return trace.Sentence{JA: "指定した引数と設定を確かめてください。", EN: "check the flags and files you passed."}
	case trace.BlameEnvironment:
		return trace.Sentence{JA: "mynalab doctor で接続を確かめてください。", EN: "check the links with mynalab doctor."}
	case trace.BlameProduct:
		return trace.Sentence{JA: "report.html の記録を見て、製品を直してください。", EN: "see the exchange in report.html and correct the product."}
	case trace.BlameSpecification:
		return trace.Sentence{JA: "出典の記述を確かめてください。", EN: "check what the source document says."}
	default:
		return trace.Sentence{
			JA: "mynalab の不具合です。trace.ndjson を添えて知らせてください。", EN: "this is a defect of mynalab; report it with trace.ndjson.",
		}
	}
}

// headline returns in one line why the scenario has its verdict; empty for a pass.
func headline(s Scenario, lang Lang) string {
	if s.Reason != nil {
		return s.Reason.In(lang)
	}
	for _, j := range s.Failures() {
		return j.Sentence.In(lang)
	}
	return ""
}

// explain returns what is needed to act on a failure: each finding with expected and got, then blame and what to do.
func explain(s Scenario, lang Lang) []string {
	var lines []string
	if s.Reason != nil {
		lines = append(lines, s.Reason.In(lang))
	}
	for _, j := range s.Failures() {
		lines = append(append(lines, j.Sentence.In(lang)), claimLines(j, lang)...)
	}
	if s.Blame != "" {
		lines = append(lines, "  "+bilingual.Of("次に: ", "next: ").In(lang)+next(s.Blame).In(lang))
	}
	return lines
}

// claimLines returns expected, got and blame of a finding that is not ok.
func claimLines(j trace.Judged, lang Lang) []string {
	return []string{
		"  " + bilingual.Of("期待: ", "expected: ").In(lang) + j.Expected.In(lang),
		"  " + bilingual.Of("実際: ", "got: ").In(lang) + j.Got.In(lang),
		"  " + bilingual.Of("原因: ", "blame: ").In(lang) + blameName(j.Blame, lang),
	}
}

// blameName returns the blame in words.
func blameName(b trace.Blame, lang Lang) string {
	if lang == LangEN {
		return string(b)
	}
	return map[trace.Blame]string{
		trace.BlameConfiguration: "設定", trace.BlameHarness: "mynalab", trace.BlameEnvironment: "環境",
		trace.BlameProduct: "製品", trace.BlameSpecification: "仕様",
	}[b]
}

// verdictName returns the verdict in words.
func verdictName(v trace.Verdict, lang Lang) string {
	if lang == LangEN {
		return v.String()
	}
	return map[trace.Verdict]string{
		trace.Pass: "合格", trace.KnownFail: "既知の不合格", trace.Unsupported: "対象外", trace.NotRun: "未実施",
		trace.UnexpectedPass: "予期しない合格", trace.Fail: "不合格", trace.Error: "エラー",
	}[v]
}

// stateName returns the state of a requirement in words.
func stateName(s State, lang Lang) string {
	if lang == LangEN {
		return string(s)
	}
	return map[State]string{StateCovered: "確認済み", StateFailed: "不合格", StateOpen: "未確認", StateExcused: "対象外"}[s]
}

// Summary returns the result of a run for the terminal: what went wrong and what to do about it, then the counts.
func Summary(r Results, lang Lang) string {
	var b strings.Builder
	for _, s := range r.Scenarios {
		if s.Verdict < trace.NotRun {
			continue
		}
		fmt.Fprintf(&b, "%s  %s\n", verdictName(s.Verdict, lang), s.ID)
		for _, line := range explain(s, lang) {
			fmt.Fprintf(&b, "    %s\n", line)
		}
	}
	for _, v := range trace.Verdicts() {
		if n := r.Counts[v]; n > 0 || v == trace.Pass || v == trace.Fail || v == trace.Unsupported {
			fmt.Fprintf(&b, "%s %d  ", verdictName(v, lang), n)
		}
	}
	// Nothing can be skipped. The line says so, because readers of a green run want to know.
	fmt.Fprintf(&b, "%s 0\n", bilingual.Of("スキップ", "skipped").In(lang))
	fmt.Fprintf(&b, bilingual.Of("製品の評価 %d、シミュレータの自己点検 %d\n", "counts for the product %d, self-check of the simulator %d\n").In(lang),
		r.Product, r.SelfCheck)
	for _, k := range r.Coverage.Kinds {
		if k.Kind.asks() {
			tally(&b, k.Kind.name().In(lang), k.Tally, lang)
		}
	}
	tally(&b, bilingual.Of("カードとサービスの事実", "facts about card and service").In(lang), r.Coverage.Facts, lang)
	fmt.Fprintf(&b, "%s %d\n", bilingual.Of("シード", "seed").In(lang), r.Run.Seed)
	return b.String()
}

func tally(b *strings.Builder, what string, t Tally, lang Lang) {
	fmt.Fprintf(b, bilingual.Of("%s: 確認済み %d、不合格 %d、未確認 %d\n", "%s: covered %d, failed %d, open %d\n").In(lang),
		what, t.Covered, t.Failed, t.Open)
}
