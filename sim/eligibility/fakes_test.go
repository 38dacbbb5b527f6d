package eligibility_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Secrets of the tests, in the forms that the cast has. None may appear in an error.
var secrets = map[string]string{
	"code": "2800001234", "id": "W0000001", "password": "Minato-Test-01", "activation": "402871596034",
	"activation-hyphen": "4028-7159-6034", "activation-11": "40287159603", "activation-13": "4028715960340",
	"activation-full-width": "４０２８７１５９６０３４", "activation-letter": "40287159603O", "activation-newline": "402871596034\n",
	"passcode": "mn7Kd2", "wrong-passcode": "mn7Kd3",
	"pin": "1234", "pin-3": "123", "pin-5": "12345", "pin-full-width": "１２３４", "pin-letter": "12E4",
}

type vault struct{}

func (vault) Reveal(owner, name string) (string, error) {
	if s, ok := secrets[name]; ok {
		return s, nil
	}
	return "", fmt.Errorf("no secret %q of %s", name, owner)
}

func ref(name string) *driver.Ref { return &driver.Ref{Owner: "F1", Name: name} }

func credentials(activation string) *driver.Credentials {
	return &driver.Credentials{InstitutionCode: *ref("code"), AccountID: *ref("id"), Password: *ref("password"),
		ActivationCode: *ref(activation)}
}

// fakeReader is a reader made of functions. Everything works that no function overrides.
type fakeReader struct {
	connect func() error
	// answer replaces the card's answer to a command, or its error, if handled is true.
	answer func(c apdu.Command) (r apdu.Response, err error, handled bool)
	// certificate is the content of EF 000A, filler included.
	certificate []byte
	sent        []string // commands in hex
	ended       []reader.Disposition
}

var _ reader.Reader = (*fakeReader)(nil)

func (f *fakeReader) Name() string { return "fake reader" }

func (f *fakeReader) Connect(context.Context) (reader.Card, error) {
	if f.connect != nil {
		if err := f.connect(); err != nil {
			return nil, err
		}
	}
	return &fakeCard{f}, nil
}

type fakeCard struct{ *fakeReader }

func (f *fakeCard) ATR() []byte { return []byte{0x3B, 0x00} }

func (f *fakeCard) Disconnect(d reader.Disposition) error {
	f.ended = append(f.ended, d)
	return nil
}

func (f *fakeCard) Transmit(_ context.Context, command []byte) ([]byte, error) {
	f.sent = append(f.sent, strings.ToUpper(hex.EncodeToString(command)))
	c, err := apdu.Parse(command)
	if err != nil {
		return nil, err
	}
	if f.answer != nil {
		if r, err, handled := f.answer(c); handled {
			return r.Append(nil), err
		}
	}
	return f.successAnswer(c).Append(nil), nil
}

// successAnswer returns the answer of a card with which everything succeeds.
func (f *fakeCard) successAnswer(c apdu.Command) apdu.Response {
	ok := apdu.Response{SW: apdu.SW9000OK}
	switch c.INS {
	case 0xB0:
		from := int(c.P1P2())
		ok.Data = f.certificate[from:min(from+c.Ne, len(f.certificate))]
	case 0x84:
		ok.Data = bytes.Repeat([]byte{0xC4}, c.Ne)
	case 0x2A:
		ok.Data = bytes.Repeat([]byte{0x5A}, c.Ne)
	}
	return ok
}

// verifies counts the commands that sent a PIN.
func (f *fakeReader) verifies() (n int) {
	for _, s := range f.sent {
		if strings.HasPrefix(s, "00200080") {
			n++
		}
	}
	return n
}

// certificate returns n bytes that begin like a DER certificate, followed by filler.
func certificate(n, filler int) []byte {
	c := []byte{0x30, 0x82, byte((n - 4) >> 8), byte(n - 4)}
	for i := len(c); i < n; i++ {
		c = append(c, byte(i*7))
	}
	return append(c, bytes.Repeat([]byte{0xFF}, filler)...)
}

// fakeService answers by path and method; a hook can replace an answer. It counts every request that reaches it.
type fakeService struct {
	*httptest.Server
	mu sync.Mutex
	// hook answers instead of the default if it returns true.
	hook  func(w http.ResponseWriter, r *http.Request, body []byte) bool
	check wire.CheckAnswer
	seen  []string // METHOD path
	last  map[string][]byte
	auth  string
}

var nonce = bytes.Repeat([]byte{0x4E}, 32)

func newFakeService(t *testing.T) *fakeService {
	s := &fakeService{check: answer(), last: map[string][]byte{}}
	s.Server = httptest.NewTLSServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *fakeService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	key := r.Method + " " + r.URL.Path
	s.seen, s.last[key], s.auth = append(s.seen, key), body, r.Header.Get("Authorization")
	if s.hook != nil && s.hook(w, r, body) {
		return
	}
	switch key {
	case "POST " + wire.PathRegistration:
		reply(w, 201, wire.RegistrationAnswer{DeviceToken: "token-1"})
	case "DELETE " + wire.PathRegistration:
		w.WriteHeader(204)
	case "POST " + wire.PathChallenge:
		reply(w, 201, wire.ChallengeAnswer{ChallengeID: "challenge-1", Nonce: nonce})
	case "POST " + wire.PathCheck:
		reply(w, 200, s.check)
	default:
		refuse(w, wire.CodeUnknownPath)
	}
}

func (s *fakeService) count(key string) (n int) {
	for _, k := range s.seen {
		if k == key {
			n++
		}
	}
	return n
}

func (s *fakeService) slot() driver.Slot {
	return driver.Slot{Reader: "fake reader", ServiceURL: s.URL,
		ServiceCA: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})}
}

func reply(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func refuse(w http.ResponseWriter, code wire.Code) {
	p := wire.ProblemFor(code, "")
	w.Header().Set("Content-Type", wire.ProblemContentType)
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

// answer returns a confirmed qualification.
func answer() wire.CheckAnswer {
	return wire.CheckAnswer{XmlMsg: wire.Message{
		MessageHeader: wire.Header{QualificationConfirmationDate: "20250602", SegmentOfResult: wire.SegmentNormal},
		MessageBody: wire.Body{ProcessingResultStatus: wire.StatusNormal, QualificationValidity: wire.ValidityValid,
			ResultList: []wire.ResultItem{{ResultOfQualificationConfirmation: person()}}},
	}}
}

func person() wire.Result {
	return wire.Result{InsuredCardClassification: "01", Name: "佐藤　花子", NameKana: "ｻﾄｳ ﾊﾅｺ", Sex1: "2", Birthdate: "19850217",
		Address: "架空県港市中央１－２－３", InsurerName: "架空健康保険組合", InsurerNumber: "06132013", InsuredCardSymbol: "１２３４",
		InsuredIdentificationNumber: "0567", InsuredBranchNumber: "01", PersonalFamilyClassification: "1", QualificationDate: "20190501"}
}

func institutionKey() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
}

// tester contains the methods that *testing.T and *rapid.T have in common.
type tester interface {
	require.TestingT
	Helper()
}

// counter is an app with everything that it needs.
type counter struct {
	t       tester
	app     *eligibility.App
	reader  *fakeReader
	service *fakeService
}

func newCounter(t *testing.T, edits ...func(*eligibility.Tables)) *counter {
	tables := eligibility.DefaultTables()
	for _, edit := range edits {
		edit(&tables)
	}
	d := &counter{t: t, reader: &fakeReader{certificate: certificate(1583, 17)}, service: newFakeService(t)}
	d.app = eligibility.New(eligibility.Config{Reader: d.reader, Vault: vault{}, InstitutionKey: institutionKey(), Tables: tables})
	require.NoError(t, d.app.Configure(context.Background(), d.service.slot()))
	return d
}

func (d *counter) do(call driver.Call) driver.Screen {
	d.t.Helper()
	s, err := d.app.Do(context.Background(), call)
	require.NoError(d.t, err, call.Verb)
	return s
}

// until makes the calls of initial registration and login up to a screen.
func (d *counter) until(screen driver.ScreenID) *counter {
	d.t.Helper()
	for _, call := range []driver.Call{
		{Verb: driver.Install}, {Verb: driver.Launch}, {Verb: driver.Agree},
		{Verb: driver.EnterCredentials, Credentials: credentials("activation")},
		{Verb: driver.SetPasscode, Secret: ref("passcode")}, {Verb: driver.Login, Secret: ref("passcode")},
	} {
		if d.do(call).Screen == screen {
			return d
		}
	}
	require.FailNow(d.t, "the calls do not lead to the screen", screen)
	return nil
}

// upToCard chooses the mode and continues up to the card-reading screen.
func (d *counter) upToCard(mode wire.Mode) *counter {
	d.t.Helper()
	d.do(driver.Call{Verb: driver.OpenSettings})
	d.do(driver.Call{Verb: driver.SetVisual, On: mode == wire.ModeVisual})
	d.do(driver.Call{Verb: driver.LeaveSettings})
	d.do(driver.Call{Verb: driver.StartCheck})
	call := driver.Call{Verb: driver.ConfirmFace, On: true}
	if mode == wire.ModePIN {
		call = driver.Call{Verb: driver.EnterPIN, Secret: ref("pin")}
	}
	require.Equal(d.t, driver.ScreenCardRead, d.do(call).Screen)
	return d
}

func (d *counter) read() driver.Screen {
	d.t.Helper()
	return d.do(driver.Call{Verb: driver.ReadCard})
}
