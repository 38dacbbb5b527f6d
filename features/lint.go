package features

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/bilingual"
)

// maxSteps is how many steps a scenario may have besides those of its 背景 (CONTRIBUTING.md, "A scenario"). Our choice: a
// scenario with more steps no longer shows one behaviour.
const maxSteps = 8

// lint checks one parsed file against the rules that Gherkin does not enforce.
func lint(d document, ids map[string]bool) Problems {
	problems := append(d.lintSpaces(), d.lintDescriptions()...)
	problems = append(problems, d.lintTags(ids)...)
	for _, n := range d.nodes {
		problems = append(problems, d.lintScenario(n, ids)...)
	}
	return problems
}

// lintSpaces finds a full-width space after a step keyword: Gherkin would make it part of the step's text, where nobody
// sees it.
func (d document) lintSpaces() Problems {
	var problems Problems
	for _, step := range d.allSteps() {
		line := strings.TrimLeft(d.lines[step.Location.Line-1], " \t")
		rest := strings.TrimLeft(strings.TrimPrefix(line, step.Keyword), " \t")
		if strings.HasPrefix(rest, fullWidthSpace) {
			problems = append(problems, Problem{
				d.file, int(step.Location.Line), bilingual.Of(fmt.Sprintf("%q の後ろが全角の空白です", strings.TrimSpace(step.Keyword)),
					fmt.Sprintf("full-width space after %q", strings.TrimSpace(step.Keyword))),
				bilingual.Of("半角の空白にしてください", "replace it with a half-width space"),
			})
		}
	}
	return problems
}

// lintScenario checks one scenario: an outline has rows, and every scenario has an id, a claim and at most maxSteps steps.
func (d document) lintScenario(n node, ids map[string]bool) Problems {
	var problems Problems
	add := func(line int, what, next bilingual.Sentence) {
		problems = append(problems, Problem{d.file, line, what, next})
	}
	line := int(n.Location.Line)
	rows := d.rows(n, ids)
	if len(rows) == 0 || (isOutline(n) && len(n.Examples) == 0) {
		add(line, bilingual.Of(fmt.Sprintf("テンプレート %q に行がありません", n.Name), fmt.Sprintf("outline %q has no row", n.Name)),
			bilingual.Of("「例:」に見出しと1行以上を書いてください", "add 例: with a heading and at least one row"))
		return problems
	}
	if i := slices.IndexFunc(rows, func(s Scenario) bool { return len(s.Requirements) == 0 }); i >= 0 {
		add(rows[i].Line, bilingual.Of(fmt.Sprintf("シナリオ %q に要件や事実のIDがありません", rows[i].Name),
			fmt.Sprintf("scenario %q names no requirement or fact", rows[i].Name)),
			bilingual.Of("@CHK-03 のようにIDをタグで付けてください。独自の要件なら @OWN-… とします",
				"add its id as a tag, e.g. @CHK-03, or @OWN-… for a requirement of your own"))
	}
	own := slices.DeleteFunc(slices.Clone(rows[0].Steps), func(s Step) bool { return s.Background })
	if !slices.ContainsFunc(own, func(s Step) bool { return s.Kind == KindThen }) {
		add(line, bilingual.Of(fmt.Sprintf("シナリオ %q に主張がありません", n.Name), fmt.Sprintf("scenario %q has no claim", n.Name)),
			bilingual.Of("「ならば」の手順を加えてください", "add a ならば step"))
	}
	if len(own) > maxSteps {
		add(line, bilingual.Of(fmt.Sprintf("シナリオ %q に手順が%dあります（%dまで）", n.Name, len(own), maxSteps),
			fmt.Sprintf("scenario %q has %d steps, at most %d are allowed", n.Name, len(own), maxSteps)),
			bilingual.Of("分けるか、前提を「背景」に移してください", "split it, or move its 前提 into a 背景"))
	}
	return problems
}
