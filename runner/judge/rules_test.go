package judge_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
)

func TestAPassWithoutEvidenceIsAnError(t *testing.T) {
	says := func(judge.Args) trace.Sentence { return trace.Sentence{} }
	careless := func(planes []trace.Plane, evidence ...int) judge.Tables {
		return judge.Tables{Checks: []judge.Check{{Name: "careless", Sentence: says, Planes: planes,
			Judge: func([]trace.Event, judge.Args) trace.Finding { return trace.Finding{OK: true, Evidence: evidence} }}}}
	}
	record := newRecord()
	events := record.action("login", trace.Fields{"screen": "auth-select"}, verify("9000", "")).
		claim(trace.Claim{Check: "careless"})
	for name, row := range map[string]struct {
		tables judge.Tables
		blame  trace.Blame
	}{
		"no evidence at all":                 {careless(nil), trace.BlameHarness},
		"no evidence on a plane":             {careless([]trace.Plane{trace.Control, trace.Card}, 1), trace.BlameHarness},
		"no event on a plane":                {careless([]trace.Plane{trace.Service}, 1), trace.BlameConfiguration},
		"evidence that is not in the record": {careless([]trace.Plane{trace.Control}, 99), trace.BlameHarness},
	} {
		t.Run(name, func(t *testing.T) {
			all, err := row.tables.Judge(events)
			require.NoError(t, err)
			require.Len(t, all, 1)
			require.False(t, all[0].OK)
			require.Equal(t, row.blame, all[0].Blame)
		})
	}
}

func TestAnUnknownClaimBlamesTheHarness(t *testing.T) {
	got := ruling(t, newRecord().claim(trace.Claim{Check: "no-such-check"}))
	require.False(t, got.OK)
	require.Equal(t, trace.BlameHarness, got.Blame)
}

func TestOnlyTheRecordOfOneScenarioIsJudged(t *testing.T) {
	events := newRecord().action("login", trace.Fields{"screen": "locked"}).claim(judge.ScreenIs("locked"))
	mixed := slices.Clone(events)
	mixed[1].Scenario = "other.feature#other"
	_, err := judge.Judge(mixed)
	require.ErrorIs(t, err, judge.ErrRecord)
	slices.Reverse(events)
	_, err = judge.Judge(events)
	require.ErrorIs(t, err, judge.ErrRecord)
}

func TestAClaimCountsForTheProductOnlyByItsOwnEvents(t *testing.T) {
	for _, g := range goldens() {
		got := ruling(t, g.events())
		onControl := slices.Contains(got.Planes, trace.Control)
		require.Equal(t, onControl, got.ByProduct, g.facts)
	}
}

func TestTheHarnesssOwnCallsAreNoDeeds(t *testing.T) {
	record := newRecord().action("login", trace.Fields{"screen": "auth-select"})
	record.add(trace.Control, trace.Harness, trace.KindCall, trace.Fields{"verb": "clock"})
	require.True(t, ruling(t, record.claim(judge.TerminalReady())).OK)
}

func TestAnEarlierDeedDoesNotCount(t *testing.T) {
	record := newRecord().action("read-card", trace.Fields{"screen": "pin", "outcome": "pin-wrong", "tries": "2", "text": "残り2回"},
		verify("63C2", "2"))
	record.action("read-card", trace.Fields{"screen": "pin", "outcome": "pin-wrong", "tries": "2", "text": "残り2回"})
	got := ruling(t, record.claim(judge.TriesLeftShown(2)))
	require.False(t, got.OK)
	require.Equal(t, trace.BlameProduct, got.Blame)
}

func TestAnObservationMustBeNewerThanWhatCouldChangeIt(t *testing.T) {
	counter := func(t *goldenRecord) {
		quiet(t)
		t.add(trace.Card, trace.CardItself, trace.KindCounter, trace.Fields{"ef": "0018", "tries": "3"})
	}
	for name, after := range map[string]func(*goldenRecord){
		"action": func(t *goldenRecord) { t.action("read-card", trace.Fields{"screen": "pin"}) },
		"clock":  func(t *goldenRecord) { t.add(trace.World, trace.Harness, trace.KindClock, nil) },
		"person": func(t *goldenRecord) { t.add(trace.World, trace.PersonActor, trace.KindPerson, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			record := newRecord()
			counter(record)
			after(record)
			got := ruling(t, record.claim(judge.CardTriesAre(3)))
			require.False(t, got.OK)
			require.Equal(t, trace.BlameHarness, got.Blame)
			counter(record)
			again := record.claim(judge.CardTriesAre(3))
			all, err := judge.Judge(again)
			require.NoError(t, err)
			require.False(t, all[0].OK, "the earlier claim stays failed")
			require.True(t, all[1].OK)
		})
	}
}

func TestRegistrationsAreComparedWithTheLastCount(t *testing.T) {
	for _, row := range []struct {
		first, last string
		ok          bool
	}{{"4", "4", true}, {"4", "5", false}} {
		record := newRecord()
		register(record)
		record.add(trace.Service, trace.TheService, trace.KindInventory, trace.Fields{"registrations": row.first})
		record.action("enter-credentials", trace.Fields{"outcome": "activation-code-format", "text": badForm})
		quiet(record)
		record.add(trace.Service, trace.TheService, trace.KindInventory, trace.Fields{"registrations": row.last})
		require.Equal(t, row.ok, ruling(t, record.claim(judge.ActivationFormatShown())).OK)
	}
}

func TestAProductThatDoesNothingIsToBlameItself(t *testing.T) {
	idle := newRecord().action("enter-credentials", trace.Fields{"screen": "credentials", "outcome": ""})
	got := ruling(t, idle.claim(judge.RegistrationAccepted()))
	require.False(t, got.OK)
	require.Equal(t, trace.BlameProduct, got.Blame, "its screen is evidence, although the service sent nothing")
	silent := newRecord()
	silent.add(trace.Control, trace.PersonActor, trace.KindCall, trace.Fields{"verb": "login"})
	silent.events[0].Tx = 1
	got = ruling(t, silent.claim(judge.TerminalReady()))
	require.False(t, got.OK)
	require.Equal(t, trace.BlameProduct, got.Blame)
}

func TestSilenceOfADeadServiceProvesNothing(t *testing.T) {
	record := newRecord().action("confirm-face", trace.Fields{"screen": "auth-select"})
	record.add(trace.Service, trace.TheService, trace.KindInventory, trace.Fields{"registrations": "0"})
	got := ruling(t, record.claim(judge.NothingSentToService()))
	require.False(t, got.OK)
	sending := newRecord()
	register(sending)
	sending.action("confirm-face", trace.Fields{"screen": "auth-select"}, check("c1", 200, nil))
	got = ruling(t, sending.claim(judge.NothingSentToService()))
	require.False(t, got.OK)
	require.Equal(t, trace.BlameProduct, got.Blame)
}

// vocabulary returns all names and values of fields in the golden records, from which random records are made.
func vocabulary() (fields, values []string) {
	names, words := map[string]bool{"": true}, map[string]bool{"": true, "{": true, "null": true, "[]": true, `{"XmlMsg":null}`: true}
	for _, g := range goldens() {
		for _, e := range g.events() {
			for field, value := range e.Fields {
				names[field], words[value] = true, true
			}
		}
	}
	return slices.Sorted(maps.Keys(names)), slices.Sorted(maps.Keys(words))
}

func TestWhateverTheRecordAPassRestsOnEvidence(t *testing.T) {
	fields, values := vocabulary()
	claims := goldens()
	planes := []trace.Plane{trace.Card, trace.Service, trace.Control, trace.World}
	actors := []trace.Actor{trace.Harness, trace.Product, trace.CardItself, trace.TheService, trace.PersonActor}
	kinds := []trace.Kind{trace.KindCall, trace.KindScreen, trace.KindCommand, trace.KindResponse, trace.KindFailure,
		trace.KindCounter, trace.KindRequest, trace.KindAnswer, trace.KindInventory, trace.KindLine, trace.KindPowered}
	rapid.Check(t, func(t *rapid.T) {
		var events []trace.Event
		for i := range rapid.IntRange(0, 12).Draw(t, "events") {
			f := trace.Fields{}
			for range rapid.IntRange(0, 5).Draw(t, "fields") {
				f[rapid.SampledFrom(fields).Draw(t, "field")] = rapid.SampledFrom(values).Draw(t, "value")
			}
			events = append(events, trace.Event{Scenario: "s", Seq: i + 1, Tx: rapid.IntRange(0, 2).Draw(t, "tx"),
				Plane: rapid.SampledFrom(planes).Draw(t, "plane"), By: rapid.SampledFrom(actors).Draw(t, "by"),
				Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Fields: f})
		}
		claim := rapid.SampledFrom(claims).Draw(t, "claim").claim
		events = append(events, trace.Event{Scenario: "s", Seq: len(events) + 1, Plane: trace.World, Kind: trace.KindClaim,
			Fields: claim.Fields()})
		all, err := judge.Judge(events)
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range all {
			mustBeSound(t, j, len(events))
		}
	})
}

func mustBeSound(t *rapid.T, j trace.Judged, claimSeq int) {
	if j.OK != (j.Blame == "") {
		t.Fatalf("ok %v with blame %q", j.OK, j.Blame)
	}
	if j.OK && !j.Invariant && len(j.Evidence) == 0 {
		t.Fatalf("%s passed without evidence", j.Claim.Check)
	}
	for _, seq := range j.Evidence {
		if seq < 1 || seq >= claimSeq {
			t.Fatalf("%s cites event %d of %d", j.Claim.Check, seq, claimSeq)
		}
	}
	if j.Got == (trace.Sentence{}) || j.Expected == (trace.Sentence{}) {
		t.Fatalf("%s has no sentences", j.Claim.Check)
	}
}
