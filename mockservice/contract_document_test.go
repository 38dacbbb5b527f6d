package mockservice_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/wire"
)

func documents() map[string]string {
	return map[string]string{"public": mockservice.Document(), "control": control.Document()}
}

// unserved reports whether an operation is not served by the package itself. The program that listens on the port serves metrics.
func unserved(op *openapi3.Operation) bool {
	return slices.Contains([]string{"metrics"}, op.Tags[0])
}

func TestDocumentsAreExact(t *testing.T) {
	for name, text := range documents() {
		t.Run(name, func(t *testing.T) {
			doc := readDocument(t, text)
			require.NoError(t, doc.Validate(t.Context()))
			require.Contains(t, doc.Info.Description, "mynalab's own contract", "SVC-017")
			for schemaName, schema := range doc.Components.Schemas {
				if schema.Value.Type.Is(openapi3.TypeObject) {
					open := schema.Value.AdditionalProperties.Has
					require.True(t, open != nil && !*open, "schema %s must set additionalProperties to false", schemaName)
				}
			}
			for path, item := range doc.Paths.Map() {
				for method, op := range item.Operations() {
					require.NotEmpty(t, op.OperationID, "%s %s", method, path)
					require.Nil(t, op.Responses.Default(), "%s %s must name each status instead of a default", method, path)
					require.NotNil(t, op.Responses.Status(http.StatusInternalServerError), "%s %s", method, path)
				}
			}
		})
	}
}

func TestDocumentAndRoutesAgree(t *testing.T) {
	public, controlPatterns := mockservice.New(mockservice.Default(realNow)).Patterns()
	for name, patterns := range map[string][]string{"public": public, "control": controlPatterns} {
		t.Run(name, func(t *testing.T) {
			var described []string
			for path, item := range readDocument(t, documents()[name]).Paths.Map() {
				for method, op := range item.Operations() {
					if !unserved(op) {
						described = append(described, method+" "+path)
					}
				}
			}
			require.ElementsMatch(t, described, patterns)
		})
	}
}

func TestDocumentIsServed(t *testing.T) {
	l := open(t)
	response, text := l.fetch("GET", "/openapi.yaml", nil)
	require.Equal(t, "application/yaml", response.Header.Get("Content-Type"))
	require.Equal(t, mockservice.Document(), string(text))
	response, err := http.Get(l.controlURL + "/openapi.yaml")
	require.NoError(t, err)
	defer response.Body.Close()
	text, err = io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, control.Document(), string(text))
}

// The constants of package wire and the values in the document are the same.
func TestCodesAreThoseOfTheDocument(t *testing.T) {
	doc := readDocument(t, mockservice.Document())
	for member, want := range map[string][]any{
		"Header.ReferenceClassification": {wire.ReferenceByCard, "2"},
		"Header.SegmentOfResult":         {wire.SegmentNormal, "2", wire.SegmentError},
		"Header.CharacterCodeIdentifier": {wire.CharacterUTF8, "1"},
		"Body.ProcessingResultStatus":    {wire.StatusNormal, wire.StatusError},
		"Body.QualificationValidity": {wire.ValidityValid, wire.ValidityInvalid, wire.ValiditySuperseded,
			wire.ValidityNone, wire.ValidityMultiple},
		"Result.Sex1":                         {"1", "2", "3"},
		"Result.PersonalFamilyClassification": {"1", "2"},
	} {
		schema, name, _ := strings.Cut(member, ".")
		require.Equal(t, want, doc.Components.Schemas[schema].Value.Properties[name].Value.Enum, "%s, SVC-079 to SVC-096", member)
	}
	for _, p := range wire.Problems() {
		require.NoError(t, doc.Components.Schemas["Problem"].Value.Properties["code"].Value.VisitJSON(string(p.Code)))
	}
	for _, row := range jpki.DefaultReasons() {
		require.True(t, control.Reason(row.Name).Valid(), "SVC-312 %s", row.Name)
	}
	require.Len(t, readDocument(t, control.Document()).Components.Schemas["Reason"].Value.Enum, len(jpki.DefaultReasons()), "SVC-312")
}

func TestWhatTheContractRefuses(t *testing.T) {
	l := open(t)
	token := l.register()
	const secret = "Geheim9876"
	check := func(challenge, mode, certificate string) string {
		return `{"challengeId":"` + challenge + `","mode":"` + mode + `","certificate":"` + certificate + `","signature":"AA=="}`
	}
	for _, c := range []struct {
		name, method, path, body string
		code                     wire.Code
		detail                   string
	}{
		{"a member is missing", "POST", wire.PathRegistration, `{"password":"` + secret + `"}`, wire.CodeBadRequest, ": it is missing"},
		{"another member", "POST", wire.PathCheck, `{"` + secret + `":1}`, wire.CodeBadRequest, "a member is not in the contract"},
		{"a member in another case", "POST", wire.PathRegistration, `{"Password":"` + secret + `"}`, wire.CodeBadRequest, "not in the contract"},
		{"null", "POST", wire.PathRegistration, `null`, wire.CodeBadRequest, "it has the wrong type"},
		{"another mode", "POST", wire.PathCheck, check("c", secret, "AA=="), wire.CodeBadRequest, "mode: it must be one of visual, pin"},
		{"too long", "POST", wire.PathCheck, check(strings.Repeat(secret, 13), "pin", "AA=="), wire.CodeBadRequest, "challengeId: it is too long"},
		{"no base64", "POST", wire.PathCheck, check("c", "pin", secret+"%"), wire.CodeBadRequest, "certificate: it does not have the form that the contract requires"},
		{"HEAD", "HEAD", wire.PathHealth, "", wire.CodeMethodNotAllowed, ""},
		{"an extra slash", "POST", "//v1/check", check("c", "pin", "AA=="), wire.CodeUnknownPath, ""},
		{"a slash at the end", "POST", wire.PathCheck + "/", check("c", "pin", "AA=="), wire.CodeUnknownPath, ""},
		{"a path with ..", "GET", "/v1/../healthz", "", wire.CodeUnknownPath, ""},
		{"a path with escaped ..", "GET", "/v1/%2e%2e/healthz", "", wire.CodeUnknownPath, ""},
		{"twice", "GET", mockservice.PathCRL + "?generation=1&generation=2", "", wire.CodeBadRequest, "generation: it must be given only once"},
		{"no number", "GET", mockservice.PathCRL + "?generation=1x", "", wire.CodeBadRequest, "generation: it does not have the form that the contract requires"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.method == http.MethodHead {
				response, _ := l.fetch(c.method, c.path, nil)
				require.Equal(t, http.StatusMethodNotAllowed, response.StatusCode)
				return
			}
			_, problem := l.send(c.method, c.path, token, strings.NewReader(c.body), nil)
			require.Equal(t, c.code, problem.Code)
			require.Contains(t, problem.Detail, c.detail)
			require.NotContains(t, problem.Detail, secret, "an error must not repeat what was sent")
		})
	}
	t.Run("another media type", func(t *testing.T) {
		response, err := http.Post(l.url+wire.PathRegistration, "text/plain", strings.NewReader(`{}`))
		require.NoError(t, err)
		defer response.Body.Close()
		require.Equal(t, http.StatusUnsupportedMediaType, response.StatusCode)
	})
	t.Run("a day that does not exist", func(t *testing.T) {
		response, err := http.Post(l.controlURL+control.PathClock, "application/json", strings.NewReader(`{"now":"2025-02-30T09:00:00Z"}`))
		require.NoError(t, err)
		defer response.Body.Close()
		require.Equal(t, http.StatusBadRequest, response.StatusCode)
	})
}

func TestControlToken(t *testing.T) {
	l := open(t, func(c *mockservice.Config) { c.ControlToken = "sesame" })
	for _, token := range []string{"", "Sesame"} {
		err := control.Dial(l.controlURL, http.DefaultClient, token).SetClock(t.Context(), time.Time{})
		require.ErrorContains(t, err, "MOCK-E302")
	}
	require.NoError(t, control.Dial(l.controlURL, http.DefaultClient, "sesame").SetClock(t.Context(), start))
}
