package runner

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/cucumber/godog"

	"github.com/mynalab/mynalab/features"
)

// StatusPassed is the status of a scenario in which every step ran to its end. It is not a verdict: claims are judged
// later.
const StatusPassed = "passed"

// StatusPanicked is the status of a scenario whose steps could not be bound. The other statuses are godog's.
const StatusPanicked = "panicked"

// Outcome is what the step engine reports of a scenario.
type Outcome struct {
	// Status is the status of the first step that did not pass (failed, undefined, pending, ambiguous or skipped), else
	// StatusPassed; empty if the steps were never run.
	Status string
	// Step is the number of that step, from 1; 0 if there isn't one.
	Step int
	// Err is the error of that step, or of the engine.
	Err error
	// Steps are the statuses of the steps in their order, as far as the engine got.
	Steps []string
}

// perform runs one scenario in a step engine of its own and checks what godog would let pass without an error: it is
// strict, exactly one scenario must run with as many steps as were parsed, and a panic is caught. It prints nothing. The
// GODOG_ variables that godog sets in the environment are empty and only read by its own formats.
func perform(ctx context.Context, fresh World, s features.Scenario) (o Outcome) {
	defer func() {
		if p := recover(); p != nil {
			o.Status, o.Err = StatusPanicked, fmt.Errorf("panic: %v", p)
		}
	}()
	w := &watch{world: fresh, scenario: s}
	suite := godog.TestSuite{
		Name: s.ID,
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			w.scenarios++
			sc.StepContext().Before(w.before)
			sc.StepContext().After(w.after)
			fresh.Bind(sc)
		},
		Options: &godog.Options{
			// A built-in format, because godog registers others in a global table.
			Format: "progress", Output: io.Discard, NoColors: true,
			Strict: true, Concurrency: 1, Dialect: "ja", DefaultContext: ctx,
			FeatureContents: []godog.Feature{{Name: s.File, Contents: s.Content}},
		},
	}
	return w.outcome(suite.Run())
}

// watch follows the step engine through its hooks.
type watch struct {
	world     World
	scenario  features.Scenario
	scenarios int
	statuses  []string
	// first is the first step that did not pass.
	first Outcome
}

// before records in the world that a step begins. It ends the scenario if the run was told to stop, because godog does not
// look at the context between steps.
func (w *watch) before(ctx context.Context, _ *godog.Step) (context.Context, error) {
	if ctx.Err() != nil {
		return ctx, context.Cause(ctx)
	}
	if w.first.Status == "" && len(w.statuses) < len(w.scenario.Steps) {
		step := w.scenario.Steps[len(w.statuses)]
		w.world.Step(len(w.statuses)+1, step.Keyword, step.Text)
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

// outcome checks what the hooks saw against the engine's exit code and the number of steps.
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
