package world_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/sim/world"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// config returns a slot in which all planes are ours, with the reference app as product.
func config(t *testing.T) slot.Config {
	t.Helper()
	cast, err := people.Load()
	require.NoError(t, err)
	files, err := mockservice.FreshTLS(time.Now())
	require.NoError(t, err)
	serverTLS, err := files.Config()
	require.NoError(t, err)
	spoilt, err := files.FaultCertificates()
	require.NoError(t, err)
	return slot.Config{Cast: cast, Start: world.DefaultStart(), Cards: slot.VirtualCards,
		Product: slot.InProcess("reference", reference),
		Service: slot.Embedded(func() mockservice.Config { return mockservice.Default(world.DefaultStart) }),
		Link:    slot.LinkConfig{TLS: serverTLS, FaultCertificates: spoilt, CA: files.CA}, CardTables: virtualcard.DefaultTables(),
		Settle: slot.DefaultSettle, Stopwatch: time.Now}
}

// reference returns the reference app.
func reference(b slot.ProductEnv) (driver.Product, error) {
	return eligibility.New(eligibility.Config{Reader: b.Reader, Vault: b.Cast, Tables: eligibility.DefaultTables(),
		InstitutionKey: municipality.InstitutionKey()}), nil
}

// opened returns an open slot.
func opened(t *testing.T, c slot.Config) *slot.Slot {
	t.Helper()
	s, err := slot.Open(t.Context(), c)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close(context.Background())) })
	return s
}

// stage enters a fresh world in which the terminal is registered and logged in and 佐藤 花子 has arrived.
func stage(t *testing.T, c slot.Config) (*world.World, *bytes.Buffer) {
	t.Helper()
	sink := &bytes.Buffer{}
	w, err := world.Enter(t.Context(), opened(t, c), world.Scene{ID: t.Name(), Seed: 7, Sink: sink})
	require.NoError(t, err)
	require.NoError(t, w.Terminal().RegisterAndLogin())
	require.NoError(t, w.Patient().Arrives("佐藤 花子"))
	return w, sink
}

// recorded closes the world and reads its record.
func recorded(t *testing.T, w *world.World, sink *bytes.Buffer) []trace.Event {
	t.Helper()
	require.NoError(t, w.Close())
	read, err := trace.ReadAll(sink, trace.Strict)
	require.NoError(t, err)
	require.NotEmpty(t, read.Events)
	return read.Events
}

// lastScreen returns the screen that was shown last.
func lastScreen(t *testing.T, events []trace.Event) trace.Fields {
	t.Helper()
	for _, e := range slices.Backward(events) {
		if e.Kind == trace.KindScreen {
			return e.Fields
		}
	}
	t.Fatal("no screen in the record")
	return nil
}

// leaking is a product that reveals a secret at each call.
type leaking struct{ driver.Product }

func (p leaking) Do(ctx context.Context, call driver.Call) (driver.Screen, error) {
	screen, err := p.Product.Do(ctx, call)
	screen.Text = "PIN: 1234"
	return screen, err
}

func TestALeakByTheProductIsNoTroubleOfTheWorld(t *testing.T) {
	c := config(t)
	c.Product = slot.InProcess("talkative", func(b slot.ProductEnv) (driver.Product, error) {
		product, err := reference(b)
		return leaking{product}, err
	})
	w, sink := stage(t, c)
	screen := lastScreen(t, recorded(t, w, sink))
	require.Equal(t, "text", screen[trace.Leak])
	require.Equal(t, trace.Masked, screen["text"])
}

func TestACheckWithoutAFeatureText(t *testing.T) {
	w, sink := stage(t, config(t))
	require.NoError(t, w.Patient().ChecksInByFace())
	events := recorded(t, w, sink)
	screen := lastScreen(t, events)
	require.Equal(t, "result", screen["screen"])
	require.Equal(t, "佐藤　花子", screen["field.氏名"])
	for _, plane := range []trace.Plane{trace.Card, trace.Service, trace.Control} {
		require.True(t, slices.ContainsFunc(events, func(e trace.Event) bool { return e.Plane == plane }), plane)
	}
}

func TestWhatTheLineDoesIsShown(t *testing.T) {
	for name, row := range map[string]struct {
		happens func(*world.World) error
		outcome string
	}{
		"F14 cut":                     {func(w *world.World) error { return w.InternetLine().Cut() }, "service-unreachable"},
		"F14 answers lost":            {suffers(world.AnswersLost), "service-unreachable"},
		"F14 cut after the challenge": {suffers(world.CutAfterChallenge), "service-unreachable"},
		"F14 rubbish":                 {suffers(world.Rubbish), "service-failed"},
		"F14 unavailable":             {suffers(world.Unavailable), "service-failed"},
		"SVC-290 four minutes late":   {func(w *world.World) error { return w.InternetLine().DelaysChecks(4) }, "confirmed"},
		"SVC-290 six minutes late":    {func(w *world.World) error { return w.InternetLine().DelaysChecks(6) }, "service-failed"},
		"SVC-301 responder down":      {func(w *world.World) error { return w.Service().LosesRevocation() }, "service-failed"},
		"SVC-301 nine seconds":        {func(w *world.World) error { return w.Service().SlowsRevocation(9) }, "confirmed"},
		"SVC-301 eleven seconds":      {func(w *world.World) error { return w.Service().SlowsRevocation(11) }, "service-failed"},
		"SVC-301 stale":               {func(w *world.World) error { return w.Service().HasStaleRevocation() }, "service-failed"},
		"ENV-02 reader unplugged":     {func(w *world.World) error { return w.Terminal().LosesReader() }, "card-failed"},
	} {
		t.Run(name, func(t *testing.T) {
			w, sink := stage(t, config(t))
			require.NoError(t, row.happens(w))
			require.NoError(t, w.Patient().ChecksInByFace())
			require.Equal(t, row.outcome, lastScreen(t, recorded(t, w, sink))["outcome"])
		})
	}
}

func suffers(f world.LineFault) func(*world.World) error {
	return func(w *world.World) error { return w.InternetLine().Suffers(f) }
}

func TestARestoredLineIsWhole(t *testing.T) {
	for _, f := range []world.LineFault{world.AnswersLost, world.CutAfterChallenge, world.Rubbish, world.Unavailable} {
		t.Run("F14 "+string(f), func(t *testing.T) {
			w, sink := stage(t, config(t))
			require.NoError(t, w.InternetLine().Suffers(f))
			require.NoError(t, w.Patient().ChecksInByFace())
			require.NoError(t, w.InternetLine().Restore())
			require.NoError(t, w.Patient().ChecksInByFace())
			require.Equal(t, "confirmed", lastScreen(t, recorded(t, w, sink))["outcome"])
		})
	}
}

func TestSVC290AReplayedCheckIsTheHarnesss(t *testing.T) {
	w, sink := stage(t, config(t))
	require.ErrorContains(t, w.InternetLine().ReplaysLastCheck(), "no check has passed")
	require.NoError(t, w.Patient().ChecksInByFace())
	require.NoError(t, w.InternetLine().ReplaysLastCheck())
	events := recorded(t, w, sink)
	answer := events[len(events)-1]
	require.Equal(t, "409", answer.Fields["status"])
	request := events[len(events)-2]
	require.Equal(t, trace.Harness, request.By)
	require.Contains(t, request.Fields["body"], `"challengeId"`)
}

func TestTheProductIsToldOfADelayWhenItHasComeBack(t *testing.T) {
	w, sink := stage(t, config(t))
	require.NoError(t, w.InternetLine().DelaysChecks(4))
	require.NoError(t, w.Patient().ChecksInByFace())
	events := recorded(t, w, sink)
	told := slices.IndexFunc(events, func(e trace.Event) bool { return e.Fields["arg.now"] == "2025-06-02T09:04:00+09:00" })
	require.Positive(t, told)
	require.Equal(t, trace.Harness, events[told].By)
	require.Equal(t, trace.KindScreen, events[told-1].Kind)
}

func TestTheProductsClockMayDiffer(t *testing.T) {
	w, sink := stage(t, config(t))
	require.NoError(t, w.Clock().SetTime(23, 58))
	require.NoError(t, w.Clock().ProductRunsAhead(5))
	require.NoError(t, w.Patient().ChecksInByFace())
	events := recorded(t, w, sink)
	told := slices.IndexFunc(events, func(e trace.Event) bool { return e.Fields["arg.now"] == "2025-06-03T00:03:00+09:00" })
	require.Positive(t, told)
	require.Equal(t, "令和7年6月2日", lastScreen(t, events)["field.確認日"])
}

func TestAnotherTerminalIsNotInTheRecord(t *testing.T) {
	w, sink := stage(t, config(t))
	require.NoError(t, w.Clinic().GetsAdditionalAccount())
	require.NoError(t, w.Clinic().OtherTerminalRegistersAdditional())
	var trouble *world.BlamedError
	require.ErrorAs(t, w.Clinic().OtherTerminalRegistersAdditional(), &trouble, "an account holds one terminal (DER-11)")
	require.Equal(t, trace.BlameEnvironment, trouble.Blame)
	registrations := 0
	for _, e := range recorded(t, w, sink) {
		if e.Kind == trace.KindRequest && e.Fields["path"] == "/v1/registration" {
			registrations++
		}
	}
	require.Equal(t, 1, registrations, "only the product's own registration")
}

func TestAVerbWithoutItsPatientBlamesTheConfiguration(t *testing.T) {
	w, err := world.Enter(t.Context(), opened(t, config(t)), world.Scene{ID: "nobody", Sink: &bytes.Buffer{}})
	require.NoError(t, err)
	for name, verb := range map[string]func() error{
		"check in":          w.Patient().ChecksInByFace,
		"malformed PIN":     func() error { return w.Patient().TypesPINOfLength(world.ThreeDigits) },
		"lost":              func() error { return w.Patient().QualificationIsLost(2025, 6, 2) },
		"another insurer":   func() error { return w.Patient().HasAnotherQualificationFrom(2025, 6, 2) },
		"a fault":           func() error { return w.Patient().CardSuffers("silent", virtualcard.FaultOptions{}) },
		"a stranger's PIN":  func() error { return w.Patient().TypesPINOf("誰か") },
		"a stranger's card": func() error { return w.Patient().TypesPINAndOtherCardIsPut("誰か") },
	} {
		t.Run(name, func(t *testing.T) { blamesConfiguration(t, verb()) })
	}
}

func TestACardInARealReaderIsNotMadeToOrder(t *testing.T) {
	for name, order := range map[string]func(*world.Patient) error{
		"SVC-147 without a PIN":             (*world.Patient).HasPinlessCard,
		"SVC-291 of the other authority":    (*world.Patient).CertificateIsFromSigningCA,
		"SVC-155 signature certificate":     (*world.Patient).SignatureCertificateIsRevoked,
		"CARD-324 with one try left":        func(p *world.Patient) error { return p.CardHasTries(1) },
		"SVC-298 valid from tomorrow":       func(p *world.Patient) error { return p.CertificateEnds(2025, 6, 3) },
		"SVC-293 with an altered signature": func(p *world.Patient) error { return p.ChecksInWithAlteredSignature("目視") },
		"with a fault":                      func(p *world.Patient) error { return p.CardSuffers("silent", virtualcard.FaultOptions{}) },
	} {
		t.Run(name, func(t *testing.T) {
			c := config(t)
			c.Cards = presentCard(t, c.Cast)
			w, _ := stage(t, c)
			err := order(w.Patient())
			if err == nil {
				err = w.Patient().ChecksInByFace()
			}
			blamesConfiguration(t, err)
		})
	}
}

// presentCard returns an ordinary card of 佐藤 花子 that is in a reader and was not made for a scenario.
func presentCard(t *testing.T, cast people.Cast) func() slot.Cards {
	t.Helper()
	issued, err := municipality.NewIssuer(municipality.Chance(1, t.Name()), virtualcard.DefaultTables(), 0).Issue(
		municipality.Order{Person: cast.Persons[0], Profile: "contact-a1", Issued: world.DefaultStart().AddDate(-1, 0, 0)})
	require.NoError(t, err)
	real := reader.NewInProcess("real")
	real.Insert(issued.Card)
	return slot.PresentCard(cast, func() (reader.Reader, func() error, error) { return real, func() error { return nil }, nil })
}

func blamesConfiguration(t *testing.T, err error) {
	t.Helper()
	var trouble *world.BlamedError
	require.True(t, errors.As(err, &trouble), "%v", err)
	require.Equal(t, trace.BlameConfiguration, trouble.Blame)
}
