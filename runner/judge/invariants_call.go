package judge

import (
	"net/http"

	"github.com/mynalab/mynalab/reports/trace"
)

// callInvariants are those of when a product may act at all.
func callInvariants() []Check {
	return []Check{{Name: "acts-when-asked", Sentence: says("製品は、操作に答えるまでの間だけ、その操作のためにカードとサービスを使う",
		"the product uses card and service between a call and its answer alone, and for what was asked"), Basis: trace.BasisOurs,
		Source: "design §1, record", Planes: onAllSeams(), Judge: judgeActsWhenAsked}}
}

// errand is a request that one deed of a person alone gives rise to.
type errand struct {
	method, path string
	verb         trace.Verb
	source       string
}

// errands is the table of them. A check bears a signature, which only a card on the reader gives; so what is sent in another
// call was put off by the product.
func errands() []errand {
	return []errand{
		{http.MethodPost, pathRegistration, trace.VerbEnterCredentials, "INI-02"},
		{http.MethodDelete, pathRegistration, trace.VerbDeregister, "DER-01"},
		{http.MethodPost, pathCheck, trace.VerbReadCard, "CHK-18"},
	}
}

// judgeActsWhenAsked finds a deed of the product outside of any call, while it was configured, which is no deed of anybody,
// or in a call that has no use for it. A claim that something did not happen may have been over by then, so the deed itself
// is the finding. What comes behind the end of the steps is an error of the scenario and not judged here.
func judgeActsWhenAsked(events []trace.Event, _ Args) trace.Finding {
	verbs := map[int]trace.Verb{0: ""}
	for _, e := range events {
		switch {
		case e.Kind == trace.KindOutcome:
			return settle(actedWhenAsked())
		case e.Kind == trace.KindCall:
			verbs[e.Tx] = e.Verb()
		case trace.DeedOfProduct(e):
			verb, heard := verbs[e.Tx]
			if heard && (verb == "" || verb == trace.VerbConfigure) {
				return settle(missed("操作のないときに製品が動いた", "the product acted though nobody had it do anything", e))
			}
			if heard && !asksFor(verb, e) {
				return settle(missed("この操作にかかわりのないことを製品がした", "the product did what this call has no use for", e))
			}
		}
	}
	return settle(actedWhenAsked())
}

func actedWhenAsked() part {
	return held("操作のないときに動いたことはない", "it never acted unasked")
}

// asksFor tells whether a call has a use for a deed of the product: only errands belong to one verb.
func asksFor(verb trace.Verb, e trace.Event) bool {
	for _, row := range errands() {
		if e.Kind == trace.KindRequest && e.Method() == row.method && e.Path() == row.path {
			return verb == row.verb
		}
	}
	return true
}
