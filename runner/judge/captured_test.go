package judge_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// terminal is a minimal product: it verifies the typed PIN, sends a check, and shows a fixed result.
type terminal struct {
	reader  reader.Reader
	service http.Handler
	pin     []byte
	// path is appended to the path of its check, and text is the text of its screens before the result; both are empty unless the
	// product leaks a secret there.
	path, text string
}

func (*terminal) Describe(context.Context) (driver.Description, error) {
	return driver.Description{}, nil
}
func (*terminal) Configure(context.Context, driver.Slot) error { return nil }
func (*terminal) Clock(context.Context, time.Time) error       { return nil }
func (*terminal) Close(context.Context) error                  { return nil }

func (p *terminal) Do(ctx context.Context, call driver.Call) (driver.Screen, error) {
	if call.Verb != driver.ReadCard {
		return driver.Screen{Screen: driver.ScreenCardRead, Text: p.text}, nil
	}
	card, err := p.reader.Connect(ctx)
	if err != nil {
		return driver.Screen{}, err
	}
	var answer []byte
	for _, command := range []string{"\x00\xA4\x04\x0C\x0A\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01", "\x00\xA4\x02\x0C\x02\x00\x18",
		"\x00\x20\x00\x80\x04" + string(p.pin)} {
		if answer, err = card.Transmit(ctx, []byte(command)); err != nil {
			return driver.Screen{}, err
		}
	}
	if answer[0] == 0x63 {
		left := int(answer[1] & 0x0F)
		return driver.Screen{Screen: driver.ScreenPIN, Outcome: driver.OutcomePINWrong, Tries: &left, Text: "残り2回です。"}, nil
	}
	body := `{"challengeId":"c1","mode":"pin","certificate":"MIIB","signature":"c2ln"}`
	p.service.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/v1/check"+p.path, strings.NewReader(body)))
	return driver.Screen{Screen: driver.ScreenResult, Outcome: driver.OutcomeConfirmed, Fields: []driver.Field{
		{Label: "資格", Value: "有効"}, {Label: "氏名", Value: "佐藤　花子"}, {Label: "生年月日", Value: "昭和60年2月17日"}}}, nil
}

// chip is a minimal card: it accepts the PIN 1234 and keeps no other state than its retry counter.
type chip struct{ tries byte }

func (*chip) PowerOn()    {}
func (*chip) WarmReset()  {}
func (*chip) PowerOff()   {}
func (*chip) ATR() []byte { return []byte{0x3B} }
func (c *chip) Transmit(command []byte) []byte {
	switch {
	case command[1] != 0x20 || string(command[5:]) == "1234":
		return []byte{0x90, 0x00}
	default:
		c.tries--
		return []byte{0x63, 0xC0 | c.tries}
	}
}

const answerBody = `{"XmlMsg":{"MessageHeader":{},"MessageBody":{"QualificationValidity":"1","ResultList":[` +
	`{"ResultOfQualificationConfirmation":{"Name":"佐藤　花子","Birthdate":"19850217"}}]}}}`

// played captures a wrong and a right PIN at the minimal product, states claims, reads the record back and judges it.
func played(t *testing.T, c capture.Config) []trace.Judged {
	t.Helper()
	return playedWith(t, c, terminal{})
}

// playedWith is like played, with the path and text of leaky.
func playedWith(t *testing.T, c capture.Config, leaky terminal) []trace.Judged {
	t.Helper()
	var sink bytes.Buffer
	c.Scenario, c.Sink, c.Secrets = "e2e.feature#e2e", &sink, capture.NewSecrets("1234", "0009")
	c.Now = func() time.Time { return time.Date(2025, 6, 2, 9, 0, 0, 0, trace.JST()) }
	rec := capture.NewRecorder(c)
	slot := reader.NewInProcess("slot")
	slot.Insert(&chip{tries: 3})
	inner := &terminal{reader: capture.Reader(func() *capture.Recorder { return rec }, slot, trace.Product),
		service: capture.Handler(rec, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(answerBody))
		})), path: leaky.path, text: leaky.text}
	product := capture.Product(rec, inner)
	enter := func(pin string, claims ...trace.Claim) {
		inner.pin = []byte(pin)
		for _, verb := range []driver.Verb{driver.EnterPIN, driver.ReadCard} {
			_, err := product.Do(context.Background(), driver.Call{Verb: verb})
			require.NoError(t, err)
		}
		for _, claim := range claims {
			rec.Add(trace.World, trace.Harness, trace.Observation, trace.KindQuiet, trace.Fields{"state": string(trace.QuietReached)})
			rec.Claim(claim)
		}
	}
	enter("0009", judge.TriesLeftShown(2), judge.NoResultShown())
	enter("1234", judge.ResultShows("佐藤 花子", "有効"), judge.ResultShown())
	require.NoError(t, rec.Err())
	require.NotContains(t, sink.String(), "30303039", "no PIN in the record")
	read, err := trace.ReadAll(&sink, trace.Strict)
	require.NoError(t, err)
	judged, err := judge.Judge(read.Events)
	require.NoError(t, err)
	require.Len(t, judged, 4+len(judge.Invariants()))
	return judged
}

func TestWhatCaptureWritesTheJudgeReads(t *testing.T) {
	tokens, err := capture.NewTokens(bytes.NewReader(make([]byte, 32)))
	require.NoError(t, err)
	for name, config := range map[string]capture.Config{"readable": {}, "as tokens": {Tokens: tokens}} {
		t.Run(name, func(t *testing.T) {
			for _, j := range played(t, config) {
				require.True(t, j.OK, "%s: %+v", j.Claim.Check, j.Finding)
				require.Equal(t, !j.Invariant, j.ByProduct)
			}
		})
	}
}

func TestALeakIsAFailureOfTheProduct(t *testing.T) {
	for name, leaky := range map[string]terminal{"in a text": {text: "PIN: 1234"}, "in a query": {path: "?pin=1234"}} {
		t.Run(name, func(t *testing.T) {
			failed := map[string]trace.Blame{}
			for _, j := range playedWith(t, capture.Config{}, leaky) {
				if !j.OK {
					failed[j.Claim.Check] = j.Blame
				}
			}
			require.Equal(t, map[string]trace.Blame{"no-secret-shown": trace.BlameProduct}, failed)
		})
	}
}

func TestWithoutAPlaneNoCapturedClaimOnItPasses(t *testing.T) {
	for _, plane := range []trace.Plane{trace.Card, trace.Service, trace.Control} {
		t.Run(string(plane), func(t *testing.T) {
			failed := 0
			for _, j := range played(t, capture.Config{Unplugged: map[trace.Plane]bool{plane: true}}) {
				if j.Invariant || !slices.Contains(j.Planes, plane) {
					continue
				}
				failed++
				require.False(t, j.OK, j.Claim.Check)
				require.Equal(t, trace.BlameConfiguration, j.Blame)
			}
			require.Positive(t, failed)
		})
	}
}
