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

// Played is everything that is known of a scenario when its verdict is made.
type Played struct {
	Scenario features.Scenario
	// Unsupported is the slot's reason why it can't run the scenario; nil if it can.
	Unsupported *trace.Sentence
	// Stopped is why the scenario did not begin or did not end; nil if it ended.
	Stopped error
	// Harness is an error outside of the steps: while making the world, recording or judging.
	Harness error
	// Outcome is what the step engine reports; Claims are the judge's findings on claims and invariants.
	Outcome Outcome
	Claims  []trace.Judged
	// Events are the events of the record as read for the judge; nil if it was not read.
	Events []trace.Event
	// Known is the known failure that matches the scenario; nil if there isn't one.
	Known *Known
}

// trouble adds an error that happened outside of the steps.
func (c *Played) trouble(err error) { c.Harness = errors.Join(c.Harness, err) }

// Ruling is the reason why a rule applies, and whom it blames.
type Ruling struct {
	// Reason is nil if the findings already say it.
	Reason *trace.Sentence
	Blame  trace.Blame
}

// Rule gives its verdict to every scenario that it applies to.
type Rule struct {
	Name    string
	Verdict trace.Verdict
	// Source is the document and section that the rule is from.
	Source string
	// Applies returns the ruling, or nil if the rule does not apply.
	Applies func(Played) *Ruling
}

// DefaultRules returns the table of verdicts. The first rule that applies decides; a scenario to which none applies passes.
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

// ruled returns the ruling of the first rule that applies. A panic in a rule is an error of this scenario alone.
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
	// The cause of a cancelled run has an English text only.
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
		fmt.Sprintf("the product does not support this verb (%s)", line(err)))
}

func unsupportedByService(c Played) *Ruling {
	err := c.troubleWhere(func(t *world.BlamedError) bool { return t.Uncontrolled })
	if err == nil {
		return nil
	}
	return ruling("", fmt.Sprintf("制御用URLの分からないサービスでは実施できない（%s）。--control で指定すれば実施できる", line(err)),
		fmt.Sprintf("the scenario needs control of the service (%s); give its control URL with --control", line(err)))
}

// troubleWhere returns the error in or around the steps if it is a BlamedError of the world for which fits is true, else
// nil.
func (c Played) troubleWhere(fits func(*world.BlamedError) bool) error {
	for _, err := range []error{c.Outcome.Err, c.Harness} {
		if t := (*world.BlamedError)(nil); errors.As(err, &t) && fits(t) {
			return err
		}
	}
	return nil
}

// actsAfterItsEnd applies if the product did something after the scenario was over and before it was configured for the
// next one. No claim has looked at that, so the scenario shows nothing about the product.
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

// actedLate makes the ruling; ja and en say where the late action shows.
func actedLate(ja, en string) *Ruling {
	return ruling(trace.BlameProduct, fmt.Sprintf("シナリオが終わったあとに製品が動いた（%s）。操作に答える前に、することを終える", ja),
		fmt.Sprintf("the product acted after the end of the scenario (%s); it must finish its work before it answers a call", en))
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

// notPassed applies if a step did not pass. It makes one exception: a step that only lacks what the product should have
// done before. The claim on that has failed already, so the scenario fails by its findings instead of being an error of
// ours.
func notPassed(c Played) *Ruling {
	if c.Outcome.Status == StatusPassed || lacksState(c.Outcome) && failedBefore(c) {
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

// line returns an error's text in one line: the step engine and joined errors use several.
func line(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// blameOf returns the blame that the world gave the error, or else the harness.
func blameOf(err error) trace.Blame {
	if t := (*world.BlamedError)(nil); errors.As(err, &t) {
		return t.Blame
	}
	return trace.BlameHarness
}

// lacksState reports whether the world could not carry out the step because the state that it needs was missing. Only that is
// excused: an undefined step, a panic or a broken reader is an error, whatever was claimed before.
func lacksState(o Outcome) bool {
	t := (*world.BlamedError)(nil)
	return o.Status == godog.StepFailed.String() && errors.As(o.Err, &t) && t.Blame == trace.BlameConfiguration
}
