package portal_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// sheet reads the settings sheet of the n-th account in the list.
func (l *lab) sheet(code, session string, n int) wire.AccountSettings {
	v := l.visit(siteOf(code), session)
	list, err := l.backend.AccountList(l.t.Context(), v)
	require.NoError(l.t, err)
	sheet, err := l.backend.Settings(l.t.Context(), v, list[n].AccountID)
	require.NoError(l.t, err)
	return sheet
}

// bind registers a terminal with the data of a sheet.
func (l *lab) bind(s wire.AccountSettings) error {
	_, err := account.New(l.rows, account.DefaultRules()).Register(l.t.Context(), wire.RegistrationRequest{InstitutionCode: s.InstitutionCode,
		AccountID: s.AccountID, Password: s.Password, ActivationCode: s.ActivationCode, Platform: "windows"}, "token "+s.AccountID, l.now)
	return err
}

// state returns the state of an account in the list, or "none".
func (l *lab) state(code, session, id string) string {
	list, err := l.backend.AccountList(l.t.Context(), l.visit(siteOf(code), session))
	require.NoError(l.t, err)
	for _, a := range list {
		if a.AccountID == id {
			return a.State
		}
	}
	return "none"
}

func TestAddingAccounts(t *testing.T) {
	t.Run("DER-12 DER-16 only after 利用開始申請", func(t *testing.T) {
		l := open(t)
		p := problem(t, errorOf(l.submit(portal.OMF, l.registerAndLogIn(judo), portal.FormAddAccounts, map[string]string{"terminals": "1"})), wire.CodeApplicationState)
		require.Equal(t, "started", p.Detail)
		require.NotEmpty(t, p.Source)
	})
	t.Run("DER-07 DER-09 DER-11 SVC-127 an orphaned account is replaced by one with new credentials", func(t *testing.T) {
		l := open(t)
		session := l.started(judo)
		dead := l.sheet(judo, session, 0)
		require.NoError(t, l.bind(dead))
		require.Error(t, l.bind(dead))
		require.Equal(t, "orphaned", l.state(judo, session, dead.AccountID))
		_, err := l.submit(portal.OMF, session, portal.FormAddAccounts, map[string]string{"terminals": "1"})
		require.NoError(t, err)
		l.pass(7 * 24 * time.Hour)
		session = l.login(judo)
		list, err := l.backend.Applications(t.Context(), l.visit(portal.OMF, session))
		require.NoError(t, err)
		require.Len(t, list[1].Accounts, 1)
		fresh, err := l.backend.Settings(t.Context(), l.visit(portal.OMF, session), list[1].Accounts[0])
		require.NoError(t, err)
		require.NotEqual(t, dead.AccountID, fresh.AccountID)
		require.NotEqual(t, dead.Password, fresh.Password)
		require.NotEqual(t, dead.ActivationCode, fresh.ActivationCode)
		require.NoError(t, l.bind(fresh))
	})
	for platform, form := range map[string]string{"": `^W\d{7}$`, "windows": `^W\d{7}$`, "ios": `^I\d{7}$`, "android": `^A\d{7}$`} {
		t.Run("SVC-130 SVC-131 "+platform, func(t *testing.T) {
			l := open(t)
			session := l.started(judo)
			_, err := l.submit(portal.OMF, session, portal.FormAddAccounts, map[string]string{"terminals": "20", "platform": platform})
			require.NoError(t, err)
			list, err := l.backend.Applications(t.Context(), l.visit(portal.OMF, session))
			require.NoError(t, err)
			require.Len(t, list[1].Accounts, 20)
			for _, id := range list[1].Accounts {
				require.Regexp(t, form, id)
			}
		})
	}
	t.Run("APP-29 at most twenty in one application, but several applications", func(t *testing.T) {
		l := open(t)
		session := l.started(judo)
		require.Equal(t, []string{"most-terminals"},
			refusals(t, errorOf(l.submit(portal.OMF, session, portal.FormAddAccounts, map[string]string{"terminals": "21"})))["terminals"])
		for range 2 {
			require.NoError(t, errorOf(l.submit(portal.OMF, session, portal.FormAddAccounts, map[string]string{"terminals": "20"})))
		}
		list, err := l.backend.AccountList(t.Context(), l.visit(portal.OMF, session))
		require.NoError(t, err)
		require.Len(t, list, 43)
	})
}

// errorOf returns the error of a call with two results.
func errorOf[T any](_ T, err error) error { return err }

func TestCancellingAccounts(t *testing.T) {
	l := open(t)
	session := l.started(judo)
	s := l.sheet(judo, session, 0)
	require.NoError(t, l.bind(s))
	require.Error(t, l.bind(s))
	t.Run("DER-08 SVC-126 an orphaned account is cancelled", func(t *testing.T) {
		require.Equal(t, "orphaned", l.state(judo, session, s.AccountID))
		require.NoError(t, errorOf(l.submit(portal.OMF, session, portal.FormCancelAccount, map[string]string{"account": s.AccountID})))
		require.Equal(t, "cancelled", l.state(judo, session, s.AccountID))
	})
	t.Run("SVC-128 a cancelled account stays cancelled", func(t *testing.T) {
		require.Error(t, l.bind(s))
		problem(t, errorOf(l.backend.Settings(t.Context(), l.visit(portal.OMF, session), s.AccountID)), wire.CodeApplicationState)
		require.Equal(t, []string{"option"},
			refusals(t, errorOf(l.submit(portal.OMF, session, portal.FormCancelAccount, map[string]string{"account": s.AccountID})))["account"])
	})
	t.Run("DER-08 not an account of another facility", func(t *testing.T) {
		other := l.started(ahaki)
		require.Equal(t, []string{"option"},
			refusals(t, errorOf(l.submit(portal.OMF, other, portal.FormCancelAccount, map[string]string{"account": s.AccountID})))["account"])
		problem(t, errorOf(l.backend.Settings(t.Context(), l.visit(portal.OMF, other), s.AccountID)), wire.CodeNotFound)
	})
}

func TestOperationAndEnd(t *testing.T) {
	l := open(t)
	session := l.started(judo)
	t.Run("APP-49", func(t *testing.T) {
		require.Equal(t, []string{"required"}, refusals(t, errorOf(l.submit(portal.OMF, session, portal.FormOperationDay, nil)))["operationDay"])
		require.NoError(t, errorOf(l.submit(portal.OMF, session, portal.FormOperationDay, map[string]string{"operationDay": "2025-07-01"})))
	})
	t.Run("APP-50 the division decides which fields are required", func(t *testing.T) {
		require.Equal(t, map[string][]string{"endDay": {"required"}},
			refusals(t, errorOf(l.submit(portal.OMF, session, portal.FormEndChange, map[string]string{"division": portal.DivisionEnd}))))
		require.Equal(t, map[string][]string{"change": {"required"}},
			refusals(t, errorOf(l.submit(portal.OMF, session, portal.FormEndChange, map[string]string{"division": portal.DivisionChange}))))
		require.NoError(t, errorOf(l.submit(portal.OMF, session, portal.FormEndChange,
			map[string]string{"division": portal.DivisionChange, "change": "電話番号"})))
	})
	t.Run("APP-50 the accounts end after the last day, and 利用開始申請 is possible again", func(t *testing.T) {
		s := l.sheet(judo, session, 0)
		last := l.now.In(portal.Zone())
		require.NoError(t, errorOf(l.submit(portal.OMF, session, portal.FormEndChange,
			map[string]string{"division": portal.DivisionEnd, "endDay": last.Format(time.DateOnly)})))
		require.Equal(t, "issued", l.state(judo, session, s.AccountID))
		midnight := time.Date(last.Year(), last.Month(), last.Day()+1, 0, 0, 0, 0, portal.Zone())
		l.now = midnight.Add(-time.Second)
		require.Equal(t, "issued", l.state(judo, l.login(judo), s.AccountID))
		l.now = midnight
		session = l.login(judo)
		require.Equal(t, "cancelled", l.state(judo, session, s.AccountID))
		problem(t, errorOf(l.submit(portal.OMF, session, portal.FormOperationDay, map[string]string{"operationDay": "2025-07-01"})), wire.CodeApplicationState)
		require.NoError(t, errorOf(l.submit(portal.OMF, session, portal.FormStart, startValues(judo))))
	})
}
