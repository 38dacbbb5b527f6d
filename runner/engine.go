package runner

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/cucumber/godog"

	"github.com/mynalab/mynalab/features"
)

// StatusPassed is the status of a scenario whose steps all ran to their end. It is no verdict.
const StatusPassed = "passed"

// StatusPanicked is the status of one whose steps could not even be bound; the others are godog's.
const StatusPanicked = "panicked"

// Outcome is what the step engine says of a scenario.
type Outcome struct {
	// Status is that of the first step that did not pass: failed, undefined, pending, ambiguous or skipped.
	Status string
	// Step is that step's number, from 1; 0 where it was none.
	Step int
	Err  error
	// Steps are the statuses of the steps in their order, as far as they were reached.
	Steps []string
}

// perform runs one scenario in an engine of its own, under what godog would else let pass in silence: strict, one
// scenario, as many steps as were parsed, and no panic that gets away. It prints nothing; the empty GODOG_ variables that
// godog leaves in the environment are read by its own formats alone.
func perform(ctx context.Context, fresh World, s features.Scenario) (o Outcome) {
	defer func() {
		if p := recover(); p != nil {
			o.Status, o.Err = StatusPanicked, fmt.Errorf("panic: %v", p)
		}
	}()
	w := &watch{stage: fresh, scenario: s}
	suite := godog.TestSuite{
		Name: s.ID,
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			w.scenarios++
			sc.StepContext().Before(w.before)
			sc.StepContext().After(w.after)
			fresh.Bind(sc)
		},
		Options: &godog.Options{
			// A built-in format, since godog registers others in a table of the process.
			Format: "progress", Output: io.Discard, NoColors: true,
			Strict: true, Concurrency: 1, Dialect: "ja", DefaultContext: ctx,
			FeatureContents: []godog.Feature{{Name: s.File, Contents: s.Content}},
		},
	}
	return w.outcome(suite.Run())
}

// watch follows the engine through its hooks.
type watch struct {
	stage     World
	scenario  features.Scenario
	scenarios int
	statuses  []string
	// first is the first step that did not pass.
	first Outcome
}

// before tells the world of the step, and ends the scenario where the run has been told to stop: godog looks at no
// context between steps.
func (w *watch) before(ctx context.Context, _ *godog.Step) (context.Context, error) {
	if ctx.Err() != nil {
		return ctx, context.Cause(ctx)
	}
	if w.first.Status == "" && len(w.statuses) < len(w.scenario.Steps) {
		step := w.scenario.Steps[len(w.statuses)]
		w.stage.Step(len(w.statuses)+1, step.Keyword, step.Text)
	}
	return ctx, nil
}

func (w *watch) after(ctx context.Context, _ *godog.Step, status godog.StepResultStatus, err error) (context.Context, error) {
	w.statuses = append(w.statuses, status.String())
	if status != godog.StepPassed && w.first.Status == "" {
		w.first = Outcome{Status: status.String(), Step: len(w.statuses), Err: err}
	}
	return ctx, nil
}

// outcome checks what the hooks saw against the engine's own exit code and the number of steps.
func (w *watch) outcome(code int) Outcome {
	o := w.first
	o.Steps = w.statuses
	if o.Status != "" {
		return o
	}
	o.Status = StatusPassed
	switch {
	case w.scenarios != 1:
		o.Err = fmt.Errorf("the step engine ran %d scenarios instead of one", w.scenarios)
	case len(w.statuses) != len(w.scenario.Steps):
		o.Err = fmt.Errorf("the step engine ran %d of %d steps", len(w.statuses), len(w.scenario.Steps))
	case code != 0:
		o.Err = errors.New("the step engine failed without naming a step")
	}
	if o.Err != nil {
		o.Status = godog.StepFailed.String()
	}
	return o
}
