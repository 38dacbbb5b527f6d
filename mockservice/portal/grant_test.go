package portal_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// openIntake removes the end of the time in which applications for the grant are accepted.
func openIntake(r *portal.Rules) { r.Grant.IntakeEnd = time.Time{} }

// grantValues returns the values of a complete application for the grant, without its documents.
func grantValues(pairs ...string) map[string]string {
	return with(map[string]string{"deviceKind1": "汎用カードリーダー", "deviceBought1": portal.BoughtNew, "devicePrice1": "3980"}, pairs...)
}

// openForGrant returns a lab with a clinic whose terminal is registered, its session, and the ids of the three documents.
func openForGrant(t *testing.T, edits ...func(*portal.Rules)) (*lab, string, []string) {
	l := open(t, edits...)
	session := l.started(judo)
	require.NoError(t, l.bind(l.sheet(judo, session, 0)))
	var files []string
	for _, name := range []string{"領収書.pdf", "内訳書.pdf", "口座.pdf"} {
		files = append(files, l.attach(judo, session, name, pdf).AttachmentID)
	}
	return l, session, files
}

func TestGrantRules(t *testing.T) {
	for _, row := range []struct {
		ids    string
		values map[string]string
		files  int
		field  string
		rule   string
	}{
		{"SUB-02 a reader", grantValues(), 3, "", ""},
		{"SUB-02 a tablet", grantValues("deviceKind1", "タブレット"), 3, "", ""},
		{"SUB-02 SVC-207 several together", grantValues("deviceKind2", "スマートフォン", "deviceBought2", portal.BoughtNew, "devicePrice2", "30000"), 3, "", ""},
		{"SUB-03", grantValues("deviceKind1", "PC"), 3, "deviceKind1", "qualifying-device"},
		{"SUB-06", grantValues("deviceKind1", "設定作業"), 3, "deviceKind1", "qualifying-device"},
		{"SUB-03 together with another device", grantValues("deviceKind3", "PC", "deviceBought3", portal.BoughtNew, "devicePrice3", "1"), 3, "deviceKind3", "qualifying-device"},
		{"SUB-04", grantValues("deviceBought1", portal.AlreadyOwned), 3, "deviceBought1", "newly-bought"},
		{"SUB-02 no device", grantValues("deviceKind1", ""), 3, "deviceKind1", "required"},
		{"SUB-01 no price", grantValues("devicePrice1", ""), 3, "devicePrice1", "required"},
		{"SVC-208 no receipt", grantValues(), 0, "receipt", "required"},
		{"SVC-208 no itemised receipt", grantValues(), 1, "itemisedReceipt", "required"},
		{"SVC-208 no bank details", grantValues(), 2, "bankDetails", "required"},
	} {
		t.Run(row.ids, func(t *testing.T) {
			l, session, files := openForGrant(t, openIntake)
			_, err := l.submit(portal.OMF, session, portal.FormGrant, row.values, files[:row.files]...)
			if row.field == "" {
				require.NoError(t, err)
				return
			}
			require.Contains(t, refusals(t, err)[row.field], row.rule)
		})
	}
}

func TestGrantNeeds(t *testing.T) {
	need := func(t *testing.T, l *lab, session, want string, files ...string) {
		p := problem(t, errorOf(l.submit(portal.OMF, session, portal.FormGrant, grantValues(), files...)), wire.CodeApplicationState)
		require.Equal(t, want, p.Detail)
		require.NotEmpty(t, p.Source)
	}
	t.Run("SUB-07 利用開始申請 comes first", func(t *testing.T) {
		l := open(t, openIntake)
		need(t, l, l.submitStart(judo), "started")
	})
	t.Run("SUB-05 SUB-07 then a terminal must be registered", func(t *testing.T) {
		l := open(t, openIntake)
		need(t, l, l.started(judo), "terminal-in-use")
	})
	t.Run("SVC-207 once", func(t *testing.T) {
		l, session, files := openForGrant(t, openIntake)
		require.NoError(t, errorOf(l.submit(portal.OMF, session, portal.FormGrant, grantValues(), files...)))
		need(t, l, session, "first-grant", files...)
		l.pass(60 * 24 * time.Hour)
		need(t, l, l.login(judo), "first-grant", files...)
	})
	t.Run("APP-48 APP-70 not on csm", func(t *testing.T) {
		l := open(t, openIntake)
		problem(t, errorOf(l.submit(portal.CSM, l.started(medical), portal.FormGrant, grantValues())), wire.CodeNotFound)
	})
}

func TestGrantIntake(t *testing.T) {
	early := func(at string) string {
		l := open(t)
		l.now = day("2025-01-06 09:00")
		session := l.started(judo)
		require.NoError(t, l.bind(l.sheet(judo, session, 0)))
		l.now = day(at)
		p := wire.Problem{}
		err := errorOf(l.submit(portal.OMF, l.login(judo), portal.FormGrant, grantValues()))
		require.ErrorAs(t, err, &p)
		return p.Detail
	}
	t.Run("SVC-209 open until the end of the day", func(t *testing.T) { require.Empty(t, early("2025-02-01 23:59")) })
	t.Run("SVC-209 closed from midnight", func(t *testing.T) { require.Equal(t, "intake-open", early("2025-02-02 00:00")) })
}

func TestGrantAmount(t *testing.T) {
	for spent, want := range map[int]int{0: 0, 999: 0, 1000: 1000, 3980: 3000, 40999: 40000, 41000: 41000, 41001: 41000, 98000: 41000} {
		require.Equal(t, want, portal.DefaultGrant().Amount(spent), "SUB-01 SVC-206 %d", spent)
	}
	rapid.Check(t, func(t *rapid.T) {
		spent := rapid.Int().Draw(t, "spent")
		got := portal.DefaultGrant().Amount(spent)
		require.Zero(t, got%1000)
		require.LessOrEqual(t, got, 41000)
		if spent >= 0 {
			require.LessOrEqual(t, got, spent)
			require.Greater(t, got, min(spent, 41000)-1000)
		}
	})
}

func TestGrantLetter(t *testing.T) {
	l, session, files := openForGrant(t, openIntake)
	letter := func(session string) (wire.GrantLetter, error) {
		return l.backend.Letter(t.Context(), l.visit(portal.OMF, session))
	}
	t.Run("SVC-210 not before it is applied for", func(t *testing.T) { problem(t, errorOf(letter(session)), wire.CodeApplicationState) })
	receipt, err := l.submit(portal.OMF, session, portal.FormGrant, grantValues("devicePrice1", "12345"), files...)
	require.NoError(t, err)
	decided := l.rules.Reviewed(portal.OMF, portal.FormGrant, l.now)
	t.Run("SVC-210 not before it is granted", func(t *testing.T) {
		l.now = decided.Add(-time.Second)
		problem(t, errorOf(letter(l.login(judo))), wire.CodeApplicationState)
	})
	t.Run("SUB-08 SVC-206 SVC-210", func(t *testing.T) {
		l.now = decided
		got, err := letter(l.login(judo))
		require.NoError(t, err)
		require.Equal(t, wire.GrantLetter{Title: "交付決定通知書", ApplicationID: receipt.ApplicationID, InstitutionCode: judo,
			InstitutionName: "みなと接骨院", Amount: 12000, DecidedAt: decided}, got)
	})
}
