package features

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/bilingual"
)

// maxSteps is how many steps a scenario may have beside its 背景: beyond that it no longer shows one behaviour.
const maxSteps = 8

// lint checks one parsed file against the rules that Gherkin itself lets pass in silence.
func lint(d document, ids map[string]bool) Problems {
	problems := append(d.lintSpaces(), d.lintDescriptions()...)
	problems = append(problems, d.lintTags(ids)...)
	for _, n := range d.nodes {
		problems = append(problems, d.lintScenario(n, ids)...)
	}
	return problems
}

// lintSpaces finds a full-width space behind a step keyword: it would become part of the step's text and hide there.
func (d document) lintSpaces() Problems {
	var problems Problems
	for _, step := range d.allSteps() {
		line := strings.TrimLeft(d.lines[step.Location.Line-1], " \t")
		rest := strings.TrimLeft(strings.TrimPrefix(line, step.Keyword), " \t")
		if strings.HasPrefix(rest, fullWidthSpace) {
			problems = append(problems, Problem{
				d.file, int(step.Location.Line), bilingual.Of(fmt.Sprintf("%q の後ろが全角の空白です", strings.TrimSpace(step.Keyword)),
					fmt.Sprintf("full-width space after %q", strings.TrimSpace(step.Keyword))),
				bilingual.Of("半角の空白にしてください", "write a half-width one"),
			})
		}
	}
	return problems
}

// lintScenario checks what one scenario must have: rows where it is an outline, an id, a claim, and no more steps than it
// can carry.
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
				"add its id as a tag, e.g. @CHK-03, or @OWN-… for one of your own"))
	}
	own := slices.DeleteFunc(slices.Clone(rows[0].Steps), func(s Step) bool { return s.Background })
	if !slices.ContainsFunc(own, func(s Step) bool { return s.Kind == KindThen }) {
		add(line, bilingual.Of(fmt.Sprintf("シナリオ %q に主張がありません", n.Name), fmt.Sprintf("scenario %q claims nothing", n.Name)),
			bilingual.Of("「ならば」の手順を加えてください", "add a ならば step"))
	}
	if len(own) > maxSteps {
		add(line, bilingual.Of(fmt.Sprintf("シナリオ %q に手順が%dあります（%dまで）", n.Name, len(own), maxSteps),
			fmt.Sprintf("scenario %q has %d steps, at most %d are allowed", n.Name, len(own), maxSteps)),
			bilingual.Of("分けるか、前提を「背景」に移してください", "split it, or move its 前提 into a 背景"))
	}
	return problems
}
