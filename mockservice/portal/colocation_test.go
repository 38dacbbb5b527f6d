package portal_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

func (l *lab) introduced(code string) portal.Introduction {
	got, err := l.backend.Introduced(l.t.Context(), code, l.now)
	require.NoError(l.t, err)
	return got
}

func (l *lab) serves(code string) []string {
	got, err := l.backend.Serves(l.t.Context(), code, l.now)
	require.NoError(l.t, err)
	return got
}

const (
	ahakiNumber = "契2804441-0-0"
	judoNumber  = "協2804440-0-0"
)

// declare submits a 併設申告 for the clinic with this number.
func (l *lab) declare(session, number string) error {
	return errorOf(l.submit(portal.OMF, session, portal.FormColocation, map[string]string{"subordinateNumber": number}))
}

func TestColocation(t *testing.T) {
	l := open(t)
	t.Run("DUT-10 without a declaration each clinic has its own duty", func(t *testing.T) {
		require.False(t, l.introduced(judo).Introduced)
		require.False(t, l.introduced(ahaki).Introduced)
	})
	session := l.submitStart(judo)
	t.Run("DUT-07 not before its own 利用開始申請 is complete", func(t *testing.T) {
		require.Equal(t, "started", problem(t, l.declare(session, ahakiNumber), wire.CodeApplicationState).Detail)
	})
	l.pass(8 * 24 * time.Hour)
	session = l.login(judo)
	t.Run("DUT-08 DUT-09 DUT-18", func(t *testing.T) {
		require.NoError(t, l.declare(session, ahakiNumber))
		require.Equal(t, portal.Introduction{Introduced: true, By: judo}, l.introduced(ahaki))
		require.Equal(t, portal.Introduction{Introduced: true}, l.introduced(judo))
		require.Equal(t, []string{judo, ahaki}, l.serves(judo))
		require.Equal(t, []string{ahaki}, l.serves(ahaki))
	})
	states := func(code string) (got []string) {
		list, err := l.backend.Applications(t.Context(), l.visit(portal.OMF, l.login(code)))
		require.NoError(t, err)
		for _, a := range list {
			if a.Form == wire.FormColocation {
				got = append(got, a.StateLabel)
			}
		}
		return got
	}
	t.Run("DUT-08 both clinics see it in their lists", func(t *testing.T) {
		l.registerAndLogIn(ahaki)
		require.Equal(t, []string{"完了"}, states(judo))
		require.Equal(t, []string{"導入済み（併設申告による）"}, states(ahaki))
	})
	t.Run("DUT-06 the subordinate clinic can't file it", func(t *testing.T) {
		require.Equal(t, "main-clinic", problem(t, l.declare(l.startedAgain(ahaki), judoNumber), wire.CodeApplicationState).Detail)
		session = l.login(judo)
	})
	t.Run("a second declaration of the same clinic is refused", func(t *testing.T) {
		require.Equal(t, []string{"not-declared"}, refusals(t, l.declare(session, ahakiNumber))["subordinateNumber"])
	})
	t.Run("DUT-11 it can be cancelled, and declared again", func(t *testing.T) {
		cancel := func() error {
			return errorOf(l.submit(portal.OMF, session, portal.FormColocationCancel, map[string]string{"subordinate": ahaki}))
		}
		require.NoError(t, cancel())
		require.Equal(t, []string{judo}, l.serves(judo))
		require.Equal(t, []string{"取消済み"}, states(judo))
		require.Empty(t, states(ahaki))
		require.Equal(t, []string{"option"}, refusals(t, cancel())["subordinate"])
		require.NoError(t, l.declare(session, "契280444100"))
		require.Equal(t, []string{judo, ahaki}, l.serves(judo))
	})
}

// startedAgain does what started does, for a facility whose user exists already.
func (l *lab) startedAgain(code string) string {
	require.NoError(l.t, errorOf(l.submit(siteOf(code), l.login(code), portal.FormStart, startValues(code))))
	l.pass(9 * 24 * time.Hour)
	return l.login(code)
}

func TestColocationRules(t *testing.T) {
	t.Run("DUT-17 either may be the main one", func(t *testing.T) {
		l := open(t)
		require.NoError(t, l.declare(l.started(ahaki), judoNumber))
		require.Equal(t, []string{ahaki, judo}, l.serves(ahaki))
	})
	for ids, row := range map[string]struct {
		spoil func(*lab)
		want  string
	}{
		"DUT-05 the subordinate clinic without 受領委任": {func(l *lab) {
			f := facilities()[1]
			f.Delegated = false
			require.NoError(t, l.rows.PutFacility(t.Context(), f))
		}, "both-delegated"},
		"DUT-05 two clinics of one kind": {func(l *lab) {
			require.NoError(t, l.rows.PutFacility(t.Context(), store.Facility{Code: ahaki, Kind: portal.KindJudo, Number: ahakiNumber, Delegated: true}))
		}, "other-kind"},
		"a number that no clinic has": {func(l *lab) {
			require.NoError(t, l.rows.PutFacility(t.Context(), store.Facility{Code: ahaki, Kind: portal.KindAhaki, Delegated: true}))
		}, "subordinate-on-file"},
	} {
		t.Run(ids, func(t *testing.T) {
			l := open(t)
			session := l.started(judo)
			row.spoil(l)
			require.Equal(t, []string{row.want}, refusals(t, l.declare(session, ahakiNumber))["subordinateNumber"])
		})
	}
	t.Run("DUT-05 the main clinic without 受領委任", func(t *testing.T) {
		l := open(t)
		session := l.started(judo)
		f := facilities()[0]
		f.Delegated = false
		require.NoError(t, l.rows.PutFacility(t.Context(), f))
		require.Equal(t, []string{"delegated"}, refusals(t, l.declare(session, ahakiNumber))["mainName"])
	})
	t.Run("SVC-257 not a number", func(t *testing.T) {
		l := open(t)
		require.Equal(t, []string{"clinic-number"}, refusals(t, l.declare(l.started(judo), "2804441-0-0"))["subordinateNumber"])
	})
	t.Run("DUT-05 not a clinic", func(t *testing.T) {
		l := open(t)
		require.Equal(t, "clinic", problem(t, l.declare(l.started(checkup), ahakiNumber), wire.CodeApplicationState).Detail)
	})
	t.Run("DUT-18 not on csm", func(t *testing.T) {
		l := open(t)
		problem(t, errorOf(l.submit(portal.CSM, l.started(medical), portal.FormColocation, nil)), wire.CodeNotFound)
	})
}
