package reports

import (
	"fmt"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// Lang is the language of what is shown.
type Lang string

// The languages.
const (
	LangJA Lang = "ja"
	LangEN Lang = "en"
)

// in is the sentence in the language, or in the other one where it lacks it.
func (l Lang) in(s trace.Sentence) string {
	if (l == LangEN || s.JA == "") && s.EN != "" {
		return s.EN
	}
	return s.JA
}

func (l Lang) pick(ja, en string) string { return l.in(trace.Sentence{JA: ja, EN: en}) }

// next is the next move for each blame.
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

// headline is why the scenario has its verdict, in one line; empty for a pass.
func headline(s Scenario, lang Lang) string {
	if s.Reason != nil {
		return lang.in(*s.Reason)
	}
	for _, j := range s.Failures() {
		return lang.in(j.Sentence)
	}
	return ""
}

// explain is what a failure needs to be acted on: each finding with expected and got, then blame and next move.
func explain(s Scenario, lang Lang) []string {
	var lines []string
	if s.Reason != nil {
		lines = append(lines, lang.in(*s.Reason))
	}
	for _, j := range s.Failures() {
		lines = append(append(lines, lang.in(j.Sentence)), claimLines(j, lang)...)
	}
	if s.Blame != "" {
		lines = append(lines, "  "+lang.pick("次に: ", "next: ")+lang.in(next(s.Blame)))
	}
	return lines
}

// claimLines are expected, got and blame of a finding that is not ok.
func claimLines(j trace.Judged, lang Lang) []string {
	return []string{
		"  " + lang.pick("期待: ", "expected: ") + lang.in(j.Expected),
		"  " + lang.pick("実際: ", "got: ") + lang.in(j.Got),
		"  " + lang.pick("原因: ", "blame: ") + blameName(j.Blame, lang),
	}
}

// blameName is who has to act, in words.
func blameName(b trace.Blame, lang Lang) string {
	if lang == LangEN {
		return string(b)
	}
	return map[trace.Blame]string{
		trace.BlameConfiguration: "設定", trace.BlameHarness: "mynalab", trace.BlameEnvironment: "環境",
		trace.BlameProduct: "製品", trace.BlameSpecification: "仕様",
	}[b]
}

// verdictName is the verdict in words.
func verdictName(v trace.Verdict, lang Lang) string {
	if lang == LangEN {
		return v.String()
	}
	return map[trace.Verdict]string{
		trace.Pass: "合格", trace.KnownFail: "既知の不合格", trace.Unsupported: "対象外", trace.NotRun: "未実施",
		trace.UnexpectedPass: "予期しない合格", trace.Fail: "不合格", trace.Error: "エラー",
	}[v]
}

// stateName is the state of a sentence in words.
func stateName(s State, lang Lang) string {
	if lang == LangEN {
		return string(s)
	}
	return map[State]string{StateCovered: "確認済み", StateFailed: "不合格", StateOpen: "未確認", StateExcused: "対象外"}[s]
}

// Summary is the result of a run for the terminal: what went wrong and what to do about it, then the counts.
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
	// There is no way to skip: the line says so, since a reader of a green run asks for it.
	fmt.Fprintf(&b, "%s 0\n", lang.pick("スキップ", "skipped"))
	fmt.Fprintf(&b, lang.pick("製品の評価 %d、シミュレータの自己点検 %d\n", "counts for the product %d, self-check of the simulator %d\n"),
		r.Product, r.SelfCheck)
	for _, k := range r.Coverage.Kinds {
		if k.Kind.asks() {
			tally(&b, lang.in(k.Kind.name()), k.Tally, lang)
		}
	}
	tally(&b, lang.pick("カードとサービスの事実", "facts about card and service"), r.Coverage.Facts, lang)
	fmt.Fprintf(&b, "%s %d\n", lang.pick("シード", "seed"), r.Run.Seed)
	return b.String()
}

func tally(b *strings.Builder, what string, t Tally, lang Lang) {
	fmt.Fprintf(b, lang.pick("%s: 確認済み %d、不合格 %d、未確認 %d\n", "%s: covered %d, failed %d, open %d\n"),
		what, t.Covered, t.Failed, t.Open)
}
