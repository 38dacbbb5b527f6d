package judge_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
)

// late is something that the product does after its answer, outside of any call, e.g. in a worker thread. It makes a claim fail
// that it did not happen, or did not happen more often.
type late struct {
	happens func(*goldenRecord)
	blame   trace.Blame
}

func (l late) blamed() trace.Blame { return l.blame }

// lateCheck returns a late check that the service answers with a result.
func lateCheck() failing {
	return late{check("c9", 200, eligibility("1", nil, hanako())), trace.BlameProduct}
}

// lateMember returns a late result with one more member, which the service should not have sent.
func lateMember(name string) failing {
	r := hanako()
	r[name] = "x"
	return late{check("c9", 200, eligibility("1", nil, r)), trace.BlameHarness}
}

// lateRequest returns a late request with the service's answer, without bodies.
func lateRequest(method, path string, status int) failing {
	return late{served(method, path, nil, status, nil), trace.BlameProduct}
}

// apply inserts the late action after the first n events.
func (l late) apply(events []trace.Event, n int) []trace.Event {
	t := &goldenRecord{events: slices.Clone(events[:n])}
	l.happens(t)
	for _, e := range events[n:] {
		e.Seq = len(t.events) + 1
		t.events = append(t.events, e)
	}
	return t.events
}

// lastPlaces returns after how many events a late action can come: directly after the last screen, after the quiet event, and
// directly before the claim.
func lastPlaces(events []trace.Event) []int {
	screen := 0
	for i, e := range events {
		if e.Kind == trace.KindScreen {
			screen = i + 1
		}
	}
	return []int{screen, restsAt(events), len(events) - 1}
}

// restsAt returns the number of events up to and with the quiet event.
func restsAt(events []trace.Event) int {
	return 1 + slices.IndexFunc(events, func(e trace.Event) bool { return e.Kind == trace.KindQuiet })
}

// TestALateDeedSpoilsEveryClaimOfAbsence inserts each late action of each golden record outside of any call. A check has
// late actions exactly if its row says that it is about them.
func TestALateDeedSpoilsEveryClaimOfAbsence(t *testing.T) {
	for _, g := range goldens() {
		actions := only[late](g)
		require.Equal(t, g.lateness() != judge.LateAllowed, len(actions) > 0,
			"%s: a check whose row sets Late has late actions among its failing forms, and no other has", g.facts)
		for i, l := range actions {
			for _, n := range lastPlaces(g.events()) {
				got := ruling(t, l.apply(g.events(), n))
				counted := g.lateness() == judge.LateCounts && n < restsAt(g.events())
				require.Equal(t, counted, got.OK, "%s: late action %d after event %d: %s", g.facts, i, n, got.Got.EN)
				if !counted {
					require.Equal(t, l.blame, got.Blame, "%s: late action %d after event %d: %s", g.facts, i, n, got.Got.EN)
				}
			}
		}
	}
}

// TestAClaimOfAbsenceRestsOnAQuietMoment removes the quiet event, and then says in it that the product did not come to rest.
func TestAClaimOfAbsenceRestsOnAQuietMoment(t *testing.T) {
	for _, g := range goldens() {
		if g.lateness() == judge.LateAllowed {
			continue
		}
		unwaited := slices.DeleteFunc(slices.Clone(g.events()), func(e trace.Event) bool { return e.Kind == trace.KindQuiet })
		got := ruling(t, unwaited)
		require.False(t, got.OK, g.facts)
		require.Equal(t, trace.BlameHarness, got.Blame, g.facts)
		restless := change{trace.World, trace.KindQuiet, "state", string(trace.QuietBusy), trace.BlameProduct}
		got = ruling(t, restless.apply(g.events()))
		require.False(t, got.OK, g.facts)
		require.Equal(t, trace.BlameProduct, got.Blame, g.facts)
	}
}

// TestWhatOthersSendMeanwhileIsNotTheProducts has the harness repeat a request, and a person at a portal send one.
func TestWhatOthersSendMeanwhileIsNotTheProducts(t *testing.T) {
	for name, by := range map[string]trace.Actor{"replay": trace.Harness, "portal 1": trace.PersonActor} {
		t.Run(name, func(t *testing.T) {
			record := newRecord()
			record.action("read-card", trace.Fields{"screen": "pin", "outcome": "pin-wrong"}, verify("63C2", "2"))
			record.add(trace.Service, by, trace.KindRequest, trace.Fields{"exchange": name, "method": "POST", "path": "/v1/check"})
			record.add(trace.Service, trace.TheService, trace.KindAnswer, withBody(trace.Fields{"exchange": name, "method": "POST",
				"path": "/v1/check", "status": "200"}, eligibility("1", nil, hanako())))
			quiet(record)
			got := ruling(t, record.claim(judge.NoResultShown()))
			require.True(t, got.OK, "%+v", got.Finding)
		})
	}
}

// TestAProductActsWhenAskedAlone has the product use card and service inside and outside of calls. The invariant finds a wrong use
// whatever the scenario claims.
func TestAProductActsWhenAskedAlone(t *testing.T) {
	const name = "acts-when-asked"
	configure := func(meanwhile func(*goldenRecord)) func(*goldenRecord) {
		return func(t *goldenRecord) {
			t.txs++
			t.tx = t.txs
			t.add(trace.Control, trace.Harness, trace.KindCall, trace.Fields{"verb": "configure"})
			meanwhile(t)
			t.tx = 0
		}
	}
	clock := func(meanwhile func(*goldenRecord)) func(*goldenRecord) {
		return func(t *goldenRecord) {
			t.txs++
			t.tx = t.txs
			t.add(trace.Control, trace.Harness, trace.KindCall, trace.Fields{"verb": "clock"})
			meanwhile(t)
			t.tx = 0
		}
	}
	over := func(t *goldenRecord) {
		t.add(trace.World, trace.Harness, trace.KindOutcome, trace.Fields{"status": "passed"})
	}
	alive := served("GET", "/healthz", nil, 200, nil)
	asked := exchange(trace.Harness, "SELECT", "", "9000", nil)
	for _, row := range []invariantRow{
		{"in a call", name, true, []func(*goldenRecord){typePIN, reading(check("c1", 200, nil), verify("9000", ""))}},
		{"the harness", name, true, []func(*goldenRecord){typePIN, asked}},
		{"a request to healthz while its clock is set", name, true, []func(*goldenRecord){clock(alive)}},
		{"INI-02 DER-01 each request in its call", name, true, []func(*goldenRecord){register, func(t *goldenRecord) {
			t.action("deregister", trace.Fields{"screen": "credentials"}, served("DELETE", "/v1/registration", nil, 204, nil))
		}}},
		{"a request to healthz in any call", name, true, []func(*goldenRecord){func(t *goldenRecord) { t.action("launch", trace.Fields{"screen": "notice"}, alive) }}},
		{"after the end of the steps, which is not judged here", name, true, []func(*goldenRecord){typePIN, over, check("c1", 200, nil)}},
		{"a request after its answer", name, false, []func(*goldenRecord){typePIN, check("c1", 200, nil), over}},
		{"an APDU after its answer", name, false, []func(*goldenRecord){typePIN, reading(), verify("63C2", "2"), over}},
		{"before anything was asked", name, false, []func(*goldenRecord){check("c1", 200, nil)}},
		{"CHK-18 a check in the next call", name, false, []func(*goldenRecord){typePIN, func(t *goldenRecord) {
			t.action("close", trace.Fields{"screen": "auth-select"}, check("c1", 200, nil))
		}}},
		{"CHK-18 a check while its clock is set", name, false, []func(*goldenRecord){clock(check("c1", 200, nil))}},
		{"INI-02 a registration in the login", name, false, []func(*goldenRecord){func(t *goldenRecord) {
			t.action("login", trace.Fields{"screen": "auth-select"}, served("POST", "/v1/registration", nil, 201, nil))
		}}},
		{"DER-01 a deregistration while the app is removed", name, false, []func(*goldenRecord){func(t *goldenRecord) {
			t.action("uninstall", trace.Fields{"screen": "none"}, served("DELETE", "/v1/registration", nil, 204, nil))
		}}},
		{"while it is configured", name, false, []func(*goldenRecord){configure(check("c1", 200, nil)), typePIN}},
	} {
		t.Run(row.name, row.test)
	}
}
