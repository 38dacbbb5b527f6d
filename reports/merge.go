package reports

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mynalab/mynalab/reports/trace"
)

// Merge joins the parts of a run: results and record are equal, to the byte, to those of the run in one part. The duration
// is that of the longest part, since parts run at the same time. If the parts name their shards, all shards must be there,
// because a lost part must not look like a pass. Events are copied as they are, so all parts must have the same record
// schema, and the merged run has it too, even if it is a former one.
func Merge(runs ...Run) (Run, error) {
	if len(runs) == 0 {
		return Run{}, errors.New("no runs to merge; name the directories of the parts")
	}
	if err := wholeRun(runs); err != nil {
		return Run{}, err
	}
	first := runs[0]
	merged := Run{Lang: first.Lang, Timing: Timing{Scenarios: map[string]time.Duration{}}}
	holders := map[string]Events{}
	var scenarios []Scenario
	for _, run := range runs {
		if err := sameConditions(first.Results, run.Results); err != nil {
			return Run{}, err
		}
		for _, s := range run.Results.Scenarios {
			if holders[s.ID] != nil {
				return Run{}, fmt.Errorf("merging runs: %s is in two of them; name each part once", s.ID)
			}
			holders[s.ID] = eventsOf(run)
			scenarios = append(scenarios, s)
		}
		merged.Timing.add(run.Timing)
	}
	suite, err := suiteOf(first.Results)
	if err != nil {
		return Run{}, err
	}
	selection := first.Results.Selection
	selection.Shard = ""
	merged.Results = New(first.Results.Run, selection, suite, scenarios)
	merged.Results.Run.Schema = first.Results.Run.Schema
	merged.Events = func(scenario string) ([]trace.Event, error) {
		if holders[scenario] == nil {
			return nil, nil
		}
		return holders[scenario](scenario)
	}
	return merged, nil
}

func (t *Timing) add(part Timing) {
	t.Total = max(t.Total, part.Total)
	for id, d := range part.Scenarios {
		t.Scenarios[id] = d
	}
}

func sameConditions(a, b Results) error {
	const hint = "merge parts of one run only"
	switch {
	case a.Run.Schema != b.Run.Schema:
		return fmt.Errorf("merging records of the schemas %s and %s; %s", a.Run.Schema, b.Run.Schema, hint)
	case a.Run.Version != b.Run.Version:
		return fmt.Errorf("merging runs of mynalab %s and %s; %s", a.Run.Version, b.Run.Version, hint)
	case a.Run.Seed != b.Run.Seed:
		return fmt.Errorf("merging runs with the seeds %d and %d; %s", a.Run.Seed, b.Run.Seed, hint)
	case !a.Run.Start.Equal(b.Run.Start), !reflect.DeepEqual(a.Run.Adapters, b.Run.Adapters),
		!slices.Equal(a.Run.Unseen, b.Run.Unseen), !slices.Equal(a.Run.Attested, b.Run.Attested):
		return fmt.Errorf("merging runs with different adapters, clock or attestations; %s", hint)
	case a.Selection.Tags != b.Selection.Tags, !slices.Equal(a.Selection.Req, b.Selection.Req):
		return fmt.Errorf("merging runs with different --tags or --req; %s", hint)
	}
	return nil
}

// wholeRun checks that each shard is there once, if any run is a shard.
func wholeRun(runs []Run) error {
	seen, total := map[int]bool{}, ""
	for _, run := range runs {
		part, of, named := strings.Cut(run.Results.Selection.Shard, "/")
		if !named {
			continue
		}
		n, err := strconv.Atoi(part)
		switch {
		case err != nil || (total != "" && of != total):
			return fmt.Errorf("merging shard %s among shards of %s; merge parts of one run only", run.Results.Selection.Shard, total)
		case seen[n]:
			return fmt.Errorf("merging shard %s twice; name each part once", run.Results.Selection.Shard)
		}
		seen[n], total = true, of
	}
	if want, err := strconv.Atoi(total); total != "" && (err != nil || len(seen) != want || len(runs) != want) {
		return fmt.Errorf("merging %d of %s shards; name all of them", len(seen), total)
	}
	return nil
}
