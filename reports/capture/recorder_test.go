package capture_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
)

func note(r *recording, name, value string) {
	r.Add(trace.World, trace.Harness, trace.Stimulus, trace.KindPerson, trace.Fields{name: value})
}

func TestEventsBearStepAndTransaction(t *testing.T) {
	rec := record(capture.Config{})
	require.Equal(t, 1, rec.Add(trace.World, trace.Harness, trace.Stimulus, trace.KindStep, nil))
	rec.SetStep(2)
	require.Equal(t, 1, rec.Begin())
	note(rec, "deed", "a")
	rec.End()
	require.Equal(t, 3, rec.Claim(trace.Claim{Check: "c", Args: map[string]string{"n": "1"}}))
	require.Equal(t, 2, rec.Begin())
	events := rec.events(t)
	require.Equal(t, []int{0, 1, 0}, []int{events[0].Tx, events[1].Tx, events[2].Tx})
	require.Equal(t, []int{0, 2, 2}, []int{events[0].Step, events[1].Step, events[2].Step})
	require.Equal(t, trace.Claim{Check: "c", Args: map[string]string{"n": "1"}}, trace.ClaimOf(events[2]))
}

func TestAnUnpluggedPlaneIsNotRecorded(t *testing.T) {
	rec := record(capture.Config{Unplugged: map[trace.Plane]bool{trace.Card: true}})
	require.Zero(t, rec.Add(trace.Card, trace.CardItself, trace.Observation, trace.KindPowered, nil))
	require.Equal(t, 1, rec.Add(trace.Service, trace.TheService, trace.Observation, trace.KindAnswer, nil))
	require.Len(t, rec.events(t), 1)
}

func TestTheCallersFieldsAreLeftAsTheyAre(t *testing.T) {
	rec := record(capture.Config{})
	const body = `{"password":"Minato-Test-01"}`
	fields := trace.Fields{"body": body}
	rec.Add(trace.Service, trace.Harness, trace.Stimulus, trace.KindRequest, fields)
	require.Equal(t, body, fields["body"])
	require.Equal(t, `{"password":"`+trace.Masked+`"}`, rec.events(t)[0].Body())
	require.NoError(t, rec.Err(), "a field of class Secret is masked, which is not a leak")
}

// spellings returns encodings in which a secret might be written.
func spellings(secret string) map[string]string {
	raw := []byte(secret)
	var utf16be, utf16le, percent []byte
	for _, b := range raw {
		utf16be = append(utf16be, 0, b)
		utf16le = append(utf16le, b, 0)
		percent = append(percent, []byte("%"+strings.ToUpper(hex.EncodeToString([]byte{b})))...)
	}
	return map[string]string{
		"plain": secret, "hex": hex.EncodeToString(raw), "upper-case hex": strings.ToUpper(hex.EncodeToString(raw)),
		"base64 0":   base64.StdEncoding.EncodeToString(append(append([]byte{}, raw...), "xyz"...)),
		"base64 1":   base64.StdEncoding.EncodeToString(append(append([]byte("a"), raw...), "xyz"...)),
		"base64 2":   base64.StdEncoding.EncodeToString(append(append([]byte("ab"), raw...), "xyz"...)),
		"base64url":  base64.RawURLEncoding.EncodeToString(append([]byte("ab"), raw...)),
		"percent":    string(percent),
		"query":      url.QueryEscape(secret),
		"UTF-16 BE":  hex.EncodeToString(utf16be),
		"UTF-16 LE":  strings.ToUpper(hex.EncodeToString(utf16le)),
		"JSON":       `{"x":"` + strings.ReplaceAll(strings.ReplaceAll(secret, `\`, `\\`), `"`, `\"`) + `"}`,
		"mid of hex": "ff00" + hex.EncodeToString(raw) + "00",
	}
}

func TestALongSecretIsFoundInAnyEncoding(t *testing.T) {
	for _, secret := range []string{"402871596034", "Minato-Test-01", `a"b\c<d>&`, "ABC123"} {
		for how, written := range spellings(secret) {
			t.Run(how, func(t *testing.T) {
				rec := record(capture.Config{Secrets: capture.NewSecrets(secret)})
				note(rec, "deed", "before "+written+" after")
				require.Equal(t, trace.Masked, rec.events(t)[0].Fields["deed"])
				require.ErrorIs(t, rec.Err(), capture.ErrLeak)
				require.NotContains(t, rec.Err().Error(), secret)
			})
		}
	}
}

func TestEveryAlignmentOfBase64IsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[A-Za-z0-9!-]{6,16}`).Draw(t, "secret")
		before := rapid.SliceOfN(rapid.Byte(), 0, 7).Draw(t, "before")
		after := rapid.SliceOfN(rapid.Byte(), 0, 7).Draw(t, "after")
		rec := record(capture.Config{Secrets: capture.NewSecrets(secret)})
		note(rec, "deed", base64.URLEncoding.EncodeToString(append(append(before, secret...), after...)))
		if !errors.Is(rec.Err(), capture.ErrLeak) {
			t.Fatal("not found")
		}
	})
}

func TestAShortSecretIsFoundAsAWhole(t *testing.T) {
	for _, row := range []struct {
		name  string
		plane trace.Plane
		kind  trace.Kind
		field trace.Fields
		leak  bool
	}{
		{"whole field", trace.World, trace.KindPerson, trace.Fields{"deed": "1234"}, true},
		{"whole member", trace.Service, trace.KindRequest, trace.Fields{"body": `{"a":[{"b":"1234"}]}`}, true},
		{"whole number", trace.Service, trace.KindRequest, trace.Fields{"body": `{"a":1234}`}, true},
		{"data of VERIFY", trace.Card, trace.KindCommand, trace.Fields{"apdu": "002000800431323334"}, true},
		{"part of a number", trace.Control, trace.KindScreen, trace.Fields{"field.保険者番号": "06123413"}, false},
		{"part of a command", trace.Card, trace.KindCommand, trace.Fields{"apdu": "802A0080FF0031323334"}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			rec := record(capture.Config{Secrets: capture.NewSecrets("1234")})
			rec.Add(row.plane, trace.Harness, trace.Stimulus, row.kind, row.field)
			require.Equal(t, row.leak, errors.Is(rec.Err(), capture.ErrLeak))
			require.Equal(t, row.leak, strings.Contains(rec.sink.String(), trace.Masked))
		})
	}
}

func TestASecretAsNameIsMaskedToo(t *testing.T) {
	rec := record(capture.Config{Secrets: capture.NewSecrets("402871596034")})
	note(rec, "field.402871596034", "x")
	require.NotContains(t, rec.sink.String(), "402871596034")
	require.ErrorIs(t, rec.Err(), capture.ErrLeak)
	require.NotContains(t, rec.Err().Error(), "402871596034")
}

func TestEqualValuesGiveEqualTokens(t *testing.T) {
	tokens, err := capture.NewTokens(bytes.NewReader(bytes.Repeat([]byte{7}, 32)))
	require.NoError(t, err)
	rec := record(capture.Config{Tokens: tokens})
	rec.Add(trace.Control, trace.Product, trace.Observation, trace.KindScreen, trace.Fields{"field.氏名": "佐藤 花子",
		"field.生年月日": "昭和60年2月17日", "field.枝番": "", "screen": "result"})
	rec.Add(trace.Service, trace.TheService, trace.Observation, trace.KindAnswer,
		trace.Fields{"body": `{"Name":"佐藤　花子","Birthdate":"19850217","Sex1":"2","certificate":"MIIB","password":"x"}`})
	rec.Claim(trace.Claim{Check: "result-shows", Args: map[string]string{"name": "佐藤 花子"}})
	events := rec.events(t)
	name, birth := events[0].Fields["field.氏名"], events[0].Fields["field.生年月日"]
	require.Regexp(t, `^token:[0-9a-f]{20}$`, name)
	require.NotEqual(t, name, birth)
	require.Equal(t, name, events[2].Fields["arg.name"])
	require.JSONEq(t, `{"Name":"`+name+`","Birthdate":"`+birth+`","Sex1":"2","password":"***","certificate":"`+
		tokens.Token(trace.FoldNone, "MIIB")+`"}`, events[1].Fields["body"])
	require.Equal(t, "result", events[0].Fields["screen"])
	require.Empty(t, events[0].Fields["field.枝番"])
	require.Equal(t, name, tokens.Token(trace.FoldText, name), "the token of a token is itself")
	other, err := capture.NewTokens(bytes.NewReader(bytes.Repeat([]byte{8}, 32)))
	require.NoError(t, err)
	require.NotEqual(t, name, other.Token(trace.FoldText, "佐藤 花子"))
}

func TestNoTokensWithoutChance(t *testing.T) {
	_, err := capture.NewTokens(strings.NewReader("short"))
	require.Error(t, err)
}

func TestManyMayWriteAtOnce(t *testing.T) {
	rec := record(capture.Config{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				note(rec, "deed", "x")
			}
		})
	}
	wg.Wait()
	events := rec.events(t)
	require.Len(t, events, 160)
	for i, e := range events {
		require.Equal(t, i+1, e.Seq)
	}
}
