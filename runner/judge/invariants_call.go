package judge

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/mynalab/mynalab/reports/trace"
)

// callInvariants are about when a product may use card and service at all.
func callInvariants() []Check {
	return []Check{{Name: "acts-when-asked", Sentence: says("製品は、操作に答えるまでの間だけ、その操作のためにカードとサービスを使う",
		"the product uses card and service only between a call and its answer, and only for what was asked"), Basis: trace.BasisOurs,
		Source: "design §1, record", Planes: onAllSeams(), Judge: judgeActsWhenAsked}}
}

// allowedUse is a use of card or service, and the verbs of the calls in which a product may make it.
type allowedUse struct {
	fits   func(trace.Event) bool
	verbs  []trace.Verb
	source string
}

// checking returns the verbs of a check.
func checking() []trace.Verb {
	return []trace.Verb{trace.VerbStartCheck, trace.VerbConfirmFace, trace.VerbEnterPIN, trace.VerbReadCard}
}

// allowedUses returns the table. A check request contains a signature that only a card in the reader can make, so the product
// must send it in the call that reads the card; in another call it was delayed. A use that is not in the table belongs to no
// verb and is allowed in any call of a person.
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

// judgeActsWhenAsked fails on a use of card or service outside of any call, while the product is configured, or in a call whose
// verb doesn't allow it. Such a use can come after a claim that it did not happen has passed, so the use itself fails the
// scenario here. What comes after the last step is an error of the scenario (runner/verdict.go) and is not judged here.
func judgeActsWhenAsked(events []trace.Event, _ Args) trace.Finding {
	verbs := map[int]trace.Verb{0: ""} // tx 0 is outside of any call; a tx without a recorded call is not judged
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
	return held("操作のないときに動いたことはない", "the product only acted when asked")
}

// asksFor returns the part "a call with this verb allows this use of card or service".
func asksFor(verb trace.Verb, e trace.Event) part {
	switch verb {
	case "":
		return missed("操作のないときに製品が動いた", "the product acted outside of any call", e)
	case trace.VerbConfigure:
		return missed("接続先を知らされただけの製品が動いた", "the product acted while it was configured, which does not ask for anything", e)
	}
	for _, row := range allowedUses() {
		if row.fits(e) && !slices.Contains(row.verbs, verb) {
			action := inWords("verb", string(verb))
			return missed("操作「"+action.JA+"」にかかわりのないことを製品がした", "the product did something that is not part of the action "+strconv.Quote(action.EN), e)
		}
	}
	return actedWhenAsked()
}
