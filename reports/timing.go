package reports

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"time"
)

// TimingSchema is the version of the format of timing.json.
const TimingSchema = "mynalab.timing/1"

// timingFile is the content of timing.json; durations are in seconds.
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

// ReadTiming reads timing.json.
func ReadTiming(r io.Reader) (Timing, error) {
	var file timingFile
	if err := json.NewDecoder(r).Decode(&file); err != nil {
		return Timing{}, fmt.Errorf("reading timing: %w", err)
	}
	if file.Schema != TimingSchema {
		return Timing{}, fmt.Errorf("timing.json has the schema %q; this program reads %s", file.Schema, TimingSchema)
	}
	t := Timing{Total: duration(file.Total), Scenarios: make(map[string]time.Duration, len(file.Scenarios))}
	for id, seconds := range file.Scenarios {
		t.Scenarios[id] = duration(seconds)
	}
	return t, nil
}

// duration rounds to the nanosecond, so that reading returns exactly what was written.
func duration(seconds float64) time.Duration {
	return time.Duration(math.Round(seconds * float64(time.Second)))
}
