package reports

import (
	"fmt"

	"github.com/mynalab/mynalab/reports/trace"
)

// Good reports whether something passed and no verdict is worse than unsupported.
func (r Results) Good() bool { return r.Counts[trace.Pass] > 0 && r.Verdict <= trace.Unsupported }

// Worst returns the first scenario among those with the worst verdict that needs action; ok is false if none needs any.
func (r Results) Worst() (worst Scenario, ok bool) {
	for _, s := range r.Scenarios {
		if s.Verdict >= trace.NotRun && (!ok || s.Verdict > worst.Verdict) {
			worst, ok = s, true
		}
	}
	return worst, ok
}

// verdictLine returns the result of the whole run in one sentence.
func verdictLine(r Results) trace.Sentence {
	n, passed := len(r.Scenarios), r.Counts[trace.Pass]
	bad := 0
	for _, v := range trace.Verdicts() {
		if v >= trace.NotRun {
			bad += r.Counts[v]
		}
	}
	switch {
	case bad > 0:
		return trace.Sentence{
			JA: fmt.Sprintf("%d件のうち%d件に対応が必要です。", n, bad),
			EN: fmt.Sprintf("%d of %d scenarios need action.", bad, n),
		}
	case passed == 0:
		return trace.Sentence{JA: "合格したシナリオがありません。", EN: "No scenario passed."}
	case passed == n:
		return trace.Sentence{JA: fmt.Sprintf("%d件すべてが合格しました。", n), EN: fmt.Sprintf("All %d scenarios passed.", n)}
	default:
		return trace.Sentence{
			JA: fmt.Sprintf("%d件のうち%d件が合格し、不合格はありません。", n, passed),
			EN: fmt.Sprintf("%d of %d scenarios passed, none failed.", passed, n),
		}
	}
}

// runNext returns what to do after the run.
func runNext(r Results) trace.Sentence {
	if worst, ok := r.Worst(); ok {
		if worst.Blame != "" {
			return next(worst.Blame)
		}
		return trace.Sentence{JA: "止めた原因を除き、もう一度実行してください。", EN: "remove the cause that stopped the run, and run again."}
	}
	if !r.Good() {
		return trace.Sentence{JA: "--tags か --card で、ここで行えるシナリオを選んでください。", EN: "select scenarios that can run here with --tags or --card."}
	}
	if r.Product == 0 {
		return trace.Sentence{
			JA: "製品の動作の記録がありません。製品が動くシナリオを選んでください。",
			EN: "the record has no action of a product: select scenarios in which the product acts.",
		}
	}
	for _, k := range r.Coverage.Kinds {
		if k.Kind == KindProduct && k.Open > 0 {
			return trace.Sentence{
				JA: fmt.Sprintf("製品が破りうる要件のうち未確認の%d件を、ほかの方法で確かめてください。", k.Open),
				EN: fmt.Sprintf("check by other means the %d requirements that a product can break and that are still open.", k.Open),
			}
		}
	}
	return trace.Sentence{JA: "することはありません。", EN: "nothing to do."}
}
