package world_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/sim/world"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// lazyReader returns cards that are never powered off.
type lazyReader struct{ reader.Reader }

func (r lazyReader) Connect(ctx context.Context) (reader.Card, error) {
	card, err := r.Reader.Connect(ctx)
	return lazyCard{card}, err
}

type lazyCard struct{ reader.Card }

func (c lazyCard) Disconnect(reader.Disposition) error { return c.Card.Disconnect(reader.Leave) }

// leftPowered counts the cards that were left powered according to the record.
func leftPowered(events []trace.Event) (n int) {
	for _, e := range events {
		if e.Kind == trace.KindPowered && e.By == trace.Product {
			n++
		}
	}
	return n
}

func TestACardLeftPoweredIsWrittenDown(t *testing.T) {
	lazy := config(t)
	lazy.Product = slot.InProcess("lazy", func(b slot.ProductEnv) (driver.Product, error) {
		b.Reader = lazyReader{b.Reader}
		return reference(b)
	})
	for _, row := range []struct {
		name, mode string
		config     slot.Config
		deed       func(*world.Patient) error
		want       int
	}{
		{"powered off", "目視", config(t), (*world.Patient).ChecksInByFace, 0},
		{"left", "目視", lazy, (*world.Patient).ChecksInByFace, 1},
		{"gone while signing", "暗証番号", lazy, (*world.Patient).PullsCardWhileSigning, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			w, sink := stage(t, row.config)
			require.NoError(t, w.Terminal().ChooseMode(row.mode))
			require.NoError(t, row.deed(w.Patient()))
			require.Equal(t, row.want, leftPowered(recorded(t, w, sink)))
		})
	}
}

func TestALineThatLeadsAstrayCarriesNothingUntilItIsRestored(t *testing.T) {
	w, sink := stage(t, config(t))
	require.NoError(t, w.InternetLine().RedirectsToImpostor())
	require.NoError(t, w.Patient().ChecksInByFace())
	require.NoError(t, w.InternetLine().Restore())
	require.NoError(t, w.Patient().ChecksInByFace())
	var states []string
	for _, e := range recorded(t, w, sink) {
		switch {
		case e.Kind == trace.KindLine:
			states = append(states, e.Fields["state"])
		case e.Kind == trace.KindRequest && e.Fields["path"] == "/v1/check":
			states = append(states, "check")
		}
	}
	require.Equal(t, []string{"astray", "restored", "check"}, states)
}
