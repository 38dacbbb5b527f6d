package mockservice_test

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// party is one of the two handlers, with its contract and its operations, sorted.
type party struct {
	handler http.Handler
	answers *answers
	ops     []string // "METHOD /path/{parameter}"
	tokens  []string // values for the header Authorization; likelier ones are listed several times
}

func newParty(t testing.TB, text string, handler http.Handler, tokens ...string) party {
	p := party{handler: handler, answers: newAnswers(t, text), tokens: tokens}
	for path, item := range p.answers.doc.Paths.Map() {
		for method, op := range item.Operations() {
			if !unserved(op) {
				p.ops = append(p.ops, method+" "+path)
			}
		}
	}
	slices.Sort(p.ops)
	return p
}

// scene is a service with a clinic, a person, a registered terminal and a portal user.
type scene struct {
	public, control party
	controlClient   *control.Client
	known           map[string][]string // see drawer
	whole           map[string][]any    // see drawer
}

func newScene(t *testing.T) *scene {
	l := openPortal(t, func(c *mockservice.Config) { c.ControlToken = "sesame" })
	session := l.starts(l.enters())
	l.setsUp(session, "W0000001")
	_, kept, _ := l.attaches(session, "%PDF-1.7\n")
	terminal := l.register()
	more := control.AccountSecret{ID: "W0000003", Password: "Minato-Test-03", ActivationCode: "402871596035"}
	require.NoError(t, l.control.PutPeople(t.Context(), control.People{Facilities: []control.Facility{{Code: "2800001234",
		Name: "みなと接骨院", Accounts: []control.AccountSecret{more}}}}))
	another := entries()
	another.AccountID, another.Password, another.ActivationCode = more.ID, more.Password, more.ActivationCode
	s := &scene{
		controlClient: control.Dial(l.controlURL, http.DefaultClient, "sesame"),
		public: newParty(t, mockservice.Document(), l.service.Public(), "", "Bearer x", "Basic "+session, "Bearer "+session,
			"Bearer "+session, "Bearer "+session, "Bearer "+terminal, "Bearer "+terminal),
		control: newParty(t, control.Document(), l.service.Control(), "", "Bearer x", "Bearer sesame", "Bearer sesame", "Bearer sesame"),
	}
	s.known = map[string][]string{
		"portal": {"omf", "omf", "csm"}, "institutionCode": {"2800001234", "2804440002"}, "code": {"2800001234", "2804440002"},
		"accountId": {"W0000001", "W0000002"}, "id": {"W0000001", "P01"}, "personId": {"P01"}, "serial": {"7000001", "07000001"},
		"supersedes": {"7000001", ""}, "applicationId": {l.claims(session).ApplicationID}, "attachments": {kept.AttachmentID},
		"challengeId": {l.challenge(terminal).ChallengeID}, "mailAddress": {mailAddress}, "to": {mailAddress, ""},
		"password":       {portalSecret, "Minato-Test-01"},
		"activationCode": {"402871596034", "000000000000"}, "query": {"MAA=", "MEUwQzBBMD8wPTAJBgUrDgMCGgUABBQ"},
		"now": {"2025-06-02T09:00:00+09:00", "0001-01-01T00:00:00Z"}, "registrationNumber": {"協2804440-0-0", ""},
	}
	for _, form := range portal.DefaultForms() {
		for _, field := range form.Fields {
			s.known["field"] = append(s.known["field"], field.Name)
			s.known[field.Name] = append(s.known[field.Name], field.Options...)
		}
	}
	s.whole = map[string][]any{
		"POST /v1/registration":                    {entries(), another},
		"POST /v1/check":                           {l.request(l.challenge(terminal))},
		"POST /v1/portals/{portal}/sessions":       {wire.LoginRequest{MailAddress: mailAddress, Password: portalSecret}},
		"POST /v1/portals/{portal}/facility-check": {wire.FormEntry{Values: formEntries()[wire.FormStart]}},
		"POST /people":                             {minato(), bureau()},
	}
	for _, name := range sorted(formEntries()) {
		values := formEntries()[name]
		for _, field := range sorted(values) {
			s.known[field] = append(s.known[field], values[field])
		}
		entry := wire.FormEntry{Values: values, Attachments: []string{kept.AttachmentID, kept.AttachmentID, kept.AttachmentID}}
		s.whole["POST /v1/portals/{portal}/forms/{form}"] = append(s.whole["POST /v1/portals/{portal}/forms/{form}"], entry)
		s.whole["POST /v1/portals/{portal}/forms/{form}/preview"] = s.whole["POST /v1/portals/{portal}/forms/{form}"]
		s.known["form"] = append(s.known["form"], string(name))
	}
	return s
}

// send draws a request to an operation and sends it.
func (s *scene) send(d drawer, p party, name string) (*http.Request, *httptest.ResponseRecorder) {
	method, path, _ := strings.Cut(name, " ")
	item := p.answers.doc.Paths.Value(path)
	op := item.Operations()[method]
	query := url.Values{}
	for _, parameter := range append(slices.Clone(item.Parameters), op.Parameters...) {
		value := d.parameter(parameter.Value)
		switch {
		case parameter.Value.In == openapi3.ParameterInPath:
			path = strings.ReplaceAll(path, "{"+parameter.Value.Name+"}", url.PathEscape(value))
		case parameter.Value.Required || d.coin("with "+parameter.Value.Name):
			query.Add(parameter.Value.Name, value)
		}
	}
	var body []byte
	media := ""
	if op.RequestBody != nil {
		media = sorted(op.RequestBody.Value.Content)[0]
		body = d.content(name, op.RequestBody.Value.Content[media])
	}
	request := httptest.NewRequest(method, "/", bytes.NewReader(body))
	request.URL = &url.URL{Path: unescape(path), RawPath: path, RawQuery: query.Encode()}
	request.Header.Set("Authorization", rapid.SampledFrom(p.tokens).Draw(d.t, "token"))
	if media = pick(d, "media", media, media, media, "", "text/plain", ";"); media != "" {
		request.Header.Set("Content-Type", media)
	}
	recorded := httptest.NewRecorder()
	p.handler.ServeHTTP(recorded, request)
	return request, recorded
}

// parameter draws a parameter's text; one in ten is invalid.
func (d drawer) parameter(p *openapi3.Parameter) string {
	if rapid.IntRange(0, 9).Draw(d.t, p.Name+" kind") == 0 {
		return pick(d, p.Name, "x", "0", "-1", "..", "a/b", "長", "%", strings.Repeat("x", 300), "\x00")
	}
	text := fmt.Sprint(d.value(p.Name, p.Schema.Value))
	if text == "" {
		return "x"
	}
	return text
}

func (d drawer) content(op string, media *openapi3.MediaType) []byte {
	if media.Schema.Value.Format == "binary" {
		return []byte(pick(d, "octets", "", "%PDF-1.7\n", "\x89PNG\r\n\x1a\n", "PK\x03\x04", "\x30\x00", strings.Repeat("x", 70000)))
	}
	return d.body(op, media.Schema.Value)
}

func unescape(path string) string {
	whole, err := url.PathUnescape(path)
	if err != nil {
		panic(err)
	}
	return whole
}

// For random requests, valid and invalid, with and without a token, no operation fails and every answer conforms to the contract.
func TestNoAnswerLeavesTheContract(t *testing.T) {
	for name, c := range map[string]struct {
		parties func(*scene) []party
		failing func(*httptest.ResponseRecorder) bool
	}{
		"public":  {func(s *scene) []party { return []party{s.public} }, fails},
		"control": {func(s *scene) []party { return []party{s.control} }, fails},
		"both":    {func(s *scene) []party { return []party{s.control, s.public} }, failsUnasked},
	} {
		t.Run(name, func(t *testing.T) {
			seen := map[string]int{}
			rapid.Check(t, func(rt *rapid.T) {
				s := newScene(t)
				d := drawer{rt, s.known, s.whole}
				for _, p := range c.parties(s) {
					s.mends(t)
					for _, op := range rapid.Permutation(p.ops).Draw(rt, "order") {
						request, recorded := s.send(d, p, op)
						require.False(rt, c.failing(recorded), "%s: %d %s", op, recorded.Code, recorded.Body)
						require.NoError(rt, p.answers.breach(request, recorded), op)
						seen[fmt.Sprint(op, " ", recorded.Code/100, "xx")]++
					}
				}
			})
			for _, p := range c.parties(newScene(t)) {
				for _, op := range p.ops {
					require.Positive(t, seen[op+" 2xx"]+seen[op+" 4xx"], op)
				}
			}
			t.Log(len(seen), "kinds of answers:", slices.Sorted(maps.Keys(seen)))
		})
	}
}

// mends removes the faults and quirks under which an answer may violate the contract. The faults of the JPKI's responder stay.
func (s *scene) mends(t *testing.T) {
	faults, err := s.controlClient.Faults(t.Context())
	require.NoError(t, err)
	faults.List = nil
	require.NoError(t, s.controlClient.SetFaults(t.Context(), faults))
	require.NoError(t, s.controlClient.SetMode(t.Context(), control.Mode{Mode: control.Normal}))
}

func fails(recorded *httptest.ResponseRecorder) bool {
	return recorded.Code >= http.StatusInternalServerError
}

// failsUnasked reports a failure, except status 503: a random request to the control handler may have set the responder down.
func failsUnasked(recorded *httptest.ResponseRecorder) bool {
	return fails(recorded) && recorded.Code != http.StatusServiceUnavailable
}
