package judge

import (
	"slices"
	"strconv"

	"github.com/mynalab/mynalab/reports/trace"
)

// Something that did not happen leaves no event. So a claim of absence looks at all that the product did between the call
// and the claim, whatever number it bears, and rests on two positive events: the screen that came back, which shows that
// the action took place, and the world's word that the product had come to rest by then (KindQuiet; design §1).

// without is the part that the product did nothing that fits from the call to the claim.
func (a action) without(ja, en string, fits func(trace.Event) bool) part {
	return a.lacks(trace.BlameProduct, ja, en, fits)
}

// unsent is the part that the service sent the product nothing that fits from the call to the claim. The service is ours
// to mend.
func (a action) unsent(ja, en string, fits func(trace.Event) bool) part {
	return a.lacks(trace.BlameHarness, ja, en, fits)
}

func (a action) lacks(blame trace.Blame, ja, en string, fits func(trace.Event) bool) part {
	if !a.seen {
		return a.shows("screen")
	}
	if e, found := lastOf(a.since, fits); found {
		return missed(ja+"があった", "there was "+en, e).blaming(blame)
	}
	quiet, waited := lastOf(a.since, isQuiet)
	if rest := cameToRest(quiet, waited); !rest.ok {
		return rest
	}
	return held(ja+"はなかった", "there was no "+en, a.call, a.screen, quiet)
}

// cameToRest is the part that the world has waited for the product to come to rest, and that it did.
func cameToRest(quiet trace.Event, waited bool) part {
	switch {
	case !waited:
		return missed("製品が動き終わるのを待っていない", "nobody waited for the product to come to rest").blaming(trace.BlameHarness)
	case quiet.Quiet() != trace.QuietReached:
		return missed("製品が動き終わらなかった（応答を待つ要求"+string(quiet.Requests())+"件、APDU"+string(quiet.APDUs())+"件）",
			"the product did not come to rest ("+string(quiet.Requests())+" requests and "+string(quiet.APDUs())+" APDUs without an answer)", quiet)
	}
	return held("製品は動き終わっていた", "the product had come to rest", quiet)
}

func isQuiet(e trace.Event) bool { return e.Plane == trace.World && e.Kind == trace.KindQuiet }

// newer is the part that an observation was made after all that could have changed it, and after the product had come to
// rest.
func newer(e trace.Event, before []trace.Event) part {
	change, changed := lastOf(before, changes)
	rested := slices.ContainsFunc(before, func(q trace.Event) bool { return isQuiet(q) && q.Seq < change.Seq })
	switch {
	case changed && trace.IsProductAction(change) && (change.Seq > e.Seq || rested && change.Tx == 0):
		return missed("動き終わったはずの製品が動いた", "the product acted though it had come to rest", e, change)
	case changed && change.Seq > e.Seq:
		return missed("観測が古い", "the observation is older than event "+strconv.Itoa(change.Seq), e, change).blaming(trace.BlameHarness)
	}
	quiet, waited := lastOf(before, func(q trace.Event) bool { return isQuiet(q) && q.Seq < e.Seq && q.Seq > change.Seq })
	if rest := cameToRest(quiet, waited); !rest.ok {
		return rest
	}
	return held("観測は新しい", "the observation is recent", e, quiet)
}

// changes tells what may change what the world observes.
func changes(e trace.Event) bool {
	switch e.Kind {
	case trace.KindCall, trace.KindScreen, trace.KindClock, trace.KindPerson:
		return true
	}
	return trace.IsProductAction(e)
}
