package slot

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
)

// scripted is a plane that notes the calls to it and fails as its fields say.
type scripted struct {
	name     string
	notes    *[]string
	open     error
	close    error
	hangs    bool // until ctx ends
	forever  bool // even after ctx has ended
	panics   bool
	released chan struct{}
}

func (p *scripted) Open(context.Context) error {
	*p.notes = append(*p.notes, "open "+p.name)
	return p.open
}

func (p *scripted) Close(ctx context.Context) error {
	if p.panics {
		panic("at the disco")
	}
	if p.hangs {
		<-ctx.Done()
	}
	if p.forever {
		<-p.released
		return nil
	}
	*p.notes = append(*p.notes, "close "+p.name)
	return p.close
}

func (p *scripted) Adapter() string                      { return p.name }
func (p *scripted) Runs([]string) (trace.Sentence, bool) { return trace.Sentence{}, true }

func TestALifeEndsInReverseAndInTime(t *testing.T) {
	stuck := errors.New("stuck")
	for name, row := range map[string]struct {
		planes []scripted
		notes  []string
		errs   string
		took   time.Duration
	}{
		"in reverse": {[]scripted{{name: "a"}, {name: "b"}, {name: "c"}},
			[]string{"open a", "open b", "open c", "close c", "close b", "close a"}, "", 0},
		"one that fails to close": {[]scripted{{name: "a"}, {name: "b", close: stuck}},
			[]string{"open a", "open b", "close b", "close a"}, "closing b: stuck", 0},
		"one that must be forced": {[]scripted{{name: "a"}, {name: "b", hangs: true}},
			[]string{"open a", "open b", "close b", "close a"}, "", patience},
		"one that never closes": {[]scripted{{name: "a"}, {name: "b", forever: true}},
			[]string{"open a", "open b", "close a"}, "closing b: it did not close in time, so what it holds stays open until mynalab ends; find what blocks in its Close", patience + force},
		"one that panics": {[]scripted{{name: "a"}, {name: "b", panics: true}},
			[]string{"open a", "open b", "close a"}, "closing b: panic: at the disco", 0},
		"one that does not open": {[]scripted{{name: "a"}, {name: "b", open: stuck}, {name: "c"}},
			[]string{"open a", "open b", "close a"}, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				notes, released := []string{}, make(chan struct{})
				defer close(released)
				l := newLife()
				for i := range row.planes {
					p := row.planes[i]
					p.notes, p.released = &notes, released
					if err := l.begin(t.Context(), &p); err != nil {
						require.ErrorIs(t, err, stuck)
						break
					}
				}
				start := time.Now()
				ctx, cancel := context.WithCancel(t.Context())
				cancel() // a cancelled run must still close what it opened
				err := l.end(ctx)
				require.Equal(t, row.took, time.Since(start))
				require.Equal(t, row.notes, notes)
				if row.errs == "" {
					require.NoError(t, err)
				} else {
					require.EqualError(t, err, row.errs)
				}
				require.NoError(t, l.end(t.Context()), "a second end does nothing")
				require.Equal(t, row.notes, notes)
			})
		})
	}
}
