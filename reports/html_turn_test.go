package reports

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// sampleDER returns a certificate that is valid in 2025.
func sampleDER(t *testing.T) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	c := &x509.Certificate{
		SerialNumber: big.NewInt(0xABC), Subject: pkix.Name{CommonName: "TEST HOLDER"},
		NotBefore: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	require.NoError(t, err)
	return der
}

// reads returns the events of a product that reads a certificate from the card in parts of a hundred bytes.
func reads(der []byte) []trace.Event {
	const chunk = 100
	at := time.Date(2025, 6, 2, 9, 0, 0, 0, trace.JST())
	var list []trace.Event
	for offset := 0; offset < len(der); offset += chunk {
		part := der[offset:min(offset+chunk, len(der))]
		list = append(list,
			trace.Event{Seq: len(list) + 1, Time: at, Plane: trace.Card, By: trace.Product, Kind: trace.KindCommand, Fields: trace.Fields{
				"apdu": fmt.Sprintf("00B0%04X%02X", offset, len(part)), "name": "READ BINARY", "ef": "000A", "file": "user authentication certificate",
			}},
			trace.Event{Seq: len(list) + 2, Time: at, Plane: trace.Card, By: trace.CardItself, Kind: trace.KindResponse, Fields: trace.Fields{
				"sw": apdu.SW9000OK.String(), "data": strings.ToUpper(hex.EncodeToString(part)),
			}})
	}
	return list
}

func TestACertificateThatIsReadInPartsIsDecoded(t *testing.T) {
	d := drawing{scenario: "s1", certificates: certificates{}}
	turns := d.turns(reads(sampleDER(t)))
	require.Len(t, turns, 1, "the reads of one file are one turn")
	require.Greater(t, turns[0].Times(), 2)
	require.Equal(t, "READ BINARY 利用者証明用電子証明書", turns[0].Go.Text.JA)
	c := turns[0].Certificate
	require.NotNil(t, c)
	require.Equal(t, "CN=TEST HOLDER", c.Subject)
	require.Equal(t, "ABC", c.Serial)
	require.Equal(t, "2025-01-01 09:00 JST", c.From)
	require.True(t, c.Good)
	require.True(t, turns[0].holds("s1e6"), "evidence can link to any of the reads")
}

func TestACertificateThatIsNotWholeIsNotShown(t *testing.T) {
	events := reads(sampleDER(t))
	for name, list := range map[string][]trace.Event{"the end is missing": events[:len(events)-2], "the beginning is missing": events[2:]} {
		t.Run(name, func(t *testing.T) {
			d := drawing{certificates: certificates{}}
			for _, shown := range d.turns(list) {
				require.Nil(t, shown.Certificate)
			}
		})
	}
}

func TestACertificateInAMessageIsDecoded(t *testing.T) {
	body, err := json.Marshal(map[string]string{"certificate": base64.StdEncoding.EncodeToString(sampleDER(t))})
	require.NoError(t, err)
	for year, want := range map[int]string{2024: "not yet valid", 2025: "within its validity period", 2026: "expired"} {
		c := certificateIn(string(body), time.Date(year, 6, 2, 0, 0, 0, 0, time.UTC))
		require.NotNil(t, c)
		require.Equal(t, want, c.State.EN)
	}
	for _, other := range []string{"", "{", `{"certificate":"tok:1"}`, `{"certificate":"AAAA"}`} {
		require.Nil(t, certificateIn(other, time.Time{}), other)
	}
}

func TestACommandIsTakenApart(t *testing.T) {
	require.Equal(t, "CLA 00 · INS A4 · P1 02 · P2 0C · Lc 2", commandDetails("00A4020C02000A")[0].Value)
	require.Equal(t, "CLA 00 · INS 20 · P1 00 · P2 80", commandDetails("0020008004********")[0].Value, "a masked secret stays masked")
	require.Equal(t, "00", commandDetails("00")[0].Value)
}

func TestAMessageIsLaidOutWithItsLongStringsCut(t *testing.T) {
	long, cut := strings.Repeat("x", 100), strings.Repeat("x", longest)+" … (100)"
	require.Equal(t, "{\n  \"a\": [\""+cut+"\"],\n  \"b\": [\n    \""+cut+"\",\n    \""+cut+"\"\n  ],\n  \"n\": 12345678901234567890\n}",
		prettyJSON(`{"n":12345678901234567890,"a":["`+long+`"],"b":["`+long+`","`+long+`"]}`))
	require.Equal(t, "no <json>", prettyJSON("no <json>"))
	require.Equal(t, `["1","2","3","4","5","6","… (8)"]`, prettyJSON(`["1","2","3","4","5","6","7","8"]`))
}

func TestTheSequence(t *testing.T) {
	e := func(seq int, p trace.Plane, by trace.Actor, k trace.Kind, f trace.Fields) trace.Event {
		return trace.Event{Seq: seq, Plane: p, By: by, Kind: k, Fields: f}
	}
	d := drawing{scenario: "s1", certificates: certificates{}}
	turns := d.turns([]trace.Event{
		e(1, trace.Control, trace.PersonActor, trace.KindCall, trace.Fields{"verb": "launch"}),
		e(2, trace.Control, trace.Product, trace.KindScreen, trace.Fields{"screen": "notice"}),
		e(3, trace.Control, trace.Product, trace.KindScreen, trace.Fields{"screen": "notice"}),
		e(4, trace.Service, trace.Product, trace.KindRequest, trace.Fields{"exchange": "1", "method": "POST", "path": "/v1/check"}),
		e(5, trace.Service, trace.TheService, trace.KindAnswer, trace.Fields{"exchange": "1", "status": "503"}),
		e(6, trace.Card, trace.Harness, trace.KindCommand, trace.Fields{"name": "SELECT", "apdu": "00A4040C"}),
		e(7, trace.Card, trace.CardItself, trace.KindFailure, trace.Fields{"error": "removed"}),
		e(8, trace.Service, trace.Product, trace.KindRequest, trace.Fields{"exchange": "2", "method": "GET", "path": "/"}),
	})
	var shapes []string
	for _, one := range turns {
		shapes = append(shapes, one.Shape)
	}
	require.Equal(t, []string{"call", "screen", "note", "exchange", "exchange", "exchange"}, shapes)
	require.True(t, turns[3].Back.Refused)
	require.True(t, turns[4].Back.Failed)
	require.True(t, turns[4].Harness)
	require.Nil(t, turns[5].Back, "the answer never came")
}

func TestAScreenHasTheProductsOrderWhereItIsKnown(t *testing.T) {
	f := trace.Fields{"screen": "result", "outcome": "confirmed", "field.あ": "2", "field.い": "1", "handover": "い\t1\nあ\t2\n"}
	s := screenViewOf(trace.Event{Fields: f})
	require.Equal(t, []fieldView{{"い", "1"}, {"あ", "2"}}, s.Fields)
	require.Equal(t, "good", s.Mood)
	delete(f, "handover")
	require.Equal(t, []fieldView{{"あ", "2"}, {"い", "1"}}, screenViewOf(trace.Event{Fields: f}).Fields)
}
