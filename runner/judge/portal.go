package judge

import (
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// Paths of the portals below /v1/portals/{omf,csm}/ that checks compare with.
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

// visit is one request of a person to a portal with its answer; found is false if there is no such visit.
type visit struct {
	found           bool
	request, answer trace.Event
}

// isAtPortal reports whether an event is a request of a person to a portal.
func isAtPortal(e trace.Event) bool {
	return e.Plane == trace.Service && e.Kind == trace.KindRequest && e.By == trace.PersonActor &&
		strings.HasPrefix(e.Path(), pathPortals)
}

// rest returns the path after the portal's name: "" for the home page, "menu", "forms/start".
func rest(e trace.Event) string {
	_, below, _ := strings.Cut(strings.TrimPrefix(e.Path(), pathPortals), "/")
	return below
}

// lastVisit returns the last answered request to a portal that fits.
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

// submits fits a request that sends a form, but not a preview.
func submits(method, rest string) bool {
	form, isForm := strings.CutPrefix(rest, restForms)
	return method == "POST" && isForm && !strings.Contains(form, "/")
}

// views fits a request whose answer shows a form: opening it, and the preview after each change of an entry.
func views(method, rest string) bool {
	return strings.HasPrefix(rest, restForms) && (method == "GET" || strings.HasSuffix(rest, restPreview))
}

// posts fits a POST to one path.
func posts(path string) func(method, rest string) bool {
	return func(method, rest string) bool { return method == "POST" && rest == path }
}

// opens fits a GET of any page.
func opens(method, _ string) bool { return method == "GET" }

// looks fits a request whose answer a person looks at: a page or a form.
func looks(method, rest string) bool { return opens(method, rest) || views(method, rest) }

// status returns the part "the portal answered the visit with this status". ja and en say what that status means.
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

// unvisited returns the part for a claim about a visit that did not take place.
func unvisited() part {
	return missed("窓口サイトでその操作は行われていない", "the record has no such visit to a portal").blaming(trace.BlameHarness)
}

// told returns the part "the answer to the visit is as claimed": ok. ja and en say what was found. If it is not as claimed, the
// harness is to blame, since the portals are part of mynalab.
func (v visit) told(ok bool, ja, en string) part {
	switch {
	case !v.found:
		return unvisited()
	case !ok:
		return missed(ja, en, v.request, v.answer).blaming(trace.BlameHarness)
	}
	return held(ja, en, v.request, v.answer)
}

// refusedFields is the body of a refusal of a form because of some fields.
type refusedFields struct {
	Code   string         `json:"code"`
	Fields []refusedField `json:"fields"`
}

// refusedField has the members of a refused field that checks need.
type refusedField struct {
	Label     string `json:"label"`
	Rule      string `json:"rule"`
	Source    string `json:"source"`
	MessageJA string `json:"messageJa"`
}

// refused returns the fields that the answer refuses.
func (v visit) refused() []refusedField {
	var r refusedFields
	if !body(v.answer, &r) || r.Code != codeFieldRules {
		return nil
	}
	return r.Fields
}

// reasonJA returns in brackets which fields were refused by which rule, or the code of the refusal if it names no field.
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
