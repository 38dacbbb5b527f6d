package eligibility_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
)

const register = "POST " + wire.PathRegistration

func enter(activation string) driver.Call {
	return driver.Call{Verb: driver.EnterCredentials, Credentials: credentials(activation)}
}

func TestActivationCodeForm(t *testing.T) {
	for _, written := range []string{"hyphen", "11", "13", "full-width", "letter", "newline"} {
		t.Run("INI-05 INI-06 INI-07 "+written, func(t *testing.T) {
			d := newCounter(t).until(driver.ScreenCredentials)
			require.Equal(t, driver.Screen{Screen: driver.ScreenCredentials, Outcome: driver.OutcomeFormat,
				Text: "アクティベーションコードが条件に合っていません。"}, d.do(enter("activation-"+written)))
			require.Zero(t, len(d.service.seen), "INI-07 sent a request to the service")
			require.Equal(t, driver.OutcomeRegistered, d.do(enter("activation")).Outcome, "INI-04 twelve digits")
		})
	}
	t.Run("a table without the rule sends the entry as typed", func(t *testing.T) {
		d := newCounter(t, func(x *eligibility.Tables) { x.Formats[0].Pattern = regexp.MustCompile(``) }).until(driver.ScreenCredentials)
		d.do(enter("activation-hyphen"))
		require.Equal(t, 1, d.service.count(register))
	})
}

func TestRegistration(t *testing.T) {
	t.Run("INI-02 the four entries reach the service as typed", func(t *testing.T) {
		d := newCounter(t).until(driver.ScreenPasscodeSet)
		var got wire.RegistrationRequest
		require.NoError(t, json.Unmarshal(d.service.last[register], &got))
		require.Equal(t, wire.RegistrationRequest{InstitutionCode: "2800001234", AccountID: "W0000001",
			Password: "Minato-Test-01", ActivationCode: "402871596034", Platform: "windows"}, got)
		require.Empty(t, d.service.auth)
	})
	t.Run("INI-03 SVC-129 a mismatch is shown unchanged and can be corrected", func(t *testing.T) {
		d := newCounter(t).until(driver.ScreenCredentials)
		d.service.hook = func(w http.ResponseWriter, _ *http.Request, _ []byte) bool {
			refuse(w, wire.CodeAccountMismatch)
			return true
		}
		require.Equal(t, driver.Screen{Screen: driver.ScreenCredentials, Outcome: driver.OutcomeMismatch,
			Text: "機関コード、ID、パスワード、アクティベーションコードが異なります。"}, d.do(enter("activation")))
		d.service.hook = nil
		require.Equal(t, driver.ScreenPasscodeSet, d.do(enter("activation")).Screen)
	})
}

func TestPasscode(t *testing.T) {
	d := newCounter(t).until(driver.ScreenLocked)
	t.Run("INI-12 SVC-109 a wrong passcode does not open the app", func(t *testing.T) {
		for range 20 { // no limit is public
			s := d.do(driver.Call{Verb: driver.Login, Secret: ref("wrong-passcode")})
			require.Equal(t, driver.ScreenLocked, s.Screen)
			require.Equal(t, driver.OutcomePasscodeWrong, s.Outcome)
			require.NotEmpty(t, s.Text)
		}
	})
	t.Run("INI-10 the right one does", func(t *testing.T) {
		require.Equal(t, driver.Screen{Screen: driver.ScreenAuthSelect}, d.do(driver.Call{Verb: driver.Login, Secret: ref("passcode")}))
	})
}

func TestSettings(t *testing.T) {
	d := newCounter(t).until(driver.ScreenAuthSelect)
	on := []driver.Field{{Label: eligibility.SwitchLabel, Value: "オン"}}
	off := []driver.Field{{Label: eligibility.SwitchLabel, Value: "オフ"}}
	t.Run("INI-13 SVC-113 the settings show the switch, on at first", func(t *testing.T) {
		require.Equal(t, driver.Screen{Screen: driver.ScreenSettings, Fields: on}, d.do(driver.Call{Verb: driver.OpenSettings}))
	})
	t.Run("INI-15 off selects the PIN", func(t *testing.T) {
		require.Equal(t, off, d.do(driver.Call{Verb: driver.SetVisual}).Fields)
		d.do(driver.Call{Verb: driver.LeaveSettings})
		require.Equal(t, driver.Screen{Screen: driver.ScreenPIN}, d.do(driver.Call{Verb: driver.StartCheck}))
	})
	t.Run("INI-16 the choice is kept over a restart", func(t *testing.T) {
		d.do(driver.Call{Verb: driver.Launch})
		d.do(driver.Call{Verb: driver.Login, Secret: ref("passcode")})
		require.Equal(t, off, d.do(driver.Call{Verb: driver.OpenSettings}).Fields)
	})
}

func TestDeregistration(t *testing.T) {
	const unbind = "DELETE " + wire.PathRegistration
	t.Run("DER-01 leads back to the credentials and informs the service", func(t *testing.T) {
		d := newCounter(t).until(driver.ScreenAuthSelect)
		d.do(driver.Call{Verb: driver.OpenSettings})
		s := d.do(driver.Call{Verb: driver.Deregister})
		require.Equal(t, driver.ScreenCredentials, s.Screen)
		require.Equal(t, driver.OutcomeDeregistered, s.Outcome)
		require.Empty(t, s.Fields)
		require.Equal(t, 1, d.service.count(unbind))
		require.Equal(t, "Bearer token-1", d.service.auth)
		require.Equal(t, driver.ScreenCredentials, d.do(driver.Call{Verb: driver.Launch}).Screen)
	})
	t.Run("a refusal keeps the registration", func(t *testing.T) {
		d := newCounter(t).until(driver.ScreenAuthSelect)
		d.do(driver.Call{Verb: driver.OpenSettings})
		d.service.Close()
		s := d.do(driver.Call{Verb: driver.Deregister})
		require.Equal(t, driver.ScreenSettings, s.Screen)
		require.Equal(t, driver.OutcomeNotDeregistered, s.Outcome)
		require.Contains(t, s.Text, "接続できません")
		require.Equal(t, driver.ScreenLocked, d.do(driver.Call{Verb: driver.Launch}).Screen)
	})
	t.Run("DER-05 an uninstall sends the service nothing and discards the terminal's data", func(t *testing.T) {
		d := newCounter(t).until(driver.ScreenAuthSelect)
		before := len(d.service.seen)
		require.Equal(t, driver.Screen{Screen: driver.ScreenNone}, d.do(driver.Call{Verb: driver.Uninstall}))
		require.Len(t, d.service.seen, before)
		d.do(driver.Call{Verb: driver.Install})
		require.Equal(t, driver.ScreenNotice, d.do(driver.Call{Verb: driver.Launch}).Screen)
	})
}
