package reports

import (
	"sync"
	"time"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports/trace"
)

// Run is all that a run hands to its reports.
type Run struct {
	Results Results
	// Records are the files of the scenarios that were staged.
	Records []Record
	// Events, where given, stands in for Records: a run that was read back has one joined record.
	Events Events
	Timing Timing
	// Lang is the language that the reports begin with; the zero value stands for Japanese.
	Lang Lang
}

// Timing is what only a wall clock knows of a run.
type Timing struct {
	// Total is the run's duration.
	Total time.Duration
	// Scenarios are the durations by scenario id.
	Scenarios map[string]time.Duration
}

// remembered is the run with its events read once for all of its writers, and with the suite that it stands for.
func (r Run) remembered() (Run, error) {
	r.Events = once(eventsOf(r))
	var err error
	r.Results.suite, err = suiteOf(r.Results)
	return r, err
}

func eventsOf(r Run) Events {
	if r.Events != nil {
		return r.Events
	}
	return EventsOf(r.Records)
}

// suiteOf is what the scenarios were taken from.
func suiteOf(r Results) (features.Suite, error) {
	if len(r.suite.Documents) > 0 {
		return r.suite, nil
	}
	return features.Load(features.Embedded())
}

// once asks for the events of each scenario a single time, whichever writer is the first to want them.
func once(events Events) Events {
	var one sync.Mutex
	known := map[string][]trace.Event{}
	return func(scenario string) ([]trace.Event, error) {
		one.Lock()
		defer one.Unlock()
		if list, ok := known[scenario]; ok {
			return list, nil
		}
		list, err := events(scenario)
		if err == nil {
			known[scenario] = list
		}
		return list, err
	}
}
