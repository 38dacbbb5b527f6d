package judge

import (
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// Checks returns the table of checks. Each noun has its list at the top of its file.
func Checks() []Check {
	return slices.Concat(screenChecks(), resultChecks(), fieldChecks(), handOverChecks(), fileChecks(), pinChecks(), accountChecks(),
		certificateChecks(), lineChecks(), readerChecks(), cardChecks(), portalFormChecks(), portalViewChecks(),
		portalPageChecks(), portalMailChecks(), portalAccountChecks())
}

// says returns a function for Check.Sentence that replaces {name} by the claim's argument of that name.
func says(ja, en string) func(Args) trace.Sentence {
	return func(args Args) trace.Sentence {
		var pairs []string
		for name, value := range args {
			pairs = append(pairs, "{"+name+"}", value)
		}
		r := strings.NewReplacer(pairs...)
		return trace.Sentence{JA: r.Replace(ja), EN: r.Replace(en)}
	}
}

// sentence returns a text in both languages.
func sentence(ja, en string) trace.Sentence { return trace.Sentence{JA: ja, EN: en} }

// claim returns a claim of this check. Before the world writes it, it makes the observations of the row, and before those it
// waits for a quiet moment if the row says that late actions matter.
func (c Check) claim(args Args) trace.Claim {
	needs := c.Needs
	if c.Late != LateAllowed {
		needs = append([]trace.Need{trace.NeedQuiet}, needs...)
	}
	return trace.Claim{Check: c.Name, Args: args, Needs: needs}
}

// plain returns a claim without arguments and needs, for a check that is made from the row of another table, e.g. refusals.
func plain(check string) trace.Claim { return trace.Claim{Check: check} }

// Sets of planes that many rows share.
func onControl() []trace.Plane { return []trace.Plane{trace.Control} }
func onService() []trace.Plane { return []trace.Plane{trace.Service} }
func onCard() []trace.Plane    { return []trace.Plane{trace.Card} }
func onControlAndService() []trace.Plane {
	return []trace.Plane{trace.Control, trace.Service}
}
func onControlAndCard() []trace.Plane { return []trace.Plane{trace.Control, trace.Card} }
func onAllSeams() []trace.Plane {
	return []trace.Plane{trace.Control, trace.Card, trace.Service}
}
