package reports

import (
	"io"
	"time"
)

// TimingSchema is the version of the form of timing.json.
const TimingSchema = "mynalab.timing/1"

// Timing is what only a wall clock knows of a run.
type Timing struct {
	// Total is the run's duration.
	Total time.Duration
	// Scenarios are the durations by scenario id.
	Scenarios map[string]time.Duration
}

// timingFile is timing.json; durations are in seconds.
type timingFile struct {
	Schema    string             `json:"schema"`
	Total     float64            `json:"total"`
	Scenarios map[string]float64 `json:"scenarios"`
}

// WriteTiming writes timing.json.
func WriteTiming(w io.Writer, t Timing) error {
	file := timingFile{TimingSchema, t.Total.Seconds(), make(map[string]float64, len(t.Scenarios))}
	for id, d := range t.Scenarios {
		file.Scenarios[id] = d.Seconds()
	}
	return writeJSON(w, file)
}
