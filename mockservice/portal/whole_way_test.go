package portal_test

import (
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/ci/postgres"
	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// stores opens empty stores of each kind.
func stores() map[string]func(t *testing.T) store.Store {
	at := func(url string) func(t *testing.T) store.Store {
		return func(t *testing.T) store.Store {
			rows, err := store.Open(t.Context(), url)
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, rows.Close()) })
			return rows
		}
	}
	return map[string]func(t *testing.T) store.Store{
		"memory":   at("memory"),
		"sqlite":   func(t *testing.T) store.Store { return at("sqlite:" + filepath.Join(t.TempDir(), "rows.db"))(t) },
		"postgres": func(t *testing.T) store.Store { return at(postgres.Start(t).Database(t))(t) },
	}
}

// TestTheWholeWay goes through APP-42 and APP-71: registration, link, login, application, mail and settings sheet; then a terminal
// registers with the data of the sheet. The code of the medical facility has a wrong check digit (SVC-261).
func TestTheWholeWay(t *testing.T) {
	for name, rows := range stores() {
		t.Run(name, func(t *testing.T) { walk(t, rows(t)) })
	}
}

func walk(t *testing.T, rows store.Store) {
	l := openOver(t, rows)
	for _, code := range []string{judo, ahaki, checkup, medical} {
		t.Run("APP-42 APP-71 REG-51 SVC-261 "+code, func(t *testing.T) {
			l.t = t
			session := l.submitStart(code)
			v := l.visit(siteOf(code), session)
			list, err := l.backend.AccountList(t.Context(), v)
			require.NoError(t, err)
			require.Len(t, list, 3)
			require.Equal(t, string(account.Applied), list[0].State)
			require.False(t, list[0].Settings)

			l.pass(8 * 24 * time.Hour)
			v = l.visit(siteOf(code), l.login(code))
			sheet, err := l.backend.Settings(t.Context(), v, list[0].AccountID)
			require.NoError(t, err)
			require.Regexp(t, `^[0-9]{12}$`, sheet.ActivationCode)
			registry := account.New(l.rows, account.DefaultRules())
			_, err = registry.Register(t.Context(), wire.RegistrationRequest{InstitutionCode: sheet.InstitutionCode, AccountID: sheet.AccountID,
				Password: sheet.Password, ActivationCode: sheet.ActivationCode, Platform: "windows"}, "token", l.now)
			require.NoError(t, err)
			mails := l.mails(code + "@clinic.example")
			require.Equal(t, portal.LetterCompleted, mails[len(mails)-1].Name)
		})
	}
}

// countOutcomes does something n times at the same time and counts the results: "ok", or the code of a problem.
func countOutcomes(n int, do func() error) map[string]int {
	counted := map[string]int{}
	var mu sync.Mutex
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			err := do()
			mu.Lock()
			defer mu.Unlock()
			var p wire.Problem
			switch {
			case err == nil:
				counted["ok"]++
			case errors.As(err, &p):
				counted[string(p.Code)]++
			default:
				counted[err.Error()]++
			}
		})
	}
	all.Wait()
	return counted
}

// TestOnceIsOnce: what may be given once is given once, however many ask for it at the same moment, in every kind of store.
func TestOnceIsOnce(t *testing.T) {
	for name, rows := range stores() {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			l := openOver(t, rows(t), openIntake)
			link := l.register(judo)
			require.Equal(t, map[string]int{"ok": 1, "MOCK-E403": 7},
				countOutcomes(8, func() error { return l.backend.Activate(ctx, l.visit(portal.OMF, ""), link) }), "REG-28")
			session := l.login(judo)
			submit := func(form string, values func() map[string]string, files ...string) map[string]int {
				v := l.visit(portal.OMF, session)
				return countOutcomes(8, func() error { return errorOf(l.backend.Submit(ctx, v, form, entry(values(), files...))) })
			}
			require.Equal(t, map[string]int{"ok": 1, "MOCK-E410": 7},
				submit(portal.FormStart, func() map[string]string { return startValues(judo) }), "APP-29")
			l.pass(9 * 24 * time.Hour)
			session = l.login(judo)
			require.NoError(t, l.bind(l.sheet(judo, session, 0)))
			var files []string
			for range 3 {
				files = append(files, l.attach(judo, session, "a.pdf", pdf).AttachmentID)
			}
			require.Equal(t, map[string]int{"ok": 1, "MOCK-E410": 7},
				submit(portal.FormGrant, func() map[string]string { return grantValues() }, files...), "SVC-207")
			require.Equal(t, map[string]int{"ok": 8}, submit(portal.FormAddAccounts, func() map[string]string {
				return map[string]string{"terminals": "2"}
			}))
			accounts, err := l.backend.AccountList(ctx, l.visit(portal.OMF, session))
			require.NoError(t, err)
			require.Len(t, accounts, 3+16)
			got := submit(portal.FormColocation, func() map[string]string {
				return map[string]string{"subordinateNumber": ahakiNumber}
			})
			require.Equal(t, 1, got["ok"], got)
			require.Equal(t, 7, got["MOCK-E410"]+got["MOCK-E401"], got)
		})
	}
}
