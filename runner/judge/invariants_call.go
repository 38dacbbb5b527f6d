package judge

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/mynalab/mynalab/reports/trace"
)

// callInvariants are those of when a product may act at all.
func callInvariants() []Check {
	return []Check{{Name: "acts-when-asked", Sentence: says("製品は、操作に答えるまでの間だけ、その操作のためにカードとサービスを使う",
		"the product uses card and service between a call and its answer alone, and for what was asked"), Basis: trace.BasisOurs,
		Source: "design §1, record", Planes: onAllSeams(), Judge: judgeActsWhenAsked}}
}

// allowedUse is something that a product does at a seam, and the actions of a person that give rise to it.
type allowedUse struct {
	fits   func(trace.Event) bool
	verbs  []trace.Verb
	source string
}

// checking are the actions of which a check consists.
func checking() []trace.Verb {
	return []trace.Verb{trace.VerbStartCheck, trace.VerbConfirmFace, trace.VerbEnterPIN, trace.VerbReadCard}
}

// allowedUses is the table of them. A check bears a signature, which only a card on the reader gives, so it is sent while the
// card is read; what is sent in another call was put off by the product. What is not in the table is nobody's errand and may
// be done in any call of a person.
func allowedUses() []allowedUse {
	return []allowedUse{
		{requests(http.MethodPost, pathRegistration), []trace.Verb{trace.VerbEnterCredentials}, "INI-02"},
		{requests(http.MethodDelete, pathRegistration), []trace.Verb{trace.VerbDeregister}, "DER-01"},
		{requests(http.MethodPost, pathChallenge), checking(), "CHK-18, SVC-289"},
		{requests(http.MethodPost, pathCheck), []trace.Verb{trace.VerbReadCard}, "CHK-18"},
		{func(e trace.Event) bool { return e.Kind == trace.KindCommand }, checking(), "eligibility §6.1"},
	}
}

func requests(method, path string) func(trace.Event) bool {
	return func(e trace.Event) bool {
		return e.Kind == trace.KindRequest && e.Method() == method && e.Path() == path
	}
}

// judgeActsWhenAsked finds an action of the product outside of any call, while it was configured, which is no action of anybody,
// or in a call that has no use for it. A claim that something did not happen may have been over by then, so the action itself
// is the finding. What comes behind the end of the steps is an error of the scenario and not judged here.
func judgeActsWhenAsked(events []trace.Event, _ Args) trace.Finding {
	verbs := map[int]trace.Verb{0: ""} // of a call whose plane was not recorded nothing is known
	for _, e := range events {
		switch {
		case e.Kind == trace.KindOutcome:
			return settle(actedWhenAsked())
		case e.Kind == trace.KindCall:
			verbs[e.Tx] = e.Verb()
		case trace.IsProductAction(e):
			if verb, known := verbs[e.Tx]; known {
				if p := asksFor(verb, e); !p.ok {
					return settle(p)
				}
			}
		}
	}
	return settle(actedWhenAsked())
}

func actedWhenAsked() part {
	return held("操作のないときに動いたことはない", "it never acted unasked")
}

// asksFor is the part that a call has a use for an action of the product.
func asksFor(verb trace.Verb, e trace.Event) part {
	switch verb {
	case "":
		return missed("操作のないときに製品が動いた", "the product acted though nobody had it do anything", e)
	case trace.VerbConfigure:
		return missed("接続先を知らされただけの製品が動いた", "the product acted as it was configured, which asks nothing of it", e)
	}
	for _, row := range allowedUses() {
		if row.fits(e) && !slices.Contains(row.verbs, verb) {
			deed := inWords("verb", string(verb))
			return missed("操作「"+deed.JA+"」にかかわりのないことを製品がした", "the product did what it is not asked for by "+strconv.Quote(deed.EN), e)
		}
	}
	return actedWhenAsked()
}
