package main

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/world"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// signaturesInTurn is the number of signatures per measurement. It takes so many for stable medians: the measured part is a
// fiftieth of the RSA call around it.
const signaturesInTurn = 100

// BenchmarkCardSignature measures what the harness adds to a signature of the card: the command passes the card's state
// machine, and command and response are recorded and searched for secrets. The floor is the bare RSA call with the card's
// key.
func BenchmarkCardSignature(b *testing.B) {
	cast, err := people.Load()
	require.NoError(b, err)
	issuer := municipality.NewIssuer(municipality.Chance(1, b.Name()), virtualcard.DefaultTables(), 0)
	issued, err := issuer.Issue(municipality.Order{Person: cast.Persons[0], Profile: "contact-a1", Issued: world.DefaultStart()})
	require.NoError(b, err)
	slot := reader.NewInProcess("mynalab")
	slot.Insert(issued.Card)
	record := capture.NewRecorder(capture.Config{Scenario: b.Name(), Sink: io.Discard, Now: world.DefaultStart, Secrets: capture.NewSecrets(cast.Secrets()...)})
	card, err := capture.Reader(func() *capture.Recorder { return record }, slot, trace.Product).Connect(b.Context())
	require.NoError(b, err)

	jpki := apdu.Command{INS: apdu.INSSelect, P1: 0x04, P2: 0x0C, Data: []byte{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01}}
	verify := apdu.Command{INS: apdu.INSVerify, P2: 0x98, Data: []byte(cast.Persons[0].PINs.Holder)}
	sign := apdu.Command{CLA: 0x80, INS: apdu.INSSign, P1: 0x02, P2: 0x97, Data: make([]byte, sha256.Size), Ne: 256}
	for _, command := range []apdu.Command{jpki, verify} {
		answer, err := card.Transmit(b.Context(), command.Bytes())
		require.NoError(b, err)
		response, err := apdu.ParseResponse(answer)
		require.NoError(b, err)
		require.NoError(b, response.Err())
	}
	raw := sign.Bytes()
	var times beside
	both := func() {
		start := time.Now()
		answer, err := card.Transmit(b.Context(), raw)
		middle := time.Now()
		if err != nil || len(answer) != 258 {
			b.Fatalf("%d bytes, %v", len(answer), err)
		}
		_, err = rsa.SignPKCS1v15(nil, issued.Spec.AuthKey, crypto.SHA256, sign.Data)
		times.floor = append(times.floor, time.Since(middle))
		times.work = append(times.work, middle.Sub(start))
		require.NoError(b, err)
	}
	for b.Loop() {
		for range signaturesInTurn {
			both()
		}
	}
	added := median(times.work) - median(times.floor)
	b.ReportMetric(float64(added.Nanoseconds()), "added-ns")
	if added > signLimit {
		b.Errorf("%v over the bare RSA call, at most %v are allowed", added, signLimit)
	}
}
