package capture_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

func upper(b []byte) string { return strings.ToUpper(hex.EncodeToString(b)) }

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

const (
	selectJPKI  = "00A4040C0AD392F000260100000001"
	selectPIN   = "00A4020C020018"
	selectCert  = "00A4020C02000A"
	readHead    = "00B0000004"
	selectText  = "00A4040C0AD3921000310001010408"
	unknownAID  = "00A4040C04F0010203"
	certificate = "308206A1"
)

// dialogue sends commands to a scripted card and returns the events of the record.
func dialogue(t *testing.T, rec *recording, exchanges ...string) []trace.Event {
	t.Helper()
	s := script{answers: map[string]string{}}
	for i := 0; i < len(exchanges); i += 2 {
		s.answers[exchanges[i]] = exchanges[i+1]
	}
	card, err := capture.Reader(func() *capture.Recorder { return rec.Recorder }, s, trace.Product).Connect(context.Background())
	require.NoError(t, err)
	for i := 0; i < len(exchanges); i += 2 {
		answer, err := card.Transmit(context.Background(), unhex(exchanges[i]))
		require.NoError(t, err)
		require.Equal(t, exchanges[i+1], upper(answer), "the answer is unchanged")
	}
	return rec.events(t)
}

func TestCommandsAndAnswersGetNames(t *testing.T) {
	for _, row := range []struct {
		fact, command, answer string
		wantCommand           trace.Fields
		wantAnswer            trace.Fields
	}{
		{"CARD-075 SELECT", selectJPKI, "9000",
			trace.Fields{"name": "SELECT", "apdu": selectJPKI, "ap": "ISD", "target": selectJPKI[10:], "application": "JPKI"},
			trace.Fields{"name": "SELECT", "ap": "ISD", "sw": "9000", "meaning": "done"}},
		{"card §2.2 unknown AID", unknownAID, "6A82",
			trace.Fields{"name": "SELECT", "apdu": unknownAID, "ap": "ISD", "target": "F0010203", "application": "AID F0010203"},
			trace.Fields{"name": "SELECT", "ap": "ISD", "sw": "6A82", "meaning": "file or application not found"}},
		{"CARD-308 VERIFY", "002000800431323334", "63C2",
			trace.Fields{"name": "VERIFY", "apdu": "0020008004********", "ap": "ISD"},
			trace.Fields{"name": "VERIFY", "ap": "ISD", "sw": "63C2", "meaning": "not verified, 2 tries left", "tries": "2"}},
		{"CARD-308 extended VERIFY", "0020008000000431323334", "6700",
			trace.Fields{"name": "VERIFY", "apdu": "00200080000004********", "ap": "ISD"},
			trace.Fields{"name": "VERIFY", "ap": "ISD", "sw": "6700", "meaning": "wrong length"}},
		{"VERIFY with Le", "00200080043132333400", "6700",
			trace.Fields{"name": "VERIFY", "apdu": "0020008004********00", "ap": "ISD"},
			trace.Fields{"name": "VERIFY", "ap": "ISD", "sw": "6700", "meaning": "wrong length"}},
		{"malformed VERIFY", "0020008009313233", "6700",
			trace.Fields{"name": "MALFORMED", "apdu": "00200080********", "ap": "ISD"},
			trace.Fields{"name": "MALFORMED", "ap": "ISD", "sw": "6700", "meaning": "wrong length"}},
		{"CARD-306 query by SFI", "00200098", "63C3",
			trace.Fields{"name": "VERIFY (query)", "apdu": "00200098", "ap": "ISD", "ef": "0018"},
			trace.Fields{"name": "VERIFY (query)", "ap": "ISD", "ef": "0018", "sw": "63C3", "meaning": "not verified, 3 tries left", "tries": "3"}},
		{"CARD-148 CHANGE", "002401800435363738", "9000",
			trace.Fields{"name": "CHANGE REFERENCE DATA", "apdu": "0024018004********", "ap": "ISD"},
			trace.Fields{"name": "CHANGE REFERENCE DATA", "ap": "ISD", "sw": "9000", "meaning": "done"}},
		{"our own contract", "80A24D4C0101", "6A86",
			trace.Fields{"name": "INSTITUTION AUTHENTICATE", "apdu": "80A24D4C0101", "ap": "ISD"},
			trace.Fields{"name": "INSTITUTION AUTHENTICATE", "ap": "ISD", "sw": "6A86", "meaning": "wrong P1 P2"}},
		{"card §6 80A2 elsewhere", "80A200C10101", "6700",
			trace.Fields{"name": "INS A2", "apdu": "80A200C10101", "ap": "ISD"},
			trace.Fields{"name": "INS A2", "ap": "ISD", "sw": "6700", "meaning": "wrong length"}},
	} {
		t.Run(row.fact, func(t *testing.T) {
			events := dialogue(t, record(capture.Config{}), row.command, row.answer)
			require.Len(t, events, 3)
			require.Equal(t, trace.KindPowered, events[0].Kind)
			require.Equal(t, trace.Fields{"atr": "3BE0"}, events[0].Fields)
			require.Equal(t, row.wantCommand, events[1].Fields)
			require.Equal(t, trace.Product, events[1].By)
			require.Equal(t, row.wantAnswer, events[2].Fields)
			require.Equal(t, trace.CardItself, events[2].By)
		})
	}
}

func TestOnlyADoneCommandMovesTheSelection(t *testing.T) {
	for _, row := range []struct {
		fact      string
		exchanges []string
		ap, ef    string
	}{
		{"card §2.2 by AID and FID", []string{selectJPKI, "9000", selectPIN, "9000"}, "JPKI", "0018"},
		{"card §2.2 refused AID", []string{selectJPKI, "9000", selectPIN, "9000", unknownAID, "6A82"}, "JPKI", "0018"},
		{"card §2.2 refused FID", []string{selectJPKI, "9000", selectPIN, "9000", selectCert, "6A82"}, "JPKI", "0018"},
		{"CARD-194 by SFI", []string{selectJPKI, "9000", "00B08A0004", certificate + "9000"}, "JPKI", "000A"},
		{"CARD-194 refused SFI", []string{selectJPKI, "9000", selectPIN, "9000", "00B0810004", "6982"}, "JPKI", "0018"},
		{"CARD-309 wrong PIN by SFI", []string{selectJPKI, "9000", "002000980431323334", "63C2"}, "JPKI", ""},
		{"card §2.2 another application", []string{selectJPKI, "9000", selectPIN, "9000", selectText, "9000"}, "券面入力補助", ""},
		{"card §2.2 partial AID", []string{"00A4040C05D392F00026", "9000"}, "JPKI", ""},
		{"card §2.2 ambiguous AID", []string{"00A4040C03D39210", "9000"}, "AID D39210", ""},
		{"card §2.2 no AID", []string{selectJPKI, "9000", "00A4040000", "9000"}, "ISD", ""},
		{"card §2.2 no data", []string{selectJPKI, "9000", selectPIN, "9000", "00A40000", "9000"}, "JPKI", "0018"},
	} {
		t.Run(row.fact, func(t *testing.T) {
			events := dialogue(t, record(capture.Config{}), append(row.exchanges, "00200080", "63C3")...)
			last := events[len(events)-2]
			require.Equal(t, "VERIFY (query)", last.Fields["name"])
			require.Equal(t, row.ap, last.Fields["ap"])
			require.Equal(t, row.ef, last.Fields["ef"])
		})
	}
}

func TestFilesOfJPKIHaveNames(t *testing.T) {
	events := dialogue(t, record(capture.Config{}), selectJPKI, "9000", selectCert, "9000", readHead, certificate+"9000")
	read := events[len(events)-2]
	require.Equal(t, "user authentication certificate", read.Fields["file"])
	require.Equal(t, certificate, events[len(events)-1].Fields["data"])
}

func TestDataOfOtherApplicationsAreNeverWritten(t *testing.T) {
	rec := record(capture.Config{})
	events := dialogue(t, rec, selectText, "9000", "00A4020C020001", "9000", "00B0000011", "100C313233343536373839303132FFFF9000")
	require.Equal(t, trace.Masked, events[len(events)-1].Fields["data"])
	require.NotContains(t, rec.sink.String(), "31323334")
	require.NoError(t, rec.Err())
}

func TestTokensStandForWhatTheCardGives(t *testing.T) {
	tokens, err := capture.NewTokens(bytes.NewReader(make([]byte, 32)))
	require.NoError(t, err)
	rec := record(capture.Config{Tokens: tokens})
	label := upper([]byte(fmt.Sprintf("%-32s", "JPKIAPICCTOKEN2")))
	events := dialogue(t, rec, selectJPKI, "9000", selectCert, "9000", readHead, certificate+"9000",
		"00A4020C020006", "9000", "00B0000030", label+"30313233343536379000", "00A4020C020008", "9000", "00B0000003", "8F8F009000")
	answers := map[string]trace.Fields{}
	for _, e := range events {
		if e.Kind == trace.KindResponse && e.Fields["name"] == "READ BINARY" {
			answers[e.Fields["ef"]] = e.Fields
		}
	}
	require.Equal(t, "3082", answers["000A"]["head"])
	require.Regexp(t, `^token:[0-9a-f]{20}$`, answers["000A"]["data"])
	require.Equal(t, label, answers["0006"]["head"])
	require.Regexp(t, `^token:`, answers["0006"]["data"])
	require.Equal(t, "8F8F00", answers["0008"]["data"])
}

func TestAnAnswerThatDoesNotComeIsAFailure(t *testing.T) {
	for name, want := range map[error]string{reader.ErrNoCard: "no-card", reader.ErrReset: "reset", reader.ErrTimeout: "timeout",
		reader.ErrReader: "reader", context.Canceled: "reader"} {
		rec := record(capture.Config{})
		wrapped := fmt.Errorf("port 4711: %w", name)
		_, err := capture.Reader(func() *capture.Recorder { return rec.Recorder }, script{err: wrapped}, trace.Harness).Connect(context.Background())
		require.ErrorIs(t, err, name)
		events := rec.events(t)
		require.Len(t, events, 1)
		require.Equal(t, trace.KindFailure, events[0].Kind)
		require.Equal(t, trace.Fields{"doing": "connect", "error": want}, events[0].Fields)
	}
	rec := record(capture.Config{})
	card, err := capture.Reader(func() *capture.Recorder { return rec.Recorder }, script{}, trace.Harness).Connect(context.Background())
	require.NoError(t, err)
	_, err = card.Transmit(context.Background(), unhex(selectJPKI))
	require.ErrorIs(t, err, reader.ErrRemoved)
	events := rec.events(t)
	require.Equal(t, trace.Stimulus, events[1].Dir, "a command of the harness is a stimulus")
	require.Equal(t, trace.Fields{"doing": "transmit", "error": "removed"}, events[2].Fields)
}

func TestNoCommandThatCarriesAPINShowsIt(t *testing.T) {
	const pin = "8317"
	rapid.Check(t, func(t *rapid.T) {
		ins := rapid.SampledFrom([]byte{0x20, 0x24, 0x2C, 0x32}).Draw(t, "ins")
		command := []byte{rapid.Byte().Draw(t, "cla"), ins, rapid.Byte().Draw(t, "p1"), rapid.Byte().Draw(t, "p2")}
		command = append(command, rapid.SampledFrom([]string{"\x04", "\x00\x00\x04", "\x09", "", "\x08ab"}).Draw(t, "length")...)
		command = append(command, pin...)
		command = append(command, rapid.SampledFrom([]string{"", "\x00", "\x00\x00", "cd"}).Draw(t, "rest")...)
		rec := record(capture.Config{Secrets: capture.NewSecrets(pin)})
		s := script{answers: map[string]string{upper(command): "9000"}}
		card, err := capture.Reader(func() *capture.Recorder { return rec.Recorder }, s, trace.Product).Connect(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := card.Transmit(context.Background(), command); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(rec.sink.String(), upper([]byte(pin))) || rec.Err() != nil {
			t.Fatalf("%s (%v)", rec.sink.String(), rec.Err())
		}
	})
}
