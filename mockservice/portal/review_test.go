package portal_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// day parses a time in Japan.
func day(text string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", text, portal.Zone())
	if err != nil {
		panic(err)
	}
	return at
}

func TestBusinessDays(t *testing.T) {
	r := portal.DefaultRules()
	for _, row := range []struct {
		from string
		n    int
		want string
	}{
		{"2025-06-02 09:00", 3, "2025-06-05 09:00"},
		{"2025-06-06 17:30", 1, "2025-06-09 17:30"}, // over a weekend
		{"2025-06-07 10:00", 1, "2025-06-09 10:00"}, // begun on a Saturday
		{"2025-05-02 09:00", 1, "2025-05-07 09:00"}, // ゴールデンウィーク with its 休日
		{"2026-09-18 09:00", 1, "2026-09-24 09:00"}, // 敬老の日, 休日 between, 秋分の日
		{"2024-12-31 09:00", 1, "2025-01-02 09:00"}, // only national holidays are days off
		{"2027-03-19 23:59", 1, "2027-03-23 23:59"}, // 春分の日 on a Sunday
		{"2025-06-02 09:00", 0, "2025-06-02 09:00"},
	} {
		t.Run("SVC-200 SVC-202 "+row.from, func(t *testing.T) {
			require.True(t, day(row.want).Equal(r.After(day(row.from), portal.Span{BusinessDays: row.n})))
		})
	}
}

func TestHolidaysAreDays(t *testing.T) {
	former := ""
	years := map[string]int{}
	for _, h := range portal.DefaultHolidays() {
		_, err := time.Parse("20060102", h.Day)
		require.NoError(t, err)
		require.Greater(t, h.Day, former)
		require.NotEmpty(t, h.Name)
		former = h.Day
		if h.Name != "休日" {
			years[h.Day[:4]]++
		}
	}
	require.Equal(t, map[string]int{"2024": 16, "2025": 16, "2026": 16, "2027": 16}, years, "the law names 16 holidays")
}

// TestBusinessDaysAdd: n business days after any time, in any zone, is a business day, with n business days up to it. Adding n and
// then m gives the same as adding n+m.
func TestBusinessDaysAdd(t *testing.T) {
	r := portal.DefaultRules()
	rapid.Check(t, func(t *rapid.T) {
		from := time.Unix(rapid.Int64Range(1704067200, 1830297600).Draw(t, "from"), 0).UTC()
		n, m := rapid.IntRange(1, 30).Draw(t, "n"), rapid.IntRange(0, 30).Draw(t, "m")
		mid := r.After(from, portal.Span{BusinessDays: n})
		require.True(t, r.IsBusinessDay(mid))
		require.True(t, r.After(mid, portal.Span{BusinessDays: m}).Equal(r.After(from, portal.Span{BusinessDays: n + m})))
		count := 0
		for at := from.In(portal.Zone()).AddDate(0, 0, 1); !at.After(mid); at = at.AddDate(0, 0, 1) {
			if r.IsBusinessDay(at) {
				count++
			}
		}
		require.Equal(t, n, count)
		require.Equal(t, from.In(portal.Zone()).Format("150405"), mid.Format("150405"))
	})
}

func TestPromises(t *testing.T) {
	r := portal.DefaultRules()
	for _, row := range []struct{ ids, site, form, want, text string }{
		{"APP-38 SVC-202", portal.OMF, portal.FormStart, "2025-06-09 09:00", "おおむね3～5営業日"},
		{"APP-37 SVC-201", portal.CSM, portal.FormStart, "2025-06-09 09:00", "最大1週間程度"},
		{"APP-36 SVC-200", portal.OMF, portal.FormAddAccounts, "2025-06-05 09:00", "通常2~3営業日、最大1週間程度"},
		{"APP-49", portal.OMF, portal.FormOperationDay, "2025-06-02 09:00", "即時"},
	} {
		t.Run(row.ids, func(t *testing.T) {
			require.True(t, day(row.want).Equal(r.Reviewed(row.site, row.form, start)))
			found := false
			for _, p := range r.Promises {
				found = found || p.Text == row.text
			}
			require.True(t, found)
		})
	}
	t.Run("the two portals differ when there is a holiday", func(t *testing.T) {
		require.True(t, day("2025-05-12 09:00").Equal(r.Reviewed(portal.OMF, portal.FormStart, day("2025-05-01 09:00"))))
		require.True(t, day("2025-05-08 09:00").Equal(r.Reviewed(portal.CSM, portal.FormStart, day("2025-05-01 09:00"))))
	})
}

// TestReviewEdges checks what is derived from facts and the clock, to the second: the state of the application, the mail, and the
// settings sheet.
func TestReviewEdges(t *testing.T) {
	const week, sheet = 7 * 24 * time.Hour, 8 * 24 * time.Hour
	for _, row := range []struct {
		ids                 string
		wait                time.Duration
		state               wire.ApplicationState
		mailed, sheetIsRead bool
	}{
		{"APP-51 APP-76 under review", week - time.Second, wire.ApplicationAccepted, false, false},
		{"APP-36 APP-42 the mail is sent", week, wire.ApplicationCompleted, true, false},
		{"APP-41 SVC-203 a second before the sheet", sheet - time.Second, wire.ApplicationCompleted, true, false},
		{"APP-39 INI-08 SVC-117 SVC-118 SVC-203 the sheet can be read", sheet, wire.ApplicationCompleted, true, true},
	} {
		t.Run(row.ids, func(t *testing.T) {
			l := open(t)
			l.submitStart(judo)
			l.pass(row.wait)
			v := l.visit(portal.OMF, l.login(judo))
			applications, err := l.backend.Applications(t.Context(), v)
			require.NoError(t, err)
			require.Equal(t, row.state, applications[0].State)
			require.Equal(t, row.mailed, applications[0].DecidedAt != nil)
			mails := l.mails("")
			require.Equal(t, row.mailed, mails[len(mails)-1].Name == portal.LetterCompleted)
			accounts, err := l.backend.AccountList(t.Context(), v)
			require.NoError(t, err)
			require.Equal(t, row.sheetIsRead, accounts[0].Settings)
			_, err = l.backend.Settings(t.Context(), v, accounts[0].AccountID)
			if row.sheetIsRead {
				require.NoError(t, err)
				require.Equal(t, "issued", accounts[0].State)
				return
			}
			problem(t, err, wire.CodeApplicationState)
			require.Equal(t, "applied", accounts[0].State)
		})
	}
}

func TestDecisions(t *testing.T) {
	decide := func(l *lab, grant bool) error {
		list, err := l.rows.ApplicationsOf(t.Context(), judo)
		require.NoError(t, err)
		return l.backend.Decide(t.Context(), list[len(list)-1].ID, grant, "", l.visit("", ""))
	}
	t.Run("SVC-117 granted early", func(t *testing.T) {
		l := open(t)
		l.submitStart(judo)
		require.NoError(t, decide(l, true))
		problem(t, decide(l, false), wire.CodeDecision)
		l.pass(24 * time.Hour)
		accounts, err := l.backend.AccountList(t.Context(), l.visit(portal.OMF, l.login(judo)))
		require.NoError(t, err)
		require.Equal(t, "issued", accounts[0].State)
	})
	t.Run("APP-51 refused: no account, and it may be submitted again", func(t *testing.T) {
		l := open(t)
		session := l.submitStart(judo)
		require.NoError(t, decide(l, false))
		v := l.visit(portal.OMF, session)
		list, err := l.backend.Applications(t.Context(), v)
		require.NoError(t, err)
		require.Equal(t, wire.ApplicationRefused, list[0].State)
		require.NotEmpty(t, list[0].Reason)
		require.Empty(t, list[0].Accounts)
		accounts, err := l.backend.AccountList(t.Context(), v)
		require.NoError(t, err)
		require.Empty(t, accounts)
		mails := l.mails("")
		require.Equal(t, portal.LetterRefused, mails[len(mails)-1].Name)
		_, err = l.submit(portal.OMF, session, portal.FormStart, startValues(judo))
		require.NoError(t, err)
	})
	t.Run("an unknown application", func(t *testing.T) {
		l := open(t)
		problem(t, l.backend.Decide(t.Context(), "x", true, "", l.visit("", "")), wire.CodeNotFound)
	})
}
