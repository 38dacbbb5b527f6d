package main

import (
	"bytes"
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

// BenchmarkCardSignature is what the harness adds to a signature of the card: command in, state machine, response out, both
// recorded and looked through for secrets. The RSA operation has a fixed answer in its place.
func BenchmarkCardSignature(b *testing.B) {
	cast, err := people.Load()
	require.NoError(b, err)
	tables := virtualcard.DefaultTables()
	fixed := apdu.Response{Data: bytes.Repeat([]byte{0x5A}, 256), SW: apdu.SW9000OK}
	for i := range tables.Commands {
		if tables.Commands[i].INS == apdu.INSSign {
			tables.Commands[i].Handler = func(*virtualcard.Card, apdu.Command) apdu.Response { return fixed }
		}
	}
	desk := municipality.NewDesk(municipality.Chance(1, b.Name()), tables, 0)
	issued, err := desk.Issue(municipality.Order{Person: cast.Persons[0], Profile: "contact-a1", Issued: world.DefaultStart()})
	require.NoError(b, err)
	slot := reader.NewInProcess("mynalab")
	slot.Insert(issued.Card)
	record := capture.NewRecorder(capture.Config{Scenario: b.Name(), Sink: io.Discard, Now: world.DefaultStart, Secrets: cast.Secrets()})
	card, err := capture.Reader(record, slot, func() trace.Actor { return trace.Product }).Connect(b.Context())
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
	var times []time.Duration
	for b.Loop() {
		start := time.Now()
		answer, err := card.Transmit(b.Context(), raw)
		times = append(times, time.Since(start))
		if err != nil || len(answer) != 258 {
			b.Fatalf("%d bytes, %v", len(answer), err)
		}
	}
	took := median(times)
	b.ReportMetric(float64(took.Nanoseconds()), "median-ns")
	if took > signLimit {
		b.Errorf("%v for a signature without its RSA, at most %v are allowed", took, signLimit)
	}
}
