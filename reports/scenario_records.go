package reports

import (
	"fmt"
	"io"
	"os"

	"github.com/mynalab/mynalab/reports/trace"
)

// Record is the file of one scenario, into which its events were written.
type Record struct {
	Scenario string
	Path     string
}

// Events returns the events of the scenario with this id; none for a scenario that was not played.
type Events func(scenario string) ([]trace.Event, error)

// EventsOf returns the events from the record files of the scenarios.
func EventsOf(records []Record) Events {
	paths := make(map[string]string, len(records))
	for _, r := range records {
		paths[r.Scenario] = r.Path
	}
	return func(scenario string) ([]trace.Event, error) {
		path, ok := paths[scenario]
		if !ok {
			return nil, nil
		}
		return readRecord(path)
	}
}

// eventsIn returns the events of a joined record.
func eventsIn(record trace.Record) Events {
	events := byScenario(record.Events)
	return func(scenario string) ([]trace.Event, error) { return events[scenario], nil }
}

func byScenario(events []trace.Event) map[string][]trace.Event {
	lists := map[string][]trace.Event{}
	for _, e := range events {
		lists[e.Scenario] = append(lists[e.Scenario], e)
	}
	return lists
}

func readRecord(path string) ([]trace.Event, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening record: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
	record, err := trace.ReadAll(f, trace.CutTail)
	if err != nil {
		return nil, fmt.Errorf("reading record: %w", err)
	}
	return record.Events, nil
}

// WriteTrace writes trace.ndjson: the header, then the records of the scenarios in the order of the results.
func WriteTrace(w io.Writer, r Results, records []Record) error {
	return writeTrace(w, r, EventsOf(records))
}

func writeTrace(w io.Writer, r Results, events Events) error {
	if err := trace.EncodeHeader(w, r.Run); err != nil {
		return err
	}
	for _, s := range r.Scenarios {
		list, err := events(s.ID)
		if err != nil {
			return fmt.Errorf("joining the record of %s: %w", s.ID, err)
		}
		for _, e := range list {
			if err := trace.Encode(w, e); err != nil {
				return fmt.Errorf("joining the record of %s: %w", s.ID, err)
			}
		}
	}
	return nil
}
