package runner

import (
	"cmp"
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
)

func withoutID(c Played) *Ruling {
	if len(c.Scenario.Requirements) > 0 {
		return nil
	}
	return ruling(trace.BlameHarness, "要件のIDがない", "no tag names a requirement or fact")
}

func withoutClaim(c Played) *Ruling {
	if slices.ContainsFunc(c.Claims, func(j trace.Judged) bool { return !j.Invariant }) {
		return nil
	}
	return ruling(trace.BlameHarness, "主張がない", "the scenario states no claim")
}

// withoutEvidence applies to a finding without evidence. An invariant that holds is left out: something that did not happen
// leaves no evidence.
func withoutEvidence(c Played) *Ruling {
	for _, j := range c.Claims {
		if len(j.Evidence) == 0 && !(j.Invariant && j.OK) {
			return ruling(trace.BlameHarness, "証拠のない判定がある: "+j.Sentence.JA, "a finding has no evidence: "+j.Sentence.EN)
		}
	}
	return nil
}

// failed applies to a failed finding. If several failed, the blame that comes last in byWeight decides.
func failed(c Played) *Ruling {
	bad := slices.DeleteFunc(slices.Clone(c.Claims), func(j trace.Judged) bool { return j.OK })
	if len(bad) == 0 {
		return nil
	}
	worst := slices.MaxFunc(bad, func(a, b trace.Judged) int {
		return cmp.Compare(slices.Index(byWeight(), a.Blame), slices.Index(byWeight(), b.Blame))
	})
	return &Ruling{Blame: worst.Blame}
}

// byWeight orders the blames from the lightest to the heaviest: one against ourselves counts least, one against the product
// most.
func byWeight() []trace.Blame {
	return []trace.Blame{
		trace.BlameHarness, trace.BlameEnvironment, trace.BlameConfiguration, trace.BlameSpecification, trace.BlameProduct,
	}
}

// failedBefore reports whether a claim has failed on evidence and not by the harness: the product failed it, or used neither
// card nor service. A step that does not pass ends its scenario, so the claim was stated before that step.
func failedBefore(c Played) bool {
	return slices.ContainsFunc(c.Claims, func(j trace.Judged) bool {
		return !j.OK && !j.Invariant && j.Blame != trace.BlameHarness && len(j.Evidence) > 0
	})
}
