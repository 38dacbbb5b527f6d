package mockservice_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/wire"
)

func (l *lab) has(m control.Mode) { require.NoError(l.t, l.control.SetMode(l.t.Context(), m)) }

func TestModes(t *testing.T) {
	l := open(t)
	mode := func() control.Mode {
		m, err := l.control.Mode(t.Context())
		require.NoError(t, err)
		return m
	}
	require.Equal(t, control.Mode{Mode: control.Normal}, mode())
	l.has(control.Mode{Mode: control.Awkward})
	require.Equal(t, control.Mode{Mode: control.Awkward, Quirks: mockservice.QuirkNames()}, mode())
	l.has(control.Mode{Mode: control.Awkward, Quirks: []string{"chunked"}})
	l.reset("CHK-02")
	require.Equal(t, control.Mode{Mode: control.Awkward, Quirks: []string{"chunked"}}, mode(), "a reset keeps the mode")
	l.has(control.Mode{Mode: control.Strict})
	require.Equal(t, control.Mode{Mode: control.Strict}, mode())
	require.ErrorContains(t, l.control.SetMode(t.Context(), control.Mode{Mode: control.Awkward, Quirks: []string{"tidy"}}), "not in the table of quirks")
	require.ErrorContains(t, l.control.SetMode(t.Context(), control.Mode{Mode: control.Normal, Quirks: []string{"busy"}}), "only mode awkward")
	started := open(t, func(c *mockservice.Config) { c.Mode = control.Strict })
	m, err := started.control.Mode(t.Context())
	require.NoError(t, err)
	require.Equal(t, control.Strict, m.Mode)
}

// Mode strict refuses some requests that mode normal accepts. Both accept requests that conform to the contract.
func TestStrictMode(t *testing.T) {
	good := `{"institutionCode":"2800001234","accountId":"W0000001","password":"x","activationCode":"1","platform":"windows"}`
	check := `{"challengeId":"c","mode":"pin","certificate":"%s","signature":"AA=="}`
	type header map[string]string
	typed := header{"Content-Type": "application/json"}
	rows := []struct {
		name, path, body string
		header           header
		normal, strict   int
	}{
		{"as in the contract", wire.PathRegistration, good, typed, 401, 401},
		{"no media type", wire.PathRegistration, good, nil, 401, 415},
		{"a member twice", wire.PathRegistration, strings.Replace(good, "{", `{"password":"y",`, 1), typed, 401, 400},
		{"scheme in lower case", wire.PathChallenge, "", header{"Authorization": "bearer T"}, 201, 401},
		{"scheme as in the contract", wire.PathChallenge, "", header{"Authorization": "Bearer T"}, 201, 201},
		{"base64 on two lines", wire.PathCheck, fmt.Sprintf(check, `AA\n==`), header{"Content-Type": "application/json", "Authorization": "Bearer T"}, 409, 400},
		{"base64 with padding bits that are not zero", wire.PathCheck, fmt.Sprintf(check, "AB=="), header{"Content-Type": "application/json", "Authorization": "Bearer T"}, 409, 400},
		{"base64 as in the contract", wire.PathCheck, fmt.Sprintf(check, "AA=="), header{"Content-Type": "application/json", "Authorization": "Bearer T"}, 409, 409},
		{"no JSON at all", wire.PathRegistration, "{", typed, 400, 400},
		{"too large", wire.PathRegistration, strings.Repeat(" ", wire.Limit+1), typed, 413, 413},
		{"an empty request to the JPKI", "/jpki/ocsp", "", header{"Content-Type": "application/ocsp-request"}, 200, 200},
	}
	for _, row := range rows {
		for mode, want := range map[control.ModeName]int{control.Normal: row.normal, control.Strict: row.strict} {
			t.Run(row.name+" "+string(mode), func(t *testing.T) {
				l := open(t)
				token := l.register()
				l.has(control.Mode{Mode: mode})
				request, err := http.NewRequestWithContext(t.Context(), "POST", l.url+row.path, strings.NewReader(row.body))
				require.NoError(t, err)
				for name, value := range row.header {
					request.Header.Set(name, strings.Replace(value, "T", token, 1))
				}
				response, err := http.DefaultClient.Do(request)
				require.NoError(t, err)
				require.NoError(t, response.Body.Close())
				require.Equal(t, want, response.StatusCode)
			})
		}
	}
}

// Each quirk alone shows in some answers, and a client that follows the contract reads the same from them as without it.
func TestQuirks(t *testing.T) {
	looks := map[string]func(g got) bool{
		"stale-challenge":    func(g got) bool { return strings.Contains(g.text, string(wire.CodeChallenge)) },
		"busy":               func(g got) bool { return g.status == 503 && g.header.Get("Retry-After") == "1" },
		"short-challenge":    func(g got) bool { return strings.Contains(g.text, start.Add(4*time.Minute).Format(time.RFC3339)) },
		"shuffled-members":   func(g got) bool { return !strings.HasPrefix(g.text, `{"challengeId"`) },
		"unknown-members":    func(g got) bool { return strings.Contains(g.text, "x-mynalab") },
		"empty-members":      func(g got) bool { return strings.Contains(g.text, `""`) },
		"escaped-text":       func(g got) bool { return strings.Contains(g.text, `\u`) },
		"white-space":        func(g got) bool { return strings.Contains(g.text, "\r\n\t") },
		"media-parameters":   func(g got) bool { return strings.HasSuffix(g.header.Get("Content-Type"), "; charset=utf-8") },
		"chunked":            func(g got) bool { return g.header.Get("Content-Length") == "" },
		"closed-connection":  func(g got) bool { return g.closed },
		"lower-case-headers": nil, // net/http hides the case of names: see TestLowerCaseHeaders
	}
	require.ElementsMatch(t, mockservice.QuirkNames(), slices.Collect(maps.Keys(looks)))
	// These quirks are looked for in a refusal: it has text that is not ASCII, and an optional text.
	refusal := []string{"empty-members", "escaped-text", "stale-challenge"}
	for name, look := range looks {
		t.Run(name, func(t *testing.T) {
			l := unheld(t)
			token := l.register()
			ask := func() got {
				if slices.Contains(refusal, name) {
					return l.keeps("POST", wire.PathCheck, "another", `{}`)
				}
				return l.keeps("POST", wire.PathChallenge, token, "")
			}
			plain := ask()
			require.False(t, look != nil && look(plain), "the quirk shows in mode normal")
			l.has(control.Mode{Mode: control.Awkward, Quirks: []string{name}})
			seen := 0
			for range 64 {
				g := ask()
				if look != nil && look(g) {
					seen++
				}
				require.NoError(t, g.err)
				if g.status == plain.status {
					require.Equal(t, meaning(t, plain), meaning(t, g))
				}
			}
			require.True(t, seen > 0 || look == nil, "the quirk never shows")
		})
	}
}

// A refusing quirk refuses single requests: after a refusal the handler still serves other requests.
func TestRefusingQuirksPass(t *testing.T) {
	cfg := mockservice.Default(func() time.Time { return start })
	cfg.Random = rand.NewChaCha8([32]byte{7})
	served := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	handler := mockservice.New(cfg).Awkward(control.Mode{Mode: control.Awkward, Quirks: []string{"busy"}}, served)
	statuses := map[int]int{}
	for range 64 {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), "POST", wire.PathChallenge, nil))
		if answer.Code == http.StatusTeapot && statuses[http.StatusServiceUnavailable] > 0 {
			return
		}
		statuses[answer.Code]++
	}
	require.Fail(t, "no request was served after a refusal", "answers by status: %v", statuses)
}

// keeps sends a request on a connection that may be kept open.
func (l *lab) keeps(method, path, token, body string) got {
	request, err := http.NewRequestWithContext(l.t.Context(), method, l.url+path, strings.NewReader(body))
	require.NoError(l.t, err)
	request.Header.Set("Authorization", "Bearer "+token)
	return l.sent(request)
}

// meaning returns what a client that follows the contract reads from an answer, without random values and times.
func meaning(t *testing.T, g got) string {
	media, _, err := mime.ParseMediaType(g.header.Get("Content-Type"))
	require.NoError(t, err)
	var members struct {
		ChallengeID, Code, MessageJA, Source string
		Nonce                                []byte
	}
	require.NoError(t, json.Unmarshal([]byte(g.text), &members))
	return fmt.Sprint(g.status, media, len(members.ChallengeID), len(members.Nonce), members.Code, members.MessageJA, members.Source)
}

func TestLowerCaseHeaders(t *testing.T) {
	l := unheld(t)
	l.has(control.Mode{Mode: control.Awkward, Quirks: []string{"lower-case-headers"}})
	lower := 0
	for range 32 {
		head := l.bytes("GET " + mockservice.PathAuthorities + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
		require.Equal(t, 1, strings.Count(strings.ToLower(head), "\r\ncontent-type: "))
		lower += strings.Count(head, "\r\ncontent-type: ")
	}
	require.Positive(t, lower)
	require.Less(t, lower, 32)
}

// In mode awkward a client that follows the contract succeeds with every check that no refusing quirk refuses.
func TestAwkwardMode(t *testing.T) {
	l := unheld(t)
	token := l.register()
	l.has(control.Mode{Mode: control.Awkward})
	done := 0
	for range 32 {
		var answer wire.CheckAnswer
		var challenge wire.ChallengeAnswer
		if status, problem := l.reads("POST", wire.PathChallenge, token, nil, &challenge); status != 201 {
			require.Equal(t, wire.CodeUnavailable, problem.Code)
			continue
		}
		status, problem := l.reads("POST", wire.PathCheck, token, l.request(challenge), &answer)
		if status != 200 {
			require.Contains(t, []wire.Code{wire.CodeUnavailable, wire.CodeChallenge}, problem.Code)
			continue
		}
		require.Equal(t, "1", answer.XmlMsg.MessageBody.QualificationValidity)
		require.Equal(t, "佐藤　花子", answer.XmlMsg.MessageBody.ResultList[0].ResultOfQualificationConfirmation.Name)
		done++
	}
	require.Greater(t, done, 16)
}
