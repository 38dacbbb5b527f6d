package eligibility_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

const (
	askChallenge = "POST " + wire.PathChallenge
	askCheck     = "POST " + wire.PathCheck
)

// signCommand returns the signature command, written out by hand: header, Lc, DigestInfo of SHA-256, hash of the nonce, Le
// (CARD-367, CARD-382).
func signCommand() string {
	hash := sha256.Sum256(nonce)
	return "802A0080" + "33" + "3031300D060960864801650304020105000420" + strings.ToUpper(hex.EncodeToString(hash[:])) + "00"
}

// readCommands returns the commands that read a certificate of 1583 bytes: 7 bytes, six times 256, 40.
func readCommands() []string {
	return []string{"00A4040C0AD392F000260100000001", "00A4020C02000A", "00B0000007", "00B0000700", "00B0010700",
		"00B0020700", "00B0030700", "00B0040700", "00B0050700", "00B0060728"}
}

func TestReadingInPINMode(t *testing.T) {
	d := newCounter(t).until(driver.ScreenAuthSelect).upToCard(wire.ModePIN)
	require.Empty(t, d.reader.sent, "CHK-23 the card received a command before the reading")
	require.Equal(t, driver.OutcomeConfirmed, d.read().Outcome)
	require.Equal(t, append(readCommands(), "00A4020C020018", "002000800431323334", "00A4020C020017", signCommand()),
		d.reader.sent, "SVC-285 CARD-308 CARD-313 CARD-314")
	require.Equal(t, []reader.Disposition{reader.Unpower}, d.reader.ended, "CARD-356 CARD-359")
	requireRequest(t, d, wire.ModePIN)
}

func TestReadingInVisualMode(t *testing.T) {
	d := newCounter(t).until(driver.ScreenAuthSelect).upToCard(wire.ModeVisual)
	require.Equal(t, driver.OutcomeConfirmed, d.read().Outcome)
	sent := d.reader.sent
	require.Len(t, sent, len(readCommands())+4)
	require.Equal(t, append(readCommands(), "0084000010"), sent[:11], "SVC-286")
	require.Equal(t, []string{"00A4020C020017", signCommand()}, sent[12:])
	authenticate, err := hex.DecodeString(sent[11])
	require.NoError(t, err)
	require.Equal(t, "80a24d4c40", hex.EncodeToString(authenticate[:5]))
	message := "MYNALAB institution authentication v1\x00" + strings.Repeat("\xC4", 16)
	require.True(t, ed25519.Verify(institutionKey().Public().(ed25519.PublicKey), []byte(message), authenticate[5:]))
	require.Zero(t, d.reader.verifies(), "SVC-145 visual mode asked for a PIN")
	require.Equal(t, []reader.Disposition{reader.Unpower}, d.reader.ended)
	requireRequest(t, d, wire.ModeVisual)
}

// requireRequest checks the check request that the service received: SVC-221, each thing once.
func requireRequest(t *testing.T, d *counter, mode wire.Mode) {
	t.Helper()
	var got wire.CheckRequest
	require.NoError(t, json.Unmarshal(d.service.last[askCheck], &got))
	require.Equal(t, wire.CheckRequest{ChallengeID: "challenge-1", Mode: mode, Certificate: certificate(1583, 0),
		Signature: []byte(strings.Repeat("\x5A", 256))}, got, "SVC-221, filler behind the certificate")
	require.Equal(t, []string{register, askChallenge, askCheck}, d.service.seen)
	require.Equal(t, "Bearer token-1", d.service.auth)
}

func TestPINAnswers(t *testing.T) {
	two, zero := 2, 0
	for _, c := range []struct {
		name    string
		sw      apdu.Status
		outcome driver.Outcome
		tries   *int
		text    string
	}{
		{"CARD-324 SVC-144 wrong, 2 left", apdu.TriesLeftSW(2), driver.OutcomePINWrong, &two, "残り2回"},
		{"CARD-325 SVC-146 wrong, none left", apdu.SW63C0NoTriesLeft, driver.OutcomePINLocked, &zero, "残り0回"},
		{"CARD-326 SVC-146 locked", apdu.SW6984ReferenceBlocked, driver.OutcomePINLocked, nil, "目視確認に切り替え"},
		{"CARD-328 locked", apdu.SW6983AuthMethodBlocked, driver.OutcomePINLocked, nil, "市区町村の窓口"},
		{"anything else is a failure of the card", apdu.SW6982SecurityNotSatisfied, driver.OutcomeCardFailed, nil, "カードを読み取れません"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newCounter(t).until(driver.ScreenAuthSelect).upToCard(wire.ModePIN)
			d.reader.answer = func(cmd apdu.Command) (apdu.Response, error, bool) {
				return apdu.Response{SW: c.sw}, nil, cmd.INS == 0x20
			}
			s := d.read()
			require.Equal(t, driver.ScreenAuthSelect, s.Screen)
			require.Equal(t, c.outcome, s.Outcome)
			require.Equal(t, c.tries, s.Tries)
			require.Contains(t, s.Text, c.text)
			require.Equal(t, 1, d.reader.verifies(), "the PIN was sent more than once")
			require.Equal(t, []string{register}, d.service.seen, "the service received another request")
			require.Equal(t, []reader.Disposition{reader.Unpower}, d.reader.ended)
			require.Equal(t, driver.OutcomeNotPossible, d.read().Outcome, "the PIN was kept after the reading")
			require.Equal(t, 1, d.reader.verifies())
		})
	}
}

func TestPINForm(t *testing.T) {
	for _, form := range []string{"3", "5", "full-width", "letter"} {
		t.Run("CHK-03 CARD-339 "+form, func(t *testing.T) {
			d := newCounter(t).until(driver.ScreenAuthSelect)
			d.do(driver.Call{Verb: driver.OpenSettings})
			d.do(driver.Call{Verb: driver.SetVisual})
			d.do(driver.Call{Verb: driver.LeaveSettings})
			d.do(driver.Call{Verb: driver.StartCheck})
			s := d.do(driver.Call{Verb: driver.EnterPIN, Secret: ref("pin-" + form)})
			require.Equal(t, driver.ScreenPIN, s.Screen)
			require.Equal(t, driver.OutcomePINFormat, s.Outcome)
			require.Empty(t, d.reader.sent)
			require.Equal(t, driver.ScreenCardRead, d.do(driver.Call{Verb: driver.EnterPIN, Secret: ref("pin")}).Screen)
		})
	}
}

func TestFaceMismatch(t *testing.T) {
	d := newCounter(t).until(driver.ScreenAuthSelect)
	d.do(driver.Call{Verb: driver.StartCheck})
	s := d.do(driver.Call{Verb: driver.ConfirmFace})
	require.Equal(t, driver.ScreenAuthSelect, s.Screen, "CHK-02")
	require.Equal(t, driver.OutcomeFaceMismatch, s.Outcome)
	require.Empty(t, d.reader.sent)
}

// TestFailingCards makes connecting or each command of both modes fail; no check is ever sent.
func TestFailingCards(t *testing.T) {
	failures := []struct {
		err     error
		outcome driver.Outcome
	}{
		{reader.ErrNoCard, driver.OutcomeNoCard}, {reader.ErrRemoved, driver.OutcomeCardRemoved},
		{reader.ErrReset, driver.OutcomeCardFailed}, {reader.ErrTimeout, driver.OutcomeCardFailed},
		{reader.ErrReader, driver.OutcomeCardFailed}, {apdu.SW6F00Internal, driver.OutcomeCardFailed},
		{fmt.Errorf("wrapped: %w", reader.ErrRemoved), driver.OutcomeCardRemoved},
	}
	for _, f := range failures {
		t.Run(f.err.Error(), func(t *testing.T) {
			d := newCounter(t).until(driver.ScreenAuthSelect)
			for _, mode := range []wire.Mode{wire.ModePIN, wire.ModeVisual} {
				for at := range 14 {
					d.reader.sent, d.reader.ended = nil, nil
					d.upToCard(mode)
					failAt(d.reader, at, f.err)
					s := d.read()
					require.Equal(t, driver.ScreenAuthSelect, s.Screen)
					require.Equal(t, f.outcome, s.Outcome, "%s, command %d", mode, at)
					require.NotEmpty(t, s.Text)
					require.Empty(t, s.HandOver)
					require.Zero(t, d.service.count(askCheck))
					require.LessOrEqual(t, d.reader.verifies(), 1)
					require.Equal(t, []reader.Disposition{reader.Unpower}, d.reader.ended)
				}
			}
		})
	}
	t.Run("no card at all", func(t *testing.T) {
		d := newCounter(t).until(driver.ScreenAuthSelect).upToCard(wire.ModePIN)
		d.reader.connect = func() error { return reader.ErrNoCard }
		require.Equal(t, driver.OutcomeNoCard, d.read().Outcome)
		require.Equal(t, driver.OutcomeNotPossible, d.read().Outcome, "the PIN is not kept for a later card")
	})
}

func failAt(r *fakeReader, at int, err error) {
	r.answer = func(apdu.Command) (apdu.Response, error, bool) {
		if len(r.sent)-1 != at {
			return apdu.Response{}, nil, false
		}
		if sw, ok := err.(apdu.Status); ok {
			return apdu.Response{SW: sw}, nil, true
		}
		return apdu.Response{}, err, true
	}
}

func TestCertificates(t *testing.T) {
	for _, c := range []struct {
		name   string
		holds  []byte
		passes bool
	}{
		{"CARD-201 exactly as long as its header says", certificate(1583, 0), true},
		{"whole chunks", certificate(7+2*256, 0), true},
		{"one byte over a chunk", certificate(7+256+1, 0), true},
		{"short", certificate(7, 0), true},
		{"cut short", certificate(1583, 0)[:1500], false},
		{"empty", nil, false},
		{"not DER", []byte(strings.Repeat("\xFF", 300)), false},
		{"other length form", append([]byte{0x30, 0x81, 0x80}, make([]byte, 300)...), false},
		{"longer than READ BINARY reaches", append([]byte{0x30, 0x82, 0xFF, 0xFF}, make([]byte, 300)...), false},
		{"shorter than its header", append([]byte{0x30, 0x82, 0x00, 0x01}, make([]byte, 300)...), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newCounter(t).until(driver.ScreenAuthSelect).upToCard(wire.ModeVisual)
			d.reader.certificate = c.holds
			s := d.read()
			if c.passes {
				require.Equal(t, driver.OutcomeConfirmed, s.Outcome)
				return
			}
			require.Equal(t, driver.OutcomeCardFailed, s.Outcome)
			require.Equal(t, []string{register}, d.service.seen)
		})
	}
}

func TestStepsAreData(t *testing.T) {
	t.Run("a doubled row sends the PIN twice", func(t *testing.T) {
		d := newCounter(t, func(x *eligibility.Tables) {
			steps := x.Readings[0].Steps
			x.Readings[0].Steps = append(steps[:3:3], steps[2:]...)
		}).until(driver.ScreenAuthSelect).upToCard(wire.ModePIN)
		require.Equal(t, driver.OutcomeConfirmed, d.read().Outcome)
		require.Equal(t, 2, d.reader.verifies())
	})
	t.Run("an unregistered terminal sends the service nothing", func(t *testing.T) {
		d := newCounter(t, func(x *eligibility.Tables) { x.Flow[8].Action = eligibility.Move }).until(driver.ScreenAuthSelect).upToCard(wire.ModePIN)
		require.Equal(t, driver.OutcomeTerminalUnknown, d.read().Outcome)
		require.Empty(t, d.service.seen)
	})
}

func TestProblemsOfTheService(t *testing.T) {
	want := map[wire.Code]driver.Outcome{
		wire.CodeTerminalUnknown: driver.OutcomeTerminalUnknown, wire.CodeCardInvalid: driver.OutcomeCardInvalid,
		wire.CodeCertificateNotYet: driver.OutcomeCardInvalid, wire.CodeCertificateExpired: driver.OutcomeCertificateExpired,
		wire.CodeCertificateRevoked: driver.OutcomeCertificateRevoked, wire.CodeNotRegistered: driver.OutcomeNotRegistered,
		wire.CodeNotUsable: driver.OutcomeNotUsable, wire.CodeAccountMismatch: driver.OutcomeMismatch,
	}
	for _, p := range wire.Problems() {
		t.Run("SVC-150 "+string(p.Code), func(t *testing.T) {
			d := newCounter(t).until(driver.ScreenAuthSelect).upToCard(wire.ModePIN)
			d.service.hook = func(w http.ResponseWriter, r *http.Request, _ []byte) bool {
				if r.URL.Path == wire.PathCheck {
					refuse(w, p.Code)
				}
				return r.URL.Path == wire.PathCheck
			}
			outcome, ok := want[p.Code]
			if !ok {
				outcome = driver.OutcomeServiceFailed
			}
			require.Equal(t, driver.Screen{Screen: driver.ScreenAuthSelect, Outcome: outcome, Text: p.MessageJA}, d.read())
			require.Equal(t, 1, d.service.count(askCheck), "a challenge can be used once")
		})
	}
}
