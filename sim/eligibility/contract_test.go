package eligibility_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
)

// TestContract tests what any driver.Product with the verbs install and launch must do, before a card or a service is
// involved. It uses only the interface.
func TestContract(t *testing.T) {
	for _, c := range []struct {
		name string
		test func(*testing.T, driver.Product, driver.Slot)
	}{
		{"describes itself before it has a slot", describes},
		{"takes a slot and the time", takesSlotAndTime},
		{"offers only install if it is not installed", nothingInstalled},
		{"answers a verb that it does not have with ErrUnsupported", unsupported},
		{"installs, then starts on a screen of the published list", installs},
		{"forgets everything when it is configured again", forgets},
		{"does nothing under a cancelled context", cancelled},
	} {
		t.Run(c.name, func(t *testing.T) {
			app := eligibility.New(eligibility.Config{Reader: &fakeReader{}, Vault: vault{}, InstitutionKey: institutionKey()})
			c.test(t, app, newFakeService(t).slot())
		})
	}
}

// screens returns the published list of screens.
func screens() []driver.ScreenID {
	return []driver.ScreenID{driver.ScreenNone, driver.ScreenInstalled, driver.ScreenNotice, driver.ScreenCredentials,
		driver.ScreenPasscodeSet, driver.ScreenLocked, driver.ScreenAuthSelect, driver.ScreenSettings,
		driver.ScreenVisual, driver.ScreenPIN, driver.ScreenCardRead, driver.ScreenResult}
}

// verbs returns the published list of verbs.
func verbs() []driver.Verb {
	var all []driver.Verb
	for _, u := range driver.Usages() {
		all = append(all, u.Verb)
	}
	return all
}

func describes(t *testing.T, p driver.Product, _ driver.Slot) {
	d, err := p.Describe(context.Background())
	require.NoError(t, err)
	require.NotEmpty(t, d.Name)
	require.NotEmpty(t, d.Version)
	require.Contains(t, d.Verbs, driver.Install)
	require.Contains(t, d.Verbs, driver.Launch)
	require.Subset(t, verbs(), d.Verbs, "there are verbs outside the published list")
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(d.Verbs))), len(d.Verbs), "a verb twice")
}

func takesSlotAndTime(t *testing.T, p driver.Product, slot driver.Slot) {
	require.NoError(t, p.Configure(context.Background(), slot))
	require.NoError(t, p.Clock(context.Background(), time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)))
}

func nothingInstalled(t *testing.T, p driver.Product, slot driver.Slot) {
	require.NoError(t, p.Configure(context.Background(), slot))
	for _, verb := range described(t, p) {
		if verb == driver.Install {
			continue
		}
		s := press(t, p, verb)
		require.Equal(t, driver.ScreenNone, s.Screen, verb)
		require.Equal(t, driver.OutcomeNotPossible, s.Outcome, verb)
	}
}

func unsupported(t *testing.T, p driver.Product, slot driver.Slot) {
	require.NoError(t, p.Configure(context.Background(), slot))
	has := described(t, p)
	for _, verb := range append(verbs(), "no-such-verb") {
		if slices.Contains(has, verb) {
			continue
		}
		_, err := p.Do(context.Background(), driver.Call{Verb: verb})
		require.ErrorIs(t, err, driver.ErrUnsupported, verb)
	}
}

func installs(t *testing.T, p driver.Product, slot driver.Slot) {
	require.NoError(t, p.Configure(context.Background(), slot))
	require.Equal(t, driver.ScreenInstalled, press(t, p, driver.Install).Screen)
	s := press(t, p, driver.Launch)
	require.Contains(t, screens(), s.Screen)
	require.NotContains(t, []driver.ScreenID{driver.ScreenNone, driver.ScreenInstalled}, s.Screen)
}

func forgets(t *testing.T, p driver.Product, slot driver.Slot) {
	require.NoError(t, p.Configure(context.Background(), slot))
	press(t, p, driver.Install)
	press(t, p, driver.Launch)
	require.NoError(t, p.Configure(context.Background(), slot))
	require.Equal(t, driver.ScreenNone, press(t, p, driver.Launch).Screen)
}

func cancelled(t *testing.T, p driver.Product, slot driver.Slot) {
	require.NoError(t, p.Configure(context.Background(), slot))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := p.Do(ctx, driver.Call{Verb: driver.Install})
	require.Error(t, err)
	require.Equal(t, driver.ScreenNone, press(t, p, driver.Launch).Screen)
}

func described(t *testing.T, p driver.Product) []driver.Verb {
	d, err := p.Describe(context.Background())
	require.NoError(t, err)
	return d.Verbs
}

func press(t *testing.T, p driver.Product, verb driver.Verb) driver.Screen {
	s, err := p.Do(context.Background(), driver.Call{Verb: verb})
	require.NoError(t, err, verb)
	return s
}
