package runner

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/features/steps"
	"github.com/mynalab/mynalab/reports/bilingual"
)

// Lint finds steps that match no row of the step table, and steps that match several, each line of a file once. The
// embedded suite has neither; Lint is for feature files of users.
func Lint(suite features.Suite) features.Problems {
	var problems features.Problems
	seen := map[string]bool{}
	for _, s := range suite.Scenarios {
		for _, step := range s.Steps {
			place := fmt.Sprintf("%s:%d", s.File, step.Line)
			if problem, ok := lintStep(s.File, step); !ok && !seen[place] {
				seen[place] = true
				problems = append(problems, problem)
			}
		}
	}
	return problems
}

// lintStep reports whether exactly one row of the step table matches the step, and returns the problem if not.
func lintStep(file string, step features.Step) (features.Problem, bool) {
	var ofKind, taken []steps.Step
	for _, row := range steps.Table() {
		if row.Claims != (step.Kind == features.KindThen) {
			continue
		}
		ofKind = append(ofKind, row)
		if row.Pattern.MatchString(step.Text) {
			taken = append(taken, row)
		}
	}
	if len(taken) == 1 {
		return features.Problem{}, true
	}
	problem := features.Problem{File: file, Line: step.Line, What: bilingual.Sentence{
		JA: fmt.Sprintf("「%s」の手順 %q がありません", step.Keyword, step.Text),
		EN: fmt.Sprintf("unknown step %q after %s", step.Text, step.Keyword),
	}}
	switch near := nearest(step.Text, wordsOf(ofKind)); {
	case len(taken) > 1:
		problem.What = bilingual.Sentence{JA: fmt.Sprintf("手順 %q は %s のどれにも読めます", step.Text, strings.Join(wordsOf(taken), " / ")),
			EN: fmt.Sprintf("step %q matches several steps: %s", step.Text, strings.Join(wordsOf(taken), " / "))}
		problem.Next = bilingual.Sentence{JA: "別の書き方にしてください", EN: "rephrase it"}
	case len(near) > 0 && !otherKind(step):
		problem.Next = bilingual.Sentence{JA: near[0] + " のことですか。mynalab list --steps で一覧をご覧ください",
			EN: "did you mean " + near[0] + "? see mynalab list --steps"}
	case otherKind(step):
		problem.Next = bilingual.Sentence{JA: "キーワードが違います。見えるものは「ならば」、行うことは「前提」か「もし」に書いてください",
			EN: "it is after the wrong keyword: ならば states what is seen, 前提 and もし do something"}
	default:
		problem.Next = bilingual.Sentence{JA: "mynalab list --steps の一覧から選んでください", EN: "choose one from mynalab list --steps"}
	}
	return problem, false
}

// wordsOf returns the words of the rows as list --steps prints them.
func wordsOf(rows []steps.Step) (words []string) {
	for _, row := range rows {
		words = append(words, row.Words())
	}
	return words
}

// otherKind reports whether the step matches a row of the other kind: a claim instead of a verb, or a verb instead of a
// claim.
func otherKind(step features.Step) bool {
	return slices.ContainsFunc(steps.Table(), func(row steps.Step) bool {
		return row.Claims != (step.Kind == features.KindThen) && row.Pattern.MatchString(step.Text)
	})
}
