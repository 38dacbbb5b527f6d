package judge

import (
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// Checks is the table of checks, noun by noun.
func Checks() []Check {
	return slices.Concat(screenChecks(), resultChecks(), fieldChecks(), handOverChecks(), fileChecks(), pinChecks(), accountChecks(),
		certificateChecks(), lineChecks(), readerChecks(), cardChecks(), portalFormChecks(), portalViewChecks(),
		portalPageChecks(), portalMailChecks(), portalAccountChecks())
}

// says is a sentence with the claim's arguments in it: {name} stands for the argument of that name.
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

// sentence is a text in both languages.
func sentence(ja, en string) trace.Sentence { return trace.Sentence{JA: ja, EN: en} }

// claim is a claim of this check. It needs what its row says, a quiet moment before everything else.
func (c Check) claim(args Args) trace.Claim {
	needs := c.Needs
	if c.Late != LateAllowed {
		needs = append([]trace.Need{trace.NeedQuiet}, needs...)
	}
	return trace.Claim{Check: c.Name, Args: args, Needs: needs}
}

// plain is a claim without arguments of a check that a table of its own makes.
func plain(check string) trace.Claim { return trace.Claim{Check: check} }

// Shorthands of the tables.
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
