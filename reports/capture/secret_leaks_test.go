package capture_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
)

// few returns a configuration with these secrets: a PIN, a mistyped PIN, a password and a My Number.
func few() capture.Config {
	return capture.Config{Secrets: capture.NewSecrets("1234", "123", "Minato-Test-01", "919001001013")}
}

func TestAShortSecretIsFoundInWhatTheProductWrites(t *testing.T) {
	for _, row := range []struct {
		name, field, value string
		leak               bool
	}{
		{"in a sentence", "text", "PIN: 1234", true},
		{"between kana, in full width", "text", "暗証番号は１２３４です", true},
		{"joined to a word", "text", "pin1234.", true},
		{"in a field that no table lists", "field.入力", "1234 (4)", true},
		{"as a label", "field.1234", "x", true},
		{"in what is handed over", "handover", "氏名\t佐藤　花子\n暗証番号\t1234\n", true},
		{"in a member of JSON", "handover", `{"a":[{"b":"pin 1234"}]}`, true},
		{"as a member of JSON", "handover", `{"1234":"x"}`, true},
		{"the whole of a listed field", "field.番号", "１２３４", true},
		{"a part of a listed field", "field.記号", "港 1234", false},
		{"a longer number", "text", "受付番号 12345", false},
		{"a telephone number", "text", "電話 ０３－１２３４－５６７８", false},
		{"a version", "text", "版 3.1234", false},
		{"an identifier", "text", "4d1f-1234-9abc", false},
		{"three digits, a coincidence", "text", "エラー 123", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			rec := record(few())
			rec.Add(trace.Control, trace.Product, trace.Observation, trace.KindScreen, trace.Fields{"screen": "pin", row.field: row.value})
			fields := rec.events(t)[0].Fields
			require.Equal(t, row.leak, fields[trace.Leak] != "", "%v", fields)
			if row.leak {
				require.NotContains(t, rec.sink.String(), row.value)
			}
			require.NoError(t, rec.Err(), "a leak by the product is not an error")
		})
	}
}

func TestATokenHidesNoSecret(t *testing.T) {
	tokens, err := capture.NewTokens(bytes.NewReader(make([]byte, 32)))
	require.NoError(t, err)
	config := few()
	config.Tokens = tokens
	rec := record(config)
	rec.Add(trace.Control, trace.Product, trace.Observation, trace.KindScreen, trace.Fields{"handover": "氏名\t佐藤　花子\nPIN\t1234\n"})
	rec.Add(trace.Service, trace.Product, trace.Observation, trace.KindRequest, trace.Fields{"query": "name=佐藤&pin=1234"})
	events := rec.events(t)
	require.Equal(t, "handover", events[0].Fields[trace.Leak])
	require.Equal(t, "query", events[1].Fields[trace.Leak])
	require.NotContains(t, rec.sink.String(), "佐藤")
}

func TestWhatTheHarnessWritesIsOnlySearchedForWholeValues(t *testing.T) {
	rec := record(few())
	note(rec, "deed", "the step says 1234")
	require.Empty(t, rec.events(t)[0].Fields[trace.Leak])
	note(rec, "deed", "１２３４")
	require.Equal(t, trace.Fields{"deed": trace.Masked, trace.Leak: "deed"}, rec.events(t)[1].Fields)
	require.ErrorIs(t, rec.Err(), capture.ErrLeak)
}

func TestALongSecretIsFoundInFullWidth(t *testing.T) {
	rec := record(few())
	note(rec, "deed", "番号 ９１９００１００１０１３")
	require.Equal(t, "deed", rec.events(t)[0].Leaked())
}

func TestASecretIsFoundAnywhereInARequest(t *testing.T) {
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	nothing := func(*http.Request) {}
	for _, row := range []struct {
		name, path, body string
		more             func(*http.Request)
		leak             string
	}{
		{"nothing", "/v1/check?lang=ja", `{"x":"y"}`, nothing, ""},
		{"path", "/v1/1234", "", nothing, "path"},
		{"query", "/v1/check?pin=1234", "", nothing, "query"},
		{"query with escapes", "/v1/check?pin=%31%32%33%34", "", nothing, "query"},
		{"query, long", "/v1/check?my=919001001013", "", nothing, "query"},
		{"body", "/v1/check", `{"x":"pin 1234"}`, nothing, "body"},
		{"body that is no JSON", "/v1/check", "pin=1234", nothing, "body"},
		{"body beyond the limit", "/v1/check", "Minato-Test-01" + strings.Repeat(" ", 1<<20), nothing, "body"},
		{"listed member", "/v1/check", `{"certificate":"AB/1234/CD"}`, nothing, ""},
		{"header", "/v1/check", "", header("X-Pin", "1234"), "header x-pin"},
		{"header, long", "/v1/check", "", header("X-Account", "Minato-Test-01"), "header x-account"},
		{"basic credentials", "/v1/check", "", func(r *http.Request) { r.SetBasicAuth("W0000001", "Minato-Test-01") }, "header authorization"},
		{"name of a header", "/v1/check", "", header("X-1234", "x"), "headers, ***"},
		{"host", "/v1/check", "", func(r *http.Request) { r.Host = "pin-1234" }, "header host"},
		{"the port, a coincidence", "/v1/check", "", func(r *http.Request) {
			r.Host = "127.0.0.1:1234"
			r.Header.Set("Origin", "https://127.0.0.1:1234")
		}, ""},
		{"a length, a coincidence", "/v1/check", strings.Repeat(" ", 1233) + "1", nothing, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			rec := record(few())
			_, _, err := served(t, rec, func(url string) *http.Request {
				r := post(row.path, "", row.body)(url)
				row.more(r)
				return r
			}, func(http.ResponseWriter, *http.Request) {})
			require.NoError(t, err)
			events := rec.events(t)
			require.Equal(t, row.leak, events[0].Fields[trace.Leak], "%v", events[0].Fields)
			for _, secret := range []string{"Minato-Test-01", "919001001013", "pin=1234", "/1234\"", "pin 1234"} {
				require.NotContains(t, rec.sink.String(), secret)
			}
			require.Empty(t, events[1].Fields[trace.Leak], "the answer is not marked")
			require.NoError(t, rec.Err(), "a leak by the product is not an error")
		})
	}
}

func TestARequestTellsItsQueryAndTheNamesOfItsHeaders(t *testing.T) {
	rec := record(few())
	_, _, err := served(t, rec, func(url string) *http.Request {
		r := post("/v1/check?a=%E6%B8%AF&b=2", "", "")(url)
		r.Header.Set("X-Version", "7.7.7")
		return r
	}, func(http.ResponseWriter, *http.Request) {})
	require.NoError(t, err)
	fields := rec.events(t)[0].Fields
	require.Equal(t, "a=港&b=2", fields["query"])
	require.Equal(t, "accept-encoding content-length user-agent x-version", fields["headers"])
	require.NotContains(t, rec.sink.String(), "7.7.7")
}
