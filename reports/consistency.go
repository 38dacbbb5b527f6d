package reports

import (
	"bytes"
	"maps"
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
)

// checkConsistency compares the record and the suite with the results of the same output directory. Only the results have
// verdicts; without this check, a record that is lost, incomplete or of another run would be reported as a pass.
func checkConsistency(r Results, record trace.Record) error {
	if record.Header == nil {
		return mismatch("trace.ndjson の先頭行がありません", "trace.ndjson has no header line")
	}
	if !sameHeader(*record.Header, r.Run) {
		return mismatch("trace.ndjson は results.json と別の実行の記録です", "trace.ndjson and results.json are from different runs")
	}
	events := byScenario(record.Events)
	for _, s := range r.Scenarios {
		if err := s.checkEvents(events[s.ID]); err != nil {
			return err
		}
		delete(events, s.ID)
	}
	if others := slices.Sorted(maps.Keys(events)); len(others) > 0 {
		return mismatch("trace.ndjson に、results.json にない %[1]s があります", "trace.ndjson contains %[1]s, which is not in results.json", others[0])
	}
	_, err := r.playedScenarios()
	return err
}

// sameHeader compares two headers in their written form.
func sameHeader(a, b trace.Header) bool {
	var one, other bytes.Buffer
	if trace.EncodeHeader(&one, a) != nil || trace.EncodeHeader(&other, b) != nil {
		return false
	}
	return bytes.Equal(one.Bytes(), other.Bytes())
}

// checkEvents checks that the events from which the verdict was made are there: all from the first to the last, and among
// them each claim and each piece of evidence.
func (s Scenario) checkEvents(events []trace.Event) error {
	for i, e := range events {
		if e.Seq != i+1 {
			return mismatch("trace.ndjson に %[1]s の事象 %[2]d がありません", "trace.ndjson lacks event %[2]d of %[1]s", s.ID, i+1)
		}
	}
	switch {
	case s.begun() && len(events) == 0:
		return mismatch("trace.ndjson に %[1]s の記録がありません", "trace.ndjson lacks the record of %[1]s", s.ID)
	case s.ended() && events[len(events)-1].Kind != trace.KindOutcome:
		return mismatch("trace.ndjson の %[1]s の記録が、事象 %[2]d で途切れています",
			"trace.ndjson ends within %[1]s, after event %[2]d", s.ID, len(events))
	}
	for _, j := range s.Claims {
		if err := s.checkClaim(j, events); err != nil {
			return err
		}
	}
	return nil
}

func (s Scenario) checkClaim(j trace.Judged, events []trace.Event) error {
	if j.Seq != 0 && !states(events, j) {
		return mismatch("trace.ndjson の %[1]s の事象 %[2]d が、results.json にある主張ではありません",
			"event %[2]d of %[1]s in trace.ndjson is not the claim in results.json", s.ID, j.Seq)
	}
	for _, seq := range j.Evidence {
		if seq < 1 || seq > len(events) {
			return mismatch("trace.ndjson に、%[1]s の証拠となる事象 %[2]d がありません",
				"trace.ndjson lacks event %[2]d of %[1]s, which a finding names as evidence", s.ID, seq)
		}
	}
	return nil
}

// states reports whether the event of the claim states this claim.
func states(events []trace.Event, j trace.Judged) bool {
	if j.Seq < 1 || j.Seq > len(events) || events[j.Seq-1].Kind != trace.KindClaim {
		return false
	}
	return maps.Equal(trace.ClaimOf(events[j.Seq-1]).Fields(), j.Claim.Fields())
}

// begun reports whether the scenario began: one of its steps was reached, or it has a verdict that only the judge gives.
func (s Scenario) begun() bool {
	switch s.Verdict {
	case trace.NotRun, trace.Unsupported, trace.Error:
		return slices.ContainsFunc(s.Steps, func(step Step) bool { return step.Status != "" })
	default:
		return true
	}
}

// ended reports whether the last event must be the outcome of the step engine. It may be missing only if the scenario was
// stopped or had an error.
func (s Scenario) ended() bool {
	return s.begun() && s.Verdict != trace.NotRun && s.Verdict != trace.Error
}
