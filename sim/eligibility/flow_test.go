package eligibility_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
)

// call returns a call of a verb with all arguments that any verb needs.
func call(verb driver.Verb, on bool) driver.Call {
	c := driver.Call{Verb: verb, On: on, Secret: ref("passcode"), Credentials: credentials("activation")}
	if verb == driver.EnterPIN {
		c.Secret = ref("pin")
	}
	return c
}

func TestFlowIsTotal(t *testing.T) {
	flow := eligibility.DefaultFlow()
	last := flow[len(flow)-1]
	require.Equal(t, eligibility.Row{From: eligibility.Anywhere, Verb: eligibility.AnyVerb, Action: eligibility.Refuse, Source: last.Source}, last)
	for _, r := range flow {
		require.NotEmpty(t, r.Source, r)
		require.Contains(t, append(screens(), eligibility.Anywhere), r.From)
		require.Contains(t, append(verbs(), eligibility.AnyVerb), r.Verb)
		require.Contains(t, append(screens(), eligibility.Stay), r.To)
		require.Contains(t, append(screens(), eligibility.Stay), r.Else)
	}
}

// callsTo returns, for each screen, calls that lead there from a terminal without the app.
func callsTo() map[driver.ScreenID][]driver.Call {
	install := []driver.Call{call(driver.Install, false)}
	launch := append(install[:1:1], call(driver.Launch, false))
	agree := append(launch[:2:2], call(driver.Agree, false))
	register := append(agree[:3:3], call(driver.EnterCredentials, false))
	passcode := append(register[:4:4], call(driver.SetPasscode, false))
	login := append(passcode[:5:5], call(driver.Login, false))
	settings := append(login[:6:6], call(driver.OpenSettings, false))
	visual := append(login[:6:6], call(driver.StartCheck, false))
	pin := append(settings[:7:7], call(driver.SetVisual, false), call(driver.LeaveSettings, false), call(driver.StartCheck, false))
	card := append(visual[:7:7], call(driver.ConfirmFace, true))
	return map[driver.ScreenID][]driver.Call{
		driver.ScreenNone: nil, driver.ScreenInstalled: install, driver.ScreenNotice: launch, driver.ScreenCredentials: agree,
		driver.ScreenPasscodeSet: register, driver.ScreenLocked: passcode, driver.ScreenAuthSelect: login,
		driver.ScreenSettings: settings, driver.ScreenVisual: visual, driver.ScreenPIN: pin, driver.ScreenCardRead: card,
		driver.ScreenResult: append(card[:8:8], call(driver.ReadCard, false)),
	}
}

// possible returns the actions that are possible on each screen, other than install, launch and uninstall. It is a separate
// copy of the flow.
func possible() map[driver.ScreenID]map[driver.Verb]driver.ScreenID {
	return map[driver.ScreenID]map[driver.Verb]driver.ScreenID{
		driver.ScreenNotice:      {driver.Agree: driver.ScreenCredentials},
		driver.ScreenCredentials: {driver.EnterCredentials: driver.ScreenPasscodeSet},
		driver.ScreenPasscodeSet: {driver.SetPasscode: driver.ScreenLocked},
		driver.ScreenLocked:      {driver.Login: driver.ScreenAuthSelect},
		driver.ScreenAuthSelect:  {driver.OpenSettings: driver.ScreenSettings, driver.StartCheck: driver.ScreenVisual},
		driver.ScreenSettings: {driver.SetVisual: driver.ScreenSettings, driver.LeaveSettings: driver.ScreenAuthSelect,
			driver.Deregister: driver.ScreenCredentials},
		driver.ScreenVisual:   {driver.ConfirmFace: driver.ScreenCardRead},
		driver.ScreenPIN:      {driver.EnterPIN: driver.ScreenCardRead},
		driver.ScreenCardRead: {driver.ReadCard: driver.ScreenResult},
		driver.ScreenResult:   {driver.Close: driver.ScreenAuthSelect},
	}
}

// launchLeadsTo returns the screen to which a launch leads from each screen.
func launchLeadsTo(from driver.ScreenID) driver.ScreenID {
	switch from {
	case driver.ScreenInstalled, driver.ScreenNotice:
		return driver.ScreenNotice
	case driver.ScreenCredentials, driver.ScreenPasscodeSet:
		return from
	default:
		return driver.ScreenLocked
	}
}

func TestEveryVerbOnEveryScreen(t *testing.T) {
	for _, screen := range screens() {
		for _, verb := range verbs() {
			t.Run("SVC-108 SVC-110 SVC-111 "+string(screen)+" "+string(verb), func(t *testing.T) {
				d := newCounter(t)
				at := driver.Screen{Screen: driver.ScreenNone}
				for _, c := range callsTo()[screen] {
					at = d.do(c)
				}
				require.Equal(t, screen, at.Screen, "the calls lead to another screen")
				got := d.do(call(verb, true))
				want, ok := possible()[screen][verb]
				switch {
				case verb == driver.Install:
					want, ok = driver.ScreenInstalled, true
				case screen == driver.ScreenNone:
				case verb == driver.Uninstall:
					want, ok = driver.ScreenNone, true
				case verb == driver.Launch:
					want, ok = launchLeadsTo(screen), true
				}
				if ok {
					require.Equal(t, want, got.Screen)
					require.NotEqual(t, driver.OutcomeNotPossible, got.Outcome)
					return
				}
				at.Outcome = driver.OutcomeNotPossible
				require.Equal(t, at, got, "an action that is not possible changed something")
			})
		}
	}
}

// TestRandomWalk makes random calls, most of which lead to another screen, and checks what must hold on any way through the
// app.
func TestRandomWalk(t *testing.T) {
	counter, results := newCounter(t), 0
	rapid.Check(t, func(t *rapid.T) {
		counter.t = t
		require.NoError(t, counter.app.Configure(context.Background(), counter.service.slot()))
		at, loggedIn := driver.ScreenNone, false
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			verb := drawVerb(t, at)
			commands := len(counter.reader.sent)
			got := counter.do(call(verb, rapid.Bool().Draw(t, "on")))
			switch got.Screen {
			case driver.ScreenAuthSelect:
				loggedIn = loggedIn || verb == driver.Login
				require.True(t, loggedIn, "SVC-109 INI-23")
			case driver.ScreenSettings, driver.ScreenVisual, driver.ScreenPIN, driver.ScreenCardRead:
				require.True(t, loggedIn, "INI-18 INI-23")
			case driver.ScreenResult:
				if at != driver.ScreenResult {
					results++
					require.Equal(t, driver.ScreenCardRead, at, "SVC-111 a result without the card-reading screen")
					require.Greater(t, len(counter.reader.sent), commands, "SVC-111 a result without a card command")
				}
			default:
				loggedIn = false
			}
			require.Equal(t, got.Screen == driver.ScreenResult, got.HandOver != "", "SVC-114 a result on another screen")
			at = got.Screen
		}
	})
	require.Positive(t, results, "no walk led to a result")
}

// drawVerb draws any verb or, mostly, one that leads to another screen.
func drawVerb(t *rapid.T, at driver.ScreenID) driver.Verb {
	onward := append(slices.Sorted(maps.Keys(possible()[at])), driver.Install)
	if at == driver.ScreenInstalled {
		onward = []driver.Verb{driver.Launch}
	} else if len(onward) > 1 {
		onward = onward[:len(onward)-1]
	}
	if rapid.IntRange(0, 9).Draw(t, "onward") > 0 {
		return rapid.SampledFrom(onward).Draw(t, "verb")
	}
	return rapid.SampledFrom(verbs()).Draw(t, "verb")
}

func TestStartLeadsToWhereRegistrationStands(t *testing.T) {
	for _, at := range []driver.ScreenID{driver.ScreenNotice, driver.ScreenCredentials, driver.ScreenPasscodeSet, driver.ScreenLocked} {
		t.Run("INI-19 "+string(at), func(t *testing.T) {
			d := newCounter(t).until(at)
			require.Equal(t, at, d.do(driver.Call{Verb: driver.Launch}).Screen)
		})
	}
	t.Run("INI-23 a start from the result asks for the passcode again", func(t *testing.T) {
		d := newCounter(t).until(driver.ScreenAuthSelect).upToCard(wire.ModePIN)
		require.Equal(t, driver.ScreenResult, d.read().Screen)
		require.Equal(t, driver.Screen{Screen: driver.ScreenLocked}, d.do(driver.Call{Verb: driver.Launch}))
	})
}

func TestTablesAreChecked(t *testing.T) {
	for name, edit := range map[string]func(*eligibility.Tables){
		"unknown action": func(x *eligibility.Tables) { x.Flow[3].Action = "jump" },
		"unknown guard":  func(x *eligibility.Tables) { x.Flow[3].When = "at full moon" },
		"no last row":    func(x *eligibility.Tables) { x.Flow = x.Flow[:len(x.Flow)-1] },
		"unknown step":   func(x *eligibility.Tables) { x.Readings[0].Steps[0].Do = "guess" },
		"missing mode":   func(x *eligibility.Tables) { x.Readings = x.Readings[:1] },
	} {
		t.Run(name, func(t *testing.T) {
			tables := eligibility.DefaultTables()
			edit(&tables)
			app := eligibility.New(eligibility.Config{Reader: &fakeReader{}, Vault: vault{}, InstitutionKey: institutionKey(), Tables: tables})
			require.ErrorContains(t, app.Configure(context.Background(), newFakeService(t).slot()), "checking the")
			_, err := app.Do(context.Background(), driver.Call{Verb: driver.Install})
			require.ErrorContains(t, err, "call Configure first")
		})
	}
}
