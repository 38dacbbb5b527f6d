package pcsc_test

import (
	"context"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/pcsc"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// listed is a reader and card that records the commands that reach it. Every command succeeds unless answers has an answer
// for it.
type listed struct {
	answers map[string]string
	fails   error
	seen    []string
}

func (l *listed) Name() string                                 { return "listed" }
func (l *listed) Connect(context.Context) (reader.Card, error) { return l, nil }
func (l *listed) ATR() []byte                                  { return []byte{0x3B, 0x00} }
func (l *listed) Disconnect(reader.Disposition) error          { return nil }
func (l *listed) Transmit(_ context.Context, command []byte) ([]byte, error) {
	text := strings.ToUpper(hex.EncodeToString(command))
	l.seen = append(l.seen, text)
	if l.fails != nil {
		return nil, l.fails
	}
	answer, ok := l.answers[text]
	if !ok {
		answer = "9000"
	}
	return hex.DecodeString(answer)
}

// Commands of the tables.
const (
	selectJPKI = "00A4040C0AD392F000260100000001"
	selectText = "00A4040C0AD3921000310001010408"
	query      = "00200080"
	verify     = "002000800431323334"
	signing    = "802A008004AABBCCDD00"
)

func efSelect(fid string) string { return "00A4020C02" + fid }

func decode(t require.TestingT, s string) []byte {
	b, err := hex.DecodeString(s)
	require.NoError(t, err)
	return b
}

// connect returns a guarded card that has received the commands in before.
func connect(t *testing.T, l *listed, p pcsc.Policy, before ...string) reader.Card {
	c, err := pcsc.Guard(l, p).Connect(t.Context())
	require.NoError(t, err)
	for _, command := range before {
		_, err := c.Transmit(t.Context(), decode(t, command))
		require.NoError(t, err, command)
	}
	l.seen = nil
	return c
}

func TestStranger(t *testing.T) {
	for _, tt := range []struct {
		name    string
		before  []string
		command string
		pass    bool
	}{
		{"CARD-082 select by AID", nil, selectJPKI, true},
		{"CARD-083 select by AID with FCI", nil, "00A404000AD392F00026010000000100", true},
		{"CARD-088 select EF", nil, efSelect("0001"), true},
		{"CARD-086 the next occurrence of a prefix", nil, "00A4040E0AD392F000260100000001", false},
		{"CARD-085 a prefix that is too short", nil, "00A4040C02D392", false},
		{"CARD-089 select by path", nil, "00A4090C020001", false},
		{"CARD-127 get challenge", nil, "0084000008", true},
		{"CARD-128 get challenge, extended", nil, "00840000000008", false},
		{"CARD-306 query", []string{selectJPKI, efSelect("0018")}, query, true},
		{"query of another application", []string{selectText, efSelect("0011")}, query, true},
		{"query with Le, which a card may count as a try", []string{selectJPKI, efSelect("0018")}, "0020008000", false},
		{"query with extended Le", []string{selectJPKI, efSelect("0018")}, "00200080000000", false},
		{"query by SFI", []string{selectJPKI}, "00200098", false},

		{"CARD-151 signature CA", []string{selectJPKI, efSelect("0002")}, "00B0000000", true},
		{"CARD-153 token", []string{selectJPKI, efSelect("0006")}, "00B0000020", true},
		{"CARD-154 availability by SFI", []string{selectJPKI}, "00B0880000", true},
		{"CARD-157 authentication certificate", []string{selectJPKI, efSelect("000A")}, "00B0010000", true},
		{"CARD-157 by SFI, extended", []string{selectJPKI}, "00B08A00000000", true},
		{"CARD-159 authentication CA", []string{selectJPKI, efSelect("000B")}, "00B0000000", true},
		{"CARD-194 after a read by SFI that file is current", []string{selectJPKI, "00B08A0000"}, "00B0010000", true},

		{"CARD-149 signature certificate", []string{selectJPKI, efSelect("0001")}, "00B0000004", false},
		{"CARD-149 signature certificate by SFI", []string{selectJPKI, efSelect("000A")}, "00B0810000", false},
		{"CARD-149 signature certificate by SFI, extended", []string{selectJPKI}, "00B08100000000", false},
		{"current file by SFI 0", []string{selectJPKI, efSelect("000A")}, "00B0800000", false},
		{"SFI with a reserved bit", []string{selectJPKI}, "00B0AA0000", false},
		{"CARD-076 My Number", []string{selectText, efSelect("0001")}, "00B0000011", false},
		{"CARD-076 a listed number in another application", []string{selectText, efSelect("0002")}, "00B0000000", false},
		{"CARD-076 the same by SFI", []string{selectText}, "00B0820000", false},
		{"CARD-077 card face", []string{"00A4040C0AD3921000310001010402", efSelect("0002")}, "00B0000000", false},
		{"CARD-085 an application selected by prefix is not certain", []string{"00A4040C05D392F00026", efSelect("000A")}, "00B0000000", false},
		{"nothing selected", nil, "00B0000000", false},
		{"a file, but no application", []string{efSelect("000A")}, "00B0000000", false},
		{"an application, but no file", []string{selectJPKI}, "00B0000000", false},
		{"a new application has no current file", []string{selectJPKI, efSelect("000A"), selectJPKI}, "00B0000000", false},
		{"a file number with a listed low byte", []string{selectJPKI, efSelect("010A")}, "00B0000000", false},
		{"read with data", []string{selectJPKI, efSelect("000A")}, "00B0000002540000", false},
		{"read of the odd instruction", []string{selectJPKI, efSelect("000A")}, "00B1000004", false},
		{"CARD-132 read record", []string{"00A4040C0AD3921000310001010100"}, "00B2010C00", false},

		{"VERIFY", []string{selectJPKI, efSelect("0018")}, verify, false},
		{"sign", []string{selectJPKI, efSelect("0017")}, signing, false},
		{"chaining", []string{selectJPKI, efSelect("000A")}, "10B0000000", false},
		{"secure messaging", []string{selectJPKI, efSelect("000A")}, "0CB0000000", false},
		{"logical channel", []string{selectJPKI, efSelect("000A")}, "01B0000000", false},
		{"further channel", []string{selectJPKI, efSelect("000A")}, "40B0000000", false},
		{"proprietary class", []string{selectJPKI, efSelect("000A")}, "80B0000000", false},
		{"CARD-071 pseudo-APDU of a reader", nil, "FFCA000000", false},
		{"get data", nil, "00CA9F7F00", false},
		{"get response", nil, "00C0000000", false},
		{"internal authenticate", []string{selectJPKI}, "00880097040102030400", false},
		{"write", []string{selectJPKI, efSelect("000A")}, "00D600000100", false},
		{"empty", nil, "", false},
		{"one byte, a control message to vpcd", nil, "02", false},
		{"Lc too long", nil, "00A4040C10D392", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := &listed{}
			check(t, l, connect(t, l, pcsc.ForForeignCard(), tt.before...), tt.command, tt.pass)
		})
	}
}

// check sends a command and checks whether it reached the card, once and unchanged.
func check(t *testing.T, l *listed, c reader.Card, command string, pass bool) {
	_, err := c.Transmit(t.Context(), decode(t, command))
	if pass {
		require.NoError(t, err)
		require.Equal(t, []string{command}, l.seen)
		return
	}
	var refused *pcsc.Refused
	require.ErrorAs(t, err, &refused)
	require.ErrorIs(t, err, pcsc.ErrRefused)
	require.NotEmpty(t, refused.Next)
	require.NotContains(t, err.Error(), "\n")
	require.Empty(t, l.seen)
}

// TestNothingOfAStrangerIsSpent proves that no counter, PIN or key of a card that is not ours is tried or used.
func TestNothingOfAStrangerIsSpent(t *testing.T) {
	for _, tt := range []struct{ name, fid, command string }{
		{"authentication PIN", "0018", verify},
		{"authentication key", "0017", signing},
		{"signature password", "001B", verify},
		{"signature key", "001A", signing},
		{"signature certificate", "0001", "00B0000000"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := &listed{answers: map[string]string{query: "63C3"}}
			check(t, l, connect(t, l, pcsc.ForForeignCard(), selectJPKI, efSelect(tt.fid)), tt.command, false)
		})
	}
}

// TestOneConnectionAtATime: two connections share the card's one selection, so a selection by one could make the other try
// the wrong PIN.
func TestOneConnectionAtATime(t *testing.T) {
	l := &listed{answers: map[string]string{query: "63C5"}}
	guarded := pcsc.Guard(l, pcsc.ForTestCard())
	first, err := guarded.Connect(t.Context())
	require.NoError(t, err)
	_, err = guarded.Connect(t.Context())
	var refused *pcsc.Refused
	require.ErrorAs(t, err, &refused)
	require.Equal(t, "close the first one", refused.Next)

	send(selectJPKI)(t, l, first)
	send(efSelect("0018"))(t, l, first)
	require.NoError(t, first.Disconnect(reader.Leave))
	second, err := guarded.Connect(t.Context())
	require.NoError(t, err, "after the first was closed another may connect")
	l.seen = nil
	check(t, l, first, verify, false)
	check(t, l, second, verify, false)
	require.NoError(t, first.Disconnect(reader.Leave))
	_, err = guarded.Connect(t.Context())
	require.ErrorIs(t, err, pcsc.ErrRefused, "closing one twice does not allow a third")
}

func TestACardIsRecognisedBeforeAnythingElse(t *testing.T) {
	gone := errors.New("it was pulled out")
	for _, tt := range []struct {
		name string
		same bool
		err  error
		want error
	}{
		{"the card that was enrolled", true, nil, nil},
		{"another card", false, nil, pcsc.ErrRefused},
		{"a card that does not answer", false, gone, gone},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := &listed{}
			_, err := pcsc.GuardKnown(l, pcsc.ForTestCard(), func(ctx context.Context, c reader.Card) (bool, error) {
				send(efSelect("0018"))(t, l, c)
				_, refused := c.Transmit(ctx, decode(t, verify))
				require.ErrorIs(t, refused, pcsc.ErrRefused, "until it is recognised it is treated as a card that is not ours")
				return tt.same, tt.err
			}).Connect(t.Context())
			require.ErrorIs(t, err, tt.want)
			require.Equal(t, []string{efSelect("0018")}, l.seen)
		})
	}
}

func TestOurs(t *testing.T) {
	for _, tt := range []struct {
		name    string
		before  []string
		command string
		pass    bool
	}{
		{"CARD-149 signature certificate", []string{selectJPKI, efSelect("0001")}, "00B0000000", true},
		{"CARD-149 signature certificate by SFI", []string{selectJPKI}, "00B0810000", true},
		{"CARD-369 authentication key", []string{selectJPKI, efSelect("0017")}, signing, true},
		{"CARD-369 signature key", []string{selectJPKI, efSelect("001A")}, signing, true},
		{"key by SFI", []string{selectJPKI}, "802A009704AABBCCDD00", false},
		{"card hashes", []string{selectJPKI, efSelect("0017")}, "802A010004AABBCCDD00", false},
		{"signing with a PIN file selected", []string{selectJPKI, efSelect("0018")}, signing, false},
		{"signing in another application", []string{selectText, efSelect("0017")}, signing, false},
		{"CARD-310 VERIFY by SFI", []string{selectJPKI, efSelect("0018")}, "002000980431323334", false},
		{"VERIFY of the whole card", []string{selectJPKI, efSelect("0018")}, "002000000431323334", false},
		{"CARD-313 VERIFY with Le", []string{selectJPKI, efSelect("0018")}, "00200080043132333400", false},
		{"VERIFY, extended", []string{selectJPKI, efSelect("0018")}, "0020008000000431323334", false},
		{"CARD-333 VERIFY of 17 bytes", []string{selectJPKI, efSelect("0018")}, "0020008011" + strings.Repeat("31", 17), false},
		{"VERIFY chained", []string{selectJPKI, efSelect("0018")}, "102000800431323334", false},
		{"CARD-331 VERIFY in secure messaging", []string{selectJPKI, efSelect("0018")}, "0C2000800431323334", false},
		{"VERIFY on a file that is not a PIN", []string{selectJPKI, efSelect("000A")}, verify, false},
		{"VERIFY in another application", []string{selectText, efSelect("0011")}, verify, false},
		{"VERIFY with nothing selected", nil, verify, false},
		{"CARD-148 change", []string{selectJPKI, efSelect("0018")}, "002401800434333231", false},
		{"change with the old PIN", []string{selectJPKI, efSelect("0018")}, "00240080083132333434333231", false},
		{"CARD-147 change key", []string{selectJPKI, efSelect("0018")}, "803200800434333231", false},
		{"reset retry counter", []string{selectJPKI, efSelect("0018")}, "002C00800434333231", false},
		{"CARD-076 My Number", []string{selectText, efSelect("0001")}, "00B0000011", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := &listed{}
			check(t, l, connect(t, l, pcsc.ForTestCard(), tt.before...), tt.command, tt.pass)
		})
	}
}

func TestLastTryIsNeverSpent(t *testing.T) {
	for _, tt := range []struct {
		name, answer string
		pass         bool
	}{
		{"CARD-318 three left", "63C3", true},
		{"CARD-318 two left", "63C2", true},
		{"one left", "63C1", false},
		{"CARD-319 none left", "63C0", false},
		{"a counter that is not reported", "9000", false},
		{"CARD-321 an unlimited key", "6300", false},
		{"CARD-330 no PIN", "6981", false},
		{"a blocked one", "6984", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := &listed{answers: map[string]string{query: tt.answer}}
			c := connect(t, l, pcsc.ForTestCard(), selectJPKI, efSelect("0018"))
			_, err := c.Transmit(t.Context(), decode(t, verify))
			if tt.pass {
				require.NoError(t, err)
				require.Equal(t, []string{query, verify}, l.seen, "asked first, sent once")
				return
			}
			require.ErrorIs(t, err, pcsc.ErrRefused)
			require.NotContains(t, err.Error(), "1234")
			require.NotContains(t, err.Error(), "31323334")
			require.Equal(t, []string{query}, l.seen)
		})
	}
}

func TestWrongPINIsNotRepeated(t *testing.T) {
	l := &listed{answers: map[string]string{query: "63C3", verify: "63C2"}}
	c := connect(t, l, pcsc.ForTestCard(), selectJPKI, efSelect("0018"))
	answer, err := c.Transmit(t.Context(), decode(t, verify))
	require.NoError(t, err)
	require.Equal(t, apdu.TriesLeftSW(2).Bytes(), answer)
	require.Equal(t, []string{query, verify}, l.seen)
}

func TestSelectionIsForgottenWhenUncertain(t *testing.T) {
	for _, tt := range []struct {
		name    string
		answers map[string]string
		between func(t *testing.T, l *listed, c reader.Card)
		pass    bool
	}{
		{"a failed SELECT EF", map[string]string{efSelect("0009"): "6A82"}, send(efSelect("0009")), false},
		{"a failed SELECT by AID", map[string]string{selectText: "6A82"}, send(selectText), false},
		{"a failed read by SFI", map[string]string{"00B0880000": "6A82"}, send("00B0880000"), false},
		{"a read past the end keeps it", map[string]string{"00B00F0000": "6B00"}, send("00B00F0000"), true},
		{"a challenge keeps it", nil, send("0084000008"), true},
		{"a card that was reset", nil, func(t *testing.T, l *listed, c reader.Card) {
			l.fails = reader.ErrReset
			_, err := c.Transmit(t.Context(), decode(t, "0084000008"))
			require.ErrorIs(t, err, reader.ErrReset)
			l.fails = nil
		}, false},
		{"a connection that was closed", nil, func(t *testing.T, _ *listed, c reader.Card) {
			require.NoError(t, c.Disconnect(reader.Reset))
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := &listed{}
			c := connect(t, l, pcsc.ForForeignCard(), selectJPKI, efSelect("000A"))
			l.answers = tt.answers
			tt.between(t, l, c)
			l.seen = nil
			check(t, l, c, "00B0000000", tt.pass)
		})
	}
}

func send(command string) func(*testing.T, *listed, reader.Card) {
	return func(t *testing.T, _ *listed, c reader.Card) {
		_, err := c.Transmit(t.Context(), decode(t, command))
		require.NoError(t, err)
	}
}

// TestUnansweredQuestionStopsVERIFY proves that a card that does not answer the guard's query gets no PIN.
func TestUnansweredQuestionStopsVERIFY(t *testing.T) {
	l := &listed{}
	c := connect(t, l, pcsc.ForTestCard(), selectJPKI, efSelect("0018"))
	l.fails = reader.ErrRemoved
	_, err := c.Transmit(t.Context(), decode(t, verify))
	require.ErrorIs(t, err, reader.ErrRemoved)
	require.Equal(t, []string{query}, l.seen)
}

// TestNothingUnsafeReachesAStranger proves that whatever is sent to a card that is not ours, no command with a PIN, no
// signature, no write and no class except 00 reaches it.
func TestNothingUnsafeReachesAStranger(t *testing.T) {
	safe := map[byte]bool{0xA4: true, 0xB0: true, 0x20: true, 0x84: true}
	rapid.Check(t, func(t *rapid.T) {
		l := &listed{}
		c, err := pcsc.Guard(l, pcsc.ForForeignCard()).Connect(context.Background())
		require.NoError(t, err)
		known := rapid.SampledFrom([]string{selectJPKI, selectText, efSelect("0001"), efSelect("000A"), efSelect("0018"), query, verify, signing, "00B0810000"})
		for range rapid.IntRange(1, 12).Draw(t, "length") {
			command := decode(t, known.Draw(t, "known"))
			if rapid.Bool().Draw(t, "altered") {
				command[rapid.IntRange(0, len(command)-1).Draw(t, "where")] = rapid.Byte().Draw(t, "with")
			}
			_, _ = c.Transmit(context.Background(), command)
		}
		for _, sent := range l.seen {
			command := decode(t, sent)
			require.Zero(t, command[0])
			require.True(t, safe[command[1]], sent)
			if command[1] == 0x20 {
				require.Equal(t, query, sent)
			}
			require.NotEqual(t, "00B081", sent[:6])
		}
	})
}

func TestEveryRowIsSourced(t *testing.T) {
	for _, r := range pcsc.DefaultRules() {
		require.NotEmpty(t, r.Name)
		require.NotEmpty(t, r.Source, r.Name)
	}
	for _, target := range pcsc.ForTestCard().Targets {
		require.NotZero(t, target.FID, target.Name)
		require.NotEmpty(t, target.Source, target.Name)
		require.Contains(t, []pcsc.Effect{pcsc.Reads, pcsc.SpendsTry, pcsc.Signs}, target.Effect, target.Name)
	}
}
