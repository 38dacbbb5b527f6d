// Package steps binds the words of the feature files to verbs of the world and claims of the judge, and nothing more.
//
// 前提 and もし steps move the world, ならば steps state claims. A step never asserts.
package steps

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/cucumber/godog"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// Step is one row of the step table: what a feature file may say and what that does.
type Step struct {
	// Pattern is the whole step text; its groups are the arguments of the bound function.
	Pattern *regexp.Regexp
	// Claims says that the step stands behind ならば; any other stands behind 前提 or もし.
	Claims bool
	// Does says in one sentence what the step does, for the manual; of a claim it is what its check looks at.
	Does trace.Sentence
	// check is the name of the judge's check that a claim states.
	check string
	// bind makes the function behind the step; choices are those of its arguments that are words of a choice.
	bind    func(w *world.World) any
	choices map[int]chooser
}

// verb is a step that moves the world. Each %s of its pattern is a choice.
func verb(pattern string, bind func(w *world.World) any, choices ...chooser) Step {
	p, arguments := composed(pattern, choices)
	return Step{Pattern: p, bind: bind, choices: arguments}
}

// Check is the name of the judge's check that a claim states; a deed states none.
func (s Step) Check() string { return s.check }

// function is what the step engine calls.
func (s Step) function(w *world.World) any { return looking(s.bind(w), s.choices) }

// does gives a deed its sentence in the manual.
func (s Step) does(ja, en string) Step {
	s.Does = trace.Sentence{JA: ja, EN: en}
	return s
}

// Words is the pattern as people read it, without its anchors: 〔a／b〕 stands for a or b, 〔2〜9〕 for a digit between them,
// 〔数〕 for a number, 〔…〕 for any text.
func (s Step) Words() string {
	return group.ReplaceAllStringFunc(strings.TrimSuffix(strings.TrimPrefix(s.Pattern.String(), "^"), "$"), groupWords)
}

// group is a part of a pattern in parentheses: an argument, or (?:…) for two ways to say the same.
var group = regexp.MustCompile(`\((?:\?:)?([^()]*)\)`)

func groupWords(text string) string {
	inside := group.FindStringSubmatch(text)[1]
	digits := digitRange.FindStringSubmatch(inside)
	switch {
	case inside == `.+` || inside == `[^「」]+`:
		return "〔…〕"
	case inside == `\d+`:
		return "〔数〕"
	case digits != nil:
		return "〔" + digits[1] + "〜" + digits[2] + "〕"
	case strings.Contains(inside, "|"):
		return "〔" + strings.ReplaceAll(inside, "|", "／") + "〕"
	default:
		return inside
	}
}

var digitRange = regexp.MustCompile(`^\[(\d)-(\d)\]$`)

// whole anchors a pattern at both ends.
func whole(pattern string) *regexp.Regexp { return regexp.MustCompile("^" + pattern + "$") }

// table is compiled once: the step engine would compile text patterns again for every scenario.
var table = sync.OnceValue(func() []Step {
	return described(slices.Concat(terminalSteps(), attemptSteps(), accountSteps(), otherTerminalSteps(), counterSteps(),
		dossierSteps(), fieldSteps(), pinSteps(), certificateSteps(), orderedSteps(), lineSteps(), faultSteps(), mishapSteps(),
		cardSteps(), portalSteps(), portalLoginSteps(), portalFormSteps(), portalFileSteps(),
		portalViewSteps(), portalPaperSteps()), judge.Checks())
})

// Table is every step, grouped by noun.
func Table() []Step { return table() }

// Register binds every step of the table to w.
func Register(sc *godog.ScenarioContext, w *world.World) {
	for _, s := range Table() {
		if s.Claims {
			sc.Then(s.Pattern, s.function(w))
			continue
		}
		sc.Given(s.Pattern, s.function(w))
		sc.When(s.Pattern, s.function(w))
	}
}
