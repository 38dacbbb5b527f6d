package judge

import (
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// The portals' paths below /v1/portals/{omf,csm}/, as far as checks ask for them.
const (
	pathPortals    = "/v1/portals/"
	restForms      = "forms/"
	restFacility   = "facility-check"
	restFiles      = "attachments"
	restLinks      = "activations"
	restSessions   = "sessions"
	restPreview    = "/preview"
	codeFieldRules = string(trace.CodeFieldRefused)
)

// visit is one exchange of a person with a portal.
type visit struct {
	found           bool
	request, answer trace.Event
}

// isAtPortal fits what a person sends to a portal.
func isAtPortal(e trace.Event) bool {
	return e.Plane == trace.Service && e.Kind == trace.KindRequest && e.By == trace.PersonActor &&
		strings.HasPrefix(e.Path(), pathPortals)
}

// rest is the path behind the portal's name: "" for the home page, "menu", "forms/start".
func rest(e trace.Event) string {
	_, below, _ := strings.Cut(strings.TrimPrefix(e.Path(), pathPortals), "/")
	return below
}

// lastVisit is the last answered request to a portal that fits.
func lastVisit(before []trace.Event, fits func(method, rest string) bool) visit {
	for i := len(before) - 1; i >= 0; i-- {
		e := before[i]
		if !isAtPortal(e) || !fits(e.Method(), rest(e)) {
			continue
		}
		answer, ok := lastOf(before, func(a trace.Event) bool {
			return isAnswer(a) && a.Exchange() == e.Exchange() && a.Seq > e.Seq
		})
		if ok {
			return visit{true, e, answer}
		}
	}
	return visit{}
}

// submits fits the sending of a form, and not its preview.
func submits(method, rest string) bool {
	form, isForm := strings.CutPrefix(rest, restForms)
	return method == "POST" && isForm && !strings.Contains(form, "/")
}

// views fits whatever shows a form: opening it, and each change of an entry.
func views(method, rest string) bool {
	return strings.HasPrefix(rest, restForms) && (method == "GET" || strings.HasSuffix(rest, restPreview))
}

// posts fits a POST to one path.
func posts(path string) func(method, rest string) bool {
	return func(method, rest string) bool { return method == "POST" && rest == path }
}

// opens fits a GET of any page.
func opens(method, _ string) bool { return method == "GET" }

// looks fits whatever a person has a look at.
func looks(method, rest string) bool { return opens(method, rest) || views(method, rest) }

// status is the part that the visit was answered with this status.
func (v visit) status(want, ja, en string) part {
	if !v.found {
		return unvisited()
	}
	if got := v.answer.Status(); got != want {
		return missed("窓口サイトの応答は"+got+v.reasonJA(), "the portal answered "+got+v.reasonEN(), v.request, v.answer).
			blaming(trace.BlameHarness)
	}
	return held(ja, en, v.request, v.answer)
}

// unvisited is the part that the person did nothing at a portal that the claim could be about.
func unvisited() part {
	return missed("窓口サイトでその操作は行われていない", "nothing of the kind was done at a portal").blaming(trace.BlameHarness)
}

// told is the part that something about the visit's answer is as claimed.
func (v visit) told(ok bool, ja, en string) part {
	switch {
	case !v.found:
		return unvisited()
	case !ok:
		return missed(ja, en, v.request, v.answer).blaming(trace.BlameHarness)
	}
	return held(ja, en, v.request, v.answer)
}

// refusedFields is what a refusal says of the fields of a form.
type refusedFields struct {
	Code   string         `json:"code"`
	Fields []refusedField `json:"fields"`
}

// refusedField is as much of a refused field as checks ask for.
type refusedField struct {
	Label     string `json:"label"`
	Rule      string `json:"rule"`
	Source    string `json:"source"`
	MessageJA string `json:"messageJa"`
}

// refused are the fields that the answer refuses.
func (v visit) refused() []refusedField {
	var r refusedFields
	if !body(v.answer, &r) || r.Code != codeFieldRules {
		return nil
	}
	return r.Fields
}

// reasonJA tells in brackets which fields were refused by which rule, or else the code of the refusal.
func (v visit) reasonJA() string { return v.reason("、") }

func (v visit) reasonEN() string { return v.reason(", ") }

func (v visit) reason(between string) string {
	var p problem
	var all []string
	for _, f := range v.refused() {
		all = append(all, shortLabel(f.Label)+": "+f.Rule)
	}
	if len(all) == 0 && body(v.answer, &p) && p.Code != "" {
		all = []string{p.Code}
	}
	if len(all) == 0 {
		return ""
	}
	return " (" + strings.Join(all, between) + ")"
}
