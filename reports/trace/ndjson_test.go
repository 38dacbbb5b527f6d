package trace_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/reports/trace"
)

const eventLine = `{"scenario":"pin.feature#誤り","seq":3,"step":2,"time":"2025-06-02T09:00:00+09:00","plane":"control",` +
	`"by":"product","dir":"observation","kind":"screen","tx":1,"fields":{"screen":"pin","text":"残り<2>回 & 次"}}` + "\n"

func event() trace.Event {
	return trace.Event{Scenario: "pin.feature#誤り", Seq: 3, Step: 2, Plane: trace.Control, By: trace.Product,
		Time: time.Date(2025, 6, 2, 0, 0, 0, 987654321, time.UTC), Dir: trace.Observation, Kind: trace.KindScreen, Tx: 1,
		Fields: trace.Fields{"text": "残り<2>回 & 次", "screen": "pin"}}
}

func header() trace.Header {
	return trace.Header{Schema: trace.Schema, Version: "1.0", Seed: 7, Start: time.Date(2025, 6, 2, 9, 0, 0, 0, trace.JST()),
		Adapters: map[trace.Plane]string{trace.Service: "embedded", trace.Card: "virtual"}}
}

func TestEncodeWritesOneCanonicalLine(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, trace.Encode(&b, event()))
	require.Equal(t, eventLine, b.String())
}

func TestReadAllGivesBackWhatWasWritten(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, trace.EncodeHeader(&b, header()))
	require.NoError(t, trace.Encode(&b, event()))
	rec, err := trace.ReadAll(&b, trace.Strict)
	require.NoError(t, err)
	require.Equal(t, header(), *rec.Header)
	require.Len(t, rec.Events, 1)
	want := event()
	want.Time = want.Time.In(trace.JST()).Truncate(time.Second)
	require.Equal(t, want, rec.Events[0])
	require.False(t, rec.Cut)
}

func TestDecoderNamesTheLineOfABadOne(t *testing.T) {
	for name, bad := range map[string]string{
		"not JSON":              "nonsense\n",
		"empty line":            "\n",
		"unknown member":        strings.Replace(eventLine, `"seq"`, `"surprise":1,"seq"`, 1),
		"member twice":          strings.Replace(eventLine, `"seq":3`, `"seq":2,"seq":3`, 1),
		"other order":           strings.Replace(eventLine, `"seq":3,"step":2`, `"step":2,"seq":3`, 1),
		"other zone":            strings.Replace(eventLine, "09:00:00+09:00", "00:00:00Z", 1),
		"fraction of a second":  strings.Replace(eventLine, "09:00:00+", "09:00:00.5+", 1),
		"blank between members": strings.Replace(eventLine, `,"seq"`, `, "seq"`, 1),
		"two values":            strings.Replace(eventLine, "}\n", "}{}\n", 1),
		"seq from 0":            strings.Replace(eventLine, `"seq":3`, `"seq":0`, 1),
		"no plane":              strings.Replace(eventLine, `"plane":"control"`, `"plane":""`, 1),
		"no scenario":           strings.Replace(eventLine, "pin.feature#誤り", "", 1),
		"header in the middle":  `{"header":{"schema":"mynalab.trace/1"}}` + "\n",
		"half a line":           eventLine[:40],
	} {
		t.Run(name, func(t *testing.T) {
			_, err := trace.ReadAll(strings.NewReader(eventLine+bad), trace.Strict)
			require.ErrorIs(t, err, trace.ErrLine)
			require.ErrorContains(t, err, "line 2")
		})
	}
}

func TestAHeaderOfAnUnknownSchemaIsRefusedByName(t *testing.T) {
	for _, line := range []string{`{"header":{"schema":"mynalab.trace/9"}}`, `{"header":{"schema":"mynalab.trace/9","novel":1}}`} {
		_, err := trace.ReadAll(strings.NewReader(line+"\n"), trace.Strict)
		require.ErrorAs(t, err, new(*trace.SchemaError))
		require.EqualError(t, err, `reading line 1: the record's schema is "mynalab.trace/9", and this mynalab reads `+
			"mynalab.trace/1 and mynalab.trace/2; use the mynalab version that wrote it")
	}
}

func TestAHeaderThatIsNoneIsRefused(t *testing.T) {
	for _, line := range []string{`{"header":null}`, `{"header":7}`, `{"header":{"schema":"mynalab.trace/2","novel":1}}`, `{"header":{}}`} {
		_, err := trace.ReadAll(strings.NewReader(line+"\n"), trace.Strict)
		require.ErrorIs(t, err, trace.ErrLine, line)
		require.ErrorContains(t, err, "line 1", line)
	}
}

func TestARecordOfTheFormerSchemaIsRead(t *testing.T) {
	former := header()
	former.Schema = trace.FormerSchema
	var b bytes.Buffer
	require.NoError(t, trace.EncodeHeader(&b, former))
	require.NoError(t, trace.Encode(&b, event()))
	rec, err := trace.ReadAll(&b, trace.Strict)
	require.NoError(t, err)
	require.Equal(t, former, *rec.Header, "the schema is kept as read")
	require.Len(t, rec.Events, 1)
}

func TestAHalfLastLineIsDroppedOnlyWhereAskedFor(t *testing.T) {
	for cut := 1; cut < len(eventLine); cut++ {
		rec, err := trace.ReadAll(strings.NewReader(eventLine+eventLine[:cut]), trace.CutTail)
		require.NoError(t, err)
		require.True(t, rec.Cut)
		require.Len(t, rec.Events, 1)
	}
	_, err := trace.ReadAll(strings.NewReader("nonsense\n"+eventLine[:9]), trace.CutTail)
	require.ErrorIs(t, err, trace.ErrLine, "a complete bad line is never dropped")
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestAReadErrorIsNoEnd(t *testing.T) {
	_, err := trace.ReadAll(brokenReader{}, trace.CutTail)
	require.ErrorIs(t, err, io.ErrClosedPipe)
}

func TestWhateverDecodesEncodesToTheSameBytes(t *testing.T) {
	text := rapid.StringMatching(`[a-z氏名"\\<>&\x00-\x1f ]{0,9}`)
	rapid.Check(t, func(t *rapid.T) {
		e := event()
		e.Seq = rapid.IntRange(1, 1<<30).Draw(t, "seq")
		e.Fields = rapid.MapOfN(text, text, 1, 5).Draw(t, "fields")
		var first, second bytes.Buffer
		if err := trace.Encode(&first, e); err != nil {
			t.Fatal(err)
		}
		line := first.String()
		rec, err := trace.ReadAll(&first, trace.Strict)
		if err != nil {
			t.Fatal(err)
		}
		if err := trace.Encode(&second, rec.Events[0]); err != nil || second.String() != line {
			t.Fatalf("%s became %s (%v)", line, second.String(), err)
		}
	})
}

func FuzzReadAll(f *testing.F) {
	f.Add([]byte(eventLine))
	f.Add([]byte(`{"header":{"schema":"mynalab.trace/1"}}` + "\n" + eventLine))
	f.Add([]byte(eventLine[:50]))
	f.Add([]byte("\n{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rec, err := trace.ReadAll(bytes.NewReader(data), trace.CutTail)
		if err != nil {
			return
		}
		var again bytes.Buffer
		for _, e := range rec.Events {
			require.NoError(t, trace.Encode(&again, e))
		}
		require.True(t, rec.Header != nil || bytes.HasPrefix(data, again.Bytes()))
	})
}
