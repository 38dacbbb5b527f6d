package capture_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
)

func TestADeedIsOneTransaction(t *testing.T) {
	rec := record(capture.Config{})
	two := 2
	product := capture.Product(rec.Recorder, hooks{do: func(driver.Call) (driver.Screen, error) {
		rec.Add(trace.Service, trace.Product, trace.Observation, trace.KindRequest, nil)
		return driver.Screen{Screen: driver.ScreenResult, Outcome: driver.OutcomeConfirmed, Text: "文言", Tries: &two, HandOver: "x",
			Fields: []driver.Field{{Label: "氏名", Value: "a"}, {Label: "氏名", Value: "b"}, {Label: "氏名", Value: "c"}}}, nil
	}})
	_, err := product.Do(context.Background(), driver.Call{Verb: driver.EnterPIN, Secret: &driver.Ref{Owner: "P01", Name: "holder"}})
	require.NoError(t, err)
	note(rec, "deed", "outside")
	events := rec.events(t)
	require.Len(t, events, 4)
	require.Equal(t, []int{1, 1, 1, 0}, []int{events[0].Tx, events[1].Tx, events[2].Tx, events[3].Tx})
	require.Equal(t, trace.Fields{"verb": "enter-pin", "arg.secret": "P01/holder"}, events[0].Fields)
	require.Equal(t, trace.PersonActor, events[0].By)
	require.Equal(t, trace.Stimulus, events[0].Dir)
	require.Equal(t, trace.Fields{"screen": "result", "outcome": "confirmed", "text": "文言", "tries": "2", "handover": "x",
		"field.氏名": "a", "field.氏名.2": "b", "field.氏名.3": "c"}, events[2].Fields)
	require.Equal(t, trace.Product, events[2].By)
}

func TestArgumentsAreThoseOfTheVerb(t *testing.T) {
	ref := func(name string) driver.Ref { return driver.Ref{Owner: "W0000001", Name: name} }
	for _, row := range []struct {
		call driver.Call
		want trace.Fields
	}{
		{driver.Call{Verb: driver.Close, On: true}, trace.Fields{"verb": "close"}},
		{driver.Call{Verb: driver.SetVisual}, trace.Fields{"verb": "set-visual", "arg.on": "false"}},
		{driver.Call{Verb: driver.EnterCredentials, Credentials: &driver.Credentials{InstitutionCode: ref("institution-code"),
			AccountID: ref("account-id"), Password: ref("password"), ActivationCode: ref("activation-code-wrong")}},
			trace.Fields{"verb": "enter-credentials", "arg.institution-code": "W0000001/institution-code",
				"arg.account-id": "W0000001/account-id", "arg.password": "W0000001/password",
				"arg.activation-code": "W0000001/activation-code-wrong"}},
	} {
		rec := record(capture.Config{})
		_, err := capture.Product(rec.Recorder, hooks{do: func(driver.Call) (driver.Screen, error) {
			return driver.Screen{}, nil
		}}).Do(context.Background(), row.call)
		require.NoError(t, err)
		require.Equal(t, row.want, rec.events(t)[0].Fields)
	}
}

func TestAnErrorIsRecordedByItsKind(t *testing.T) {
	for kind, cause := range map[string]error{"unsupported": driver.ErrUnsupported, "timeout": context.DeadlineExceeded,
		"cancelled": context.Canceled, "failed": fmt.Errorf("dialing")} {
		rec := record(capture.Config{})
		_, err := capture.Product(rec.Recorder, hooks{do: func(driver.Call) (driver.Screen, error) {
			return driver.Screen{}, fmt.Errorf("127.0.0.1:4711: %w", cause)
		}}).Do(context.Background(), driver.Call{Verb: driver.Login})
		require.ErrorIs(t, err, cause)
		events := rec.events(t)
		require.Equal(t, trace.KindFailure, events[1].Kind)
		require.Equal(t, trace.Fields{"verb": "login", "error": kind}, events[1].Fields)
		require.Equal(t, 1, events[1].Tx)
	}
}

func TestSettingUpTellsNothingThatDiffersBetweenRuns(t *testing.T) {
	rec := record(capture.Config{})
	product := capture.Product(rec.Recorder, hooks{})
	ctx := context.Background()
	d, err := product.Describe(ctx)
	require.NoError(t, err)
	require.Equal(t, "hooks", d.Name)
	require.NoError(t, product.Configure(ctx, driver.Slot{ServiceURL: "https://127.0.0.1:4711", ServiceCA: []byte("PEM")}))
	require.NoError(t, product.Clock(ctx, time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)))
	events := rec.events(t)
	require.Len(t, events, 4)
	require.Equal(t, trace.Fields{"verb": "describe"}, events[0].Fields)
	require.Equal(t, trace.Fields{"name": "hooks", "version": "1", "verbs": "login close"}, events[1].Fields)
	require.Equal(t, trace.Fields{"verb": "configure"}, events[2].Fields)
	require.Equal(t, trace.Fields{"verb": "clock", "arg.now": "2025-06-02T09:00:00+09:00"}, events[3].Fields)
	require.Equal(t, trace.Harness, events[3].By)
	require.NotContains(t, rec.sink.String(), "4711")
}
