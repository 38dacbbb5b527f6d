package eligibility_test

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
)

// TestBrokenService breaks the check itself: the request is sent once, whatever happens to its answer.
func TestBrokenService(t *testing.T) {
	for _, c := range []struct {
		name    string
		breaks  func(http.ResponseWriter)
		outcome driver.Outcome
	}{
		{"hangs up before the answer", hangUp, driver.OutcomeUnreachable},
		{"hangs up inside the answer", func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte(`{"XmlMsg":`))
		}, driver.OutcomeUnreachable},
		{"no JSON", raw(200, "application/json", "<html>"), driver.OutcomeServiceFailed},
		{"an answer without a segment", raw(200, "application/json", "{}"), driver.OutcomeServiceFailed},
		{"other success", raw(204, "", ""), driver.OutcomeServiceFailed},
		{"error without a problem", raw(502, "text/html", "<html>"), driver.OutcomeServiceFailed},
		{"problem without a code", raw(422, wire.ProblemContentType, `{"messageJa":"x"}`), driver.OutcomeServiceFailed},
		{"problem without a text", raw(422, wire.ProblemContentType, `{"code":"MOCK-E203"}`), driver.OutcomeServiceFailed},
		{"unknown problem", raw(422, wire.ProblemContentType, `{"code":"X-1","messageJa":"未知"}`), driver.OutcomeServiceFailed},
		{"an endless answer", raw(200, "application/json", strings.Repeat(" ", 1<<20+1)), driver.OutcomeServiceFailed},
		{"a redirection", func(w http.ResponseWriter) {
			w.Header().Set("Location", wire.PathCheck)
			w.WriteHeader(http.StatusTemporaryRedirect)
		}, driver.OutcomeServiceFailed},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newCounter(t).until(driver.ScreenAuthSelect).upToCard(wire.ModePIN)
			d.service.hook = func(w http.ResponseWriter, r *http.Request, _ []byte) bool {
				if r.URL.Path == wire.PathCheck {
					c.breaks(w)
				}
				return r.URL.Path == wire.PathCheck
			}
			s := d.read()
			require.Equal(t, driver.ScreenAuthSelect, s.Screen)
			require.Equal(t, c.outcome, s.Outcome)
			require.NotEmpty(t, s.Text)
			require.Equal(t, 1, d.service.count(askCheck), "the check was sent again")
			d.service.hook = nil
			require.Equal(t, driver.OutcomeConfirmed, d.upToCard(wire.ModePIN).read().Outcome, "the next check works")
		})
	}
}

func hangUp(w http.ResponseWriter) {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = connection.Close()
	}
}

func raw(status int, contentType, body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func TestUnreadableRegistrationAndChallenge(t *testing.T) {
	t.Run("a registration without a token registers nothing", func(t *testing.T) {
		d := newCounter(t).until(driver.ScreenCredentials)
		d.service.hook = func(w http.ResponseWriter, _ *http.Request, _ []byte) bool {
			reply(w, 201, wire.RegistrationAnswer{})
			return true
		}
		s := d.do(enter("activation"))
		require.Equal(t, driver.ScreenCredentials, s.Screen)
		require.Equal(t, driver.OutcomeServiceFailed, s.Outcome)
	})
	t.Run("a nonce of another size is not signed", func(t *testing.T) {
		d := newCounter(t).until(driver.ScreenAuthSelect).upToCard(wire.ModePIN)
		d.service.hook = func(w http.ResponseWriter, _ *http.Request, _ []byte) bool {
			reply(w, 201, wire.ChallengeAnswer{ChallengeID: "c", Nonce: nonce[:31]})
			return true
		}
		require.Equal(t, driver.OutcomeServiceFailed, d.read().Outcome)
		require.NotContains(t, strings.Join(d.reader.sent, " "), "802A")
	})
}

func TestServiceTrust(t *testing.T) {
	t.Run("another CA than the slot's is not trusted", func(t *testing.T) {
		d := newCounter(t)
		slot := d.service.slot()
		slot.ServiceCA = anotherCA(t)
		require.NoError(t, d.app.Configure(context.Background(), slot))
		d.until(driver.ScreenCredentials)
		require.Equal(t, driver.OutcomeUnreachable, d.do(enter("activation")).Outcome)
		require.Empty(t, d.service.seen)
	})
	t.Run("a certificate for another host is not trusted", func(t *testing.T) {
		d := newCounter(t)
		slot := d.service.slot()
		slot.ServiceURL = strings.Replace(slot.ServiceURL, "127.0.0.1", "localhost", 1)
		require.NoError(t, d.app.Configure(context.Background(), slot)) // the certificate does not name localhost
		d.until(driver.ScreenCredentials)
		require.Equal(t, driver.OutcomeUnreachable, d.do(enter("activation")).Outcome)
		require.Empty(t, d.service.seen)
	})
	t.Run("a connection that is cut", func(t *testing.T) {
		d := newCounter(t).until(driver.ScreenAuthSelect).upToCard(wire.ModePIN)
		d.service.Close()
		require.Equal(t, driver.OutcomeUnreachable, d.read().Outcome)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	good := newFakeService(t).slot()
	for name, slot := range map[string]driver.Slot{
		"no URL":     {ServiceCA: good.ServiceCA},
		"plain HTTP": {ServiceURL: "http://" + listener.Addr().String(), ServiceCA: good.ServiceCA},
		"no CA":      {ServiceURL: good.ServiceURL},
		"broken CA":  {ServiceURL: good.ServiceURL, ServiceCA: []byte("-----BEGIN CERTIFICATE-----")},
	} {
		t.Run(name, func(t *testing.T) {
			require.ErrorContains(t, newCounter(t).app.Configure(context.Background(), slot), "reading the slot")
		})
	}
}

// anotherCA returns, as PEM, the certificate of a CA that issued nothing.
func anotherCA(t *testing.T) []byte {
	key := institutionKey()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<32, 0)}
	der, err := x509.CreateCertificate(nil, template, template, key.Public(), key)
	require.NoError(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

func TestConfigIsChecked(t *testing.T) {
	slot := newFakeService(t).slot()
	for name, cfg := range map[string]eligibility.Config{
		"reader":          {Vault: vault{}, InstitutionKey: institutionKey()},
		"vault":           {Reader: &fakeReader{}, InstitutionKey: institutionKey()},
		"institution key": {Reader: &fakeReader{}, Vault: vault{}},
	} {
		t.Run(name, func(t *testing.T) {
			require.ErrorContains(t, eligibility.New(cfg).Configure(context.Background(), slot), "no "+name)
		})
	}
}

// TestNoSecretInErrors provokes each error of Do and looks for every secret in it.
func TestNoSecretInErrors(t *testing.T) {
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	unknown := driver.Ref{Owner: "F1", Name: "unknown"}
	withUnknown := credentials("activation")
	withUnknown.ActivationCode = unknown
	for _, c := range []struct {
		name string
		at   driver.ScreenID
		ctx  context.Context
		call driver.Call
	}{
		{"no credentials", driver.ScreenCredentials, context.Background(), driver.Call{Verb: driver.EnterCredentials}},
		{"unknown credential", driver.ScreenCredentials, context.Background(), driver.Call{Verb: driver.EnterCredentials, Credentials: withUnknown}},
		{"no passcode", driver.ScreenPasscodeSet, context.Background(), driver.Call{Verb: driver.SetPasscode}},
		{"unknown passcode", driver.ScreenLocked, context.Background(), driver.Call{Verb: driver.Login, Secret: &unknown}},
		{"cancelled", driver.ScreenLocked, cancelled, driver.Call{Verb: driver.Login, Secret: ref("passcode")}},
		{"unknown verb", driver.ScreenLocked, context.Background(), driver.Call{Verb: "dance"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newCounter(t).until(c.at)
			_, err := d.app.Do(c.ctx, c.call)
			require.Error(t, err)
			for name, secret := range secrets {
				require.NotContains(t, err.Error(), secret, name)
			}
			require.Equal(t, c.at, d.do(driver.Call{Verb: driver.Launch}).Screen, "an error changed the screen")
		})
	}
}

func TestCancelledCheck(t *testing.T) {
	d := newCounter(t).until(driver.ScreenAuthSelect).upToCard(wire.ModePIN)
	ctx, cancel := context.WithCancel(context.Background())
	d.service.hook = func(http.ResponseWriter, *http.Request, []byte) bool {
		cancel()
		return false
	}
	_, err := d.app.Do(ctx, driver.Call{Verb: driver.ReadCard})
	require.True(t, errors.Is(err, context.Canceled), "the end of the context is not a failure of the connection")
	require.Len(t, d.reader.ended, 1)
}
