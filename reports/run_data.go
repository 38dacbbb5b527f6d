package reports

import (
	"sync"
	"time"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports/trace"
)

// Run is the input of every report: what a run found, recorded and measured.
type Run struct {
	Results Results
	// Records are the record files of the scenarios that were played.
	Records []Record
	// Events, if not nil, is used instead of Records: a run that was read from an output directory has one joined record.
	Events Events
	Timing Timing
	// Lang is the language that the reports show first; the zero value stands for Japanese.
	Lang Lang
}

// Timing is the part of a run that depends on the wall clock.
type Timing struct {
	// Total is the duration of the run.
	Total time.Duration
	// Scenarios are the durations by scenario id.
	Scenarios map[string]time.Duration
}

// remembered returns the run with a cache for its events, so that all writers together read each record once, and with its
// suite loaded.
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

// suiteOf returns the suite that the scenarios were taken from.
func suiteOf(r Results) (features.Suite, error) {
	if len(r.suite.Documents) > 0 {
		return r.suite, nil
	}
	return features.Load(features.Embedded())
}

// once caches the events of each scenario, whichever writer asks first.
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
