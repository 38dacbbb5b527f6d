// Package steps binds the sentences of the feature files to verbs of the world (sim/world) and to claims of the judge
// (runner/judge).
//
// 前提 and もし steps call a verb of the world, ならば steps state claims; a step never asserts anything itself. The table
// of all steps is [Table]; each row is a [Step] of a file per noun, and [Register] gives them to the step engine. Start
// reading with terminalSteps for rows, and with claim and choice for how rows are made.
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

// Step is one row of the step table: a pattern for the text of a step, and what that step does.
type Step struct {
	// Pattern matches the whole step text; its groups are the arguments of the bound function.
	Pattern *regexp.Regexp
	// Claims is true for a step after ならば, false for one after 前提 or もし.
	Claims bool
	// Does says in one sentence what the step does, for `mynalab list --steps`. For a claim it says what the check looks
	// at.
	Does trace.Sentence
	// check is the name of the judge's check that the claim states; empty for a verb.
	check string
	// bind returns the function behind the step. choices maps the index of an argument to the choice that its words are
	// from.
	bind    func(w *world.World) any
	choices map[int]chooser
}

// verb makes a step that calls a verb of the world. Each %s of its pattern is replaced by a choice.
func verb(pattern string, bind func(w *world.World) any, choices ...chooser) Step {
	p, arguments := composed(pattern, choices)
	return Step{Pattern: p, bind: bind, choices: arguments}
}

// Check returns the name of the judge's check behind a claim; it is empty for a verb.
func (s Step) Check() string { return s.check }

// function returns what the step engine calls.
func (s Step) function(w *world.World) any { return choosing(s.bind(w), s.choices) }

// does sets the sentence of a verb for the list of steps.
func (s Step) does(ja, en string) Step {
	s.Does = trace.Sentence{JA: ja, EN: en}
	return s
}

// Words returns the pattern in a form for people, without its anchors: 〔a／b〕 stands for a or b, 〔2〜9〕 for a digit
// between them, 〔数〕 for a number, 〔…〕 for any text.
func (s Step) Words() string {
	return group.ReplaceAllStringFunc(strings.TrimSuffix(strings.TrimPrefix(s.Pattern.String(), "^"), "$"), groupWords)
}

// group matches a part of a pattern in parentheses: an argument, or (?:…) for two ways to say the same.
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

// table is made once per process: given the patterns as text, the step engine would compile them again for every scenario.
var table = sync.OnceValue(func() []Step {
	return described(slices.Concat(terminalSteps(), attemptSteps(), accountSteps(), otherTerminalSteps(), counterSteps(),
		dossierSteps(), fieldSteps(), pinSteps(), certificateSteps(), orderedSteps(), lineSteps(), faultSteps(), mishapSteps(),
		cardSteps(), portalSteps(), portalLoginSteps(), portalFormSteps(), portalFileSteps(),
		portalViewSteps(), portalPaperSteps()), judge.Checks())
})

// Table returns every step, grouped by noun.
func Table() []Step { return table() }

// Register binds every step of the table to the world w.
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
