package runner

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/world"
)

// Played is all that is known of a scenario when its verdict is made.
type Played struct {
	Scenario features.Scenario
	// Unsupported is the slot's sentence why it cannot stage the scenario.
	Unsupported *trace.Sentence
	// Stopped is why it was not begun or did not end.
	Stopped error
	// Harness is what went wrong around the steps: staging, recording, judging.
	Harness error
	Outcome Outcome
	Claims  []trace.Judged
	// Events are the record as it was read for the judge; nil where it was not.
	Events []trace.Event
	// Known is the entry of the known failures that fits the scenario; nil where none does.
	Known *Known
}

// trouble adds what went wrong around the steps.
func (c *Played) trouble(err error) { c.Harness = errors.Join(c.Harness, err) }

// Ruling is why a rule applies.
type Ruling struct {
	// Reason is nil where the findings tell it.
	Reason *trace.Sentence
	Blame  trace.Blame
}

// Rule gives a verdict to the cases that it applies to.
type Rule struct {
	Name    string
	Verdict trace.Verdict
	// Source is where the rule is laid down.
	Source string
	// Applies gives the ruling, or nil.
	Applies func(Played) *Ruling
}

// DefaultRules is the table of verdicts. The first rule that applies decides; a case that none applies to is a pass.
func DefaultRules() []Rule {
	const verdicts, made = "design §3, verdicts", "design §3, how a verdict is made"
	return []Rule{
		{"stopped", trace.NotRun, verdicts, stopped},
		{"unsupported here", trace.Unsupported, verdicts, unsupportedHere},
		{"unsupported by the product", trace.Unsupported, verdicts, unsupportedByProduct},
		{"unsupported by the service", trace.Unsupported, "design §5, without a control URL", unsupportedByService},
		{"acts after its end", trace.Error, "design §1, record", actsAfterItsEnd},
		{"trouble around the steps", trace.Error, verdicts, troubled},
		{"steps not passed", trace.Error, verdicts, notPassed},
		{"no id", trace.Error, verdicts, withoutID},
		{"no claim", trace.Error, verdicts, withoutClaim},
		{"no evidence", trace.Error, made, withoutEvidence},
		{"known failure", trace.KnownFail, verdicts, knownFailure},
		{"known failure that passes", trace.UnexpectedPass, verdicts, unexpectedPass},
		{"finding", trace.Fail, made, failed},
	}
}

// conclude makes the verdict and the scenario's entry in the results.
func (c Config) conclude(found Played) reports.Scenario {
	s := found.Scenario
	found.Known = knownFor(s.ID, c.Known)
	r := reports.Scenario{
		ID: s.ID, Feature: s.Feature, Rule: s.Rule, Name: s.Name, Line: s.Line,
		Tags: s.Tags, Requirements: s.Requirements, Claims: found.Claims, Steps: stepsOf(found),
	}
	r.Verdict, r.Reason, r.Blame = c.ruled(found)
	if r.Verdict == trace.Pass || r.Verdict == trace.Fail {
		r.Counts = reports.CountsSelfCheck
		if slices.ContainsFunc(found.Claims, func(j trace.Judged) bool { return j.ByProduct }) {
			r.Counts = reports.CountsProduct
		}
	}
	return r
}

// ruled is what the first rule that applies says; a panic in a rule is an error of this scenario alone.
func (c Config) ruled(found Played) (verdict trace.Verdict, reason *trace.Sentence, blame trace.Blame) {
	err := safely(func() error {
		for _, rule := range c.Rules {
			if ruling := rule.Applies(found); ruling != nil {
				verdict, reason, blame = rule.Verdict, ruling.Reason, ruling.Blame
				return nil
			}
		}
		return nil
	})
	if err != nil {
		broken := troubled(Played{Harness: fmt.Errorf("making the verdict: %w", err)})
		return trace.Error, broken.Reason, broken.Blame
	}
	return verdict, reason, blame
}

func stepsOf(found Played) []reports.Step {
	var steps []reports.Step
	for i, s := range found.Scenario.Steps {
		step := reports.Step{Number: i + 1, Keyword: s.Keyword, Text: s.Text, Line: s.Line}
		if i < len(found.Outcome.Steps) {
			step.Status = found.Outcome.Steps[i]
		}
		steps = append(steps, step)
	}
	return steps
}

func ruling(blame trace.Blame, ja, en string) *Ruling {
	return &Ruling{Reason: &trace.Sentence{JA: ja, EN: en}, Blame: blame}
}

func stopped(c Played) *Ruling {
	if c.Stopped == nil {
		return nil
	}
	if s := (stopError{}); errors.As(c.Stopped, &s) {
		return ruling("", fmt.Sprintf("終わる前に止められた（%s）。%s", s.why.JA, s.next.JA),
			fmt.Sprintf("stopped before its end (%s); %s", s.why.EN, s.next.EN))
	}
	// Whoever cancelled the run has a cause in English alone.
	return ruling("", "終わる前に実行が中断された。もう一度実行する", fmt.Sprintf("stopped before its end (%s); run again", line(c.Stopped)))
}

func unsupportedHere(c Played) *Ruling {
	if c.Unsupported == nil {
		return nil
	}
	return &Ruling{Reason: c.Unsupported}
}

func unsupportedByProduct(c Played) *Ruling {
	err := c.troubleWhere(func(t *world.BlamedError) bool { return t.Unsupported })
	if err == nil {
		return nil
	}
	return ruling("", fmt.Sprintf("製品がこの操作に対応していない（%s）", line(err)),
		fmt.Sprintf("the product lacks this verb (%s)", line(err)))
}

func unsupportedByService(c Played) *Ruling {
	err := c.troubleWhere(func(t *world.BlamedError) bool { return t.Uncontrolled })
	if err == nil {
		return nil
	}
	return ruling("", fmt.Sprintf("制御用URLの分からないサービスでは実施できない（%s）。--control で指定すれば実施できる", line(err)),
		fmt.Sprintf("the service does not follow the scenario (%s); give its control URL with --control", line(err)))
}

// troubleWhere is what went wrong in or around the steps, where the world's word on it fits.
func (c Played) troubleWhere(fits func(*world.BlamedError) bool) error {
	for _, err := range []error{c.Outcome.Err, c.Harness} {
		if t := (*world.BlamedError)(nil); errors.As(err, &t) && fits(t) {
			return err
		}
	}
	return nil
}

// actsAfterItsEnd: the product did something once the scenario was over, before it was told to forget it. No claim has
// looked at that, so the scenario tells nothing.
func actsAfterItsEnd(c Played) *Ruling {
	over := false
	for _, e := range c.Events {
		if over && (trace.IsProductAction(e) || e.Kind == trace.KindQuiet && e.Quiet() == trace.QuietBusy) {
			return actedLate(fmt.Sprintf("事象%d", e.Seq), fmt.Sprintf("event %d", e.Seq))
		}
		over = over || e.Kind == trace.KindOutcome
	}
	return nil
}

// actedLate names the place where it shows, in both languages.
func actedLate(ja, en string) *Ruling {
	return ruling(trace.BlameProduct, fmt.Sprintf("シナリオが終わったあとに製品が動いた（%s）。操作に答える前に、することを終える", ja),
		fmt.Sprintf("the product acted after the end of the scenario (%s); it has to be done before it answers a call", en))
}

func troubled(c Played) *Ruling {
	if c.Harness == nil {
		return nil
	}
	if s := (stopError{}); errors.As(c.Harness, &s) {
		return ruling(blameOf(c.Harness), fmt.Sprintf("試験を実施できなかった（%s）。%s", s.why.JA, s.next.JA),
			fmt.Sprintf("could not be carried out (%s); %s", s.why.EN, s.next.EN))
	}
	return ruling(blameOf(c.Harness), fmt.Sprintf("試験を実施できなかった（%s）", line(c.Harness)),
		fmt.Sprintf("could not be carried out (%s)", line(c.Harness)))
}

// notPassed leaves a step to the findings that only lacks what the product should have done before: the claim on that has
// failed already, and what the product did not do is no trouble of ours.
func notPassed(c Played) *Ruling {
	if c.Outcome.Status == StatusPassed || lacksGround(c.Outcome) && failedBefore(c) {
		return nil
	}
	at := c.Scenario.File
	if i := c.Outcome.Step - 1; i >= 0 && i < len(c.Scenario.Steps) {
		at = fmt.Sprintf("%s:%d %s", at, c.Scenario.Steps[i].Line, c.Scenario.Steps[i].Text)
	}
	why := c.Outcome.Status
	if c.Outcome.Err != nil {
		why += ": " + line(c.Outcome.Err)
	}
	return ruling(blameOf(c.Outcome.Err), fmt.Sprintf("手順を実行できなかった（%s、%s）", at, why),
		fmt.Sprintf("a step could not be carried out (%s, %s)", at, why))
}

// line is an error's text on one line: the step engine and joined errors spread theirs over several.
func line(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// blameOf is the world's own word on whom to blame, and else the harness.
func blameOf(err error) trace.Blame {
	if t := (*world.BlamedError)(nil); errors.As(err, &t) {
		return t.Blame
	}
	return trace.BlameHarness
}

// lacksGround: the world had nothing to carry the step out on. Only that is excused: an undefined step, a panic or a broken
// reader stays an error, whatever was claimed before.
func lacksGround(o Outcome) bool {
	t := (*world.BlamedError)(nil)
	return o.Status == godog.StepFailed.String() && errors.As(o.Err, &t) && t.Blame == trace.BlameConfiguration
}
