package runner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/cucumber/godog"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/world"
)

// fakeSlot is a slot made of functions. Its world writes a record, and its steps are those of fakeWorld.Bind.
type fakeSlot struct {
	runs  func(tags []string) (trace.Sentence, bool)
	enter func(scene world.Scene) error
	close func() error
	end   func() error
	late  []string
	// hang is closed at the end of a test to release a step that ignores its context.
	hang chan struct{}

	mu      sync.Mutex
	entered []string
}

var (
	_ Slot  = (*fakeSlot)(nil)
	_ World = (*fakeWorld)(nil)
)

func (f *fakeSlot) Runs(tags []string) (trace.Sentence, bool) {
	if f.runs == nil {
		return trace.Sentence{}, true
	}
	return f.runs(tags)
}

func (f *fakeSlot) Enter(ctx context.Context, scene world.Scene) (World, error) {
	f.mu.Lock()
	f.entered = append(f.entered, scene.ID)
	f.mu.Unlock()
	if f.enter != nil {
		if err := f.enter(scene); err != nil {
			return nil, err
		}
	}
	return &fakeWorld{ctx: ctx, slot: f, scene: scene}, nil
}

func (f *fakeSlot) Close(context.Context) error {
	if f.close == nil {
		return nil
	}
	return f.close()
}

func (f *fakeSlot) Late() []string { return f.late }

type fakeWorld struct {
	ctx       context.Context
	slot      *fakeSlot
	scene     world.Scene
	seq, step int
	err       error
}

func (s *fakeWorld) add(kind trace.Kind, by trace.Actor, fields trace.Fields) {
	s.seq++
	s.err = errors.Join(s.err, trace.Encode(s.scene.Sink, trace.Event{
		Scenario: s.scene.ID, Seq: s.seq, Step: s.step, Time: time.Date(2025, 6, 2, 9, 0, 0, 0, trace.JST()),
		Plane: trace.World, By: by, Dir: trace.Observation, Kind: kind, Fields: fields,
	}))
}

func (s *fakeWorld) Step(number int, keyword, text string) {
	s.step = number
	s.add(trace.KindStep, trace.Harness, trace.Fields{"keyword": keyword, "text": text})
}

func (s *fakeWorld) Outcome(status string, _ error) {
	s.add(trace.KindOutcome, trace.Harness, trace.Fields{"status": status})
}

func (s *fakeWorld) End() error {
	if s.slot.end == nil {
		return nil
	}
	return s.slot.end()
}

func (s *fakeWorld) Close() error { return s.err }

func (s *fakeWorld) Bind(sc *godog.ScenarioContext) {
	claim := func(ok string, by trace.Actor) func() error {
		return func() error {
			s.add(trace.KindScreen, by, trace.Fields{"ok": ok})
			s.add(trace.KindClaim, trace.Harness, trace.Claim{Check: ok}.Fields())
			return nil
		}
	}
	sc.Given(`^用意する$`, func() error { return nil })
	sc.When(`^押す$`, func() error { return nil })
	sc.When(`^まだ書いていない$`, func() error { return godog.ErrPending })
	sc.When(`^飛ばす$`, func() error { return godog.ErrSkip })
	sc.When(`^二通り$`, func() error { return nil })
	sc.When(`^二通.$`, func() error { return nil })
	sc.When(`^壊れる$`, func() error { return fmt.Errorf("breaking\non two lines") })
	sc.When(`^あわてる$`, func() error { panic("raised on purpose") })
	sc.When(`^環境が悪い$`, func() error { return trouble{&world.BlamedError{Blame: trace.BlameEnvironment}} })
	sc.When(`^製品にない$`, func() error {
		return trouble{&world.BlamedError{Blame: trace.BlameProduct, Unsupported: true}}
	})
	sc.When(`^待つ$`, func() error { <-s.ctx.Done(); return s.ctx.Err() })
	sc.When(`^固まる$`, func() error { <-s.slot.hang; return nil })
	sc.When(`^登録が壊れている$`, func() error { return nil })
	if slices.Contains([]string{"a.feature#登録できない"}, s.scene.ID) {
		panic("binding")
	}
	sc.Then(`^出る$`, claim("good", trace.Harness))
	sc.Then(`^製品が出す$`, claim("good", trace.Product))
	sc.Then(`^出ない$`, claim("bad", trace.Product))
	sc.Then(`^黙る$`, func() error { return nil })
	sc.Then(`^証拠がない$`, claim("blank", trace.Product))
}

// trouble wraps a BlamedError, whose text only the world can set, in an error with a text.
type trouble struct{ cause *world.BlamedError }

func (trouble) Error() string   { return "trouble" }
func (t trouble) Unwrap() error { return t.cause }

// fakeJudge judges the claims of fakeWorld by their names: good holds, bad fails, blank has no evidence.
func fakeJudge(events []trace.Event) ([]trace.Judged, error) {
	var all []trace.Judged
	for i, e := range events {
		if e.Kind != trace.KindClaim {
			continue
		}
		claim := trace.ClaimOf(e)
		claim.Args = nil
		j := trace.Judged{Seq: e.Seq, Step: e.Step, Claim: claim, Basis: trace.BasisOurs, Planes: []trace.Plane{trace.World}}
		j.OK, j.Evidence = claim.Check != "bad", []int{events[i-1].Seq}
		if !j.OK {
			j.Blame = trace.BlameProduct
		}
		if claim.Check == "blank" {
			j.Evidence = nil
		}
		j.ByProduct = events[i-1].By == trace.Product
		all = append(all, j)
	}
	return append(all, trace.Judged{
		Claim: trace.Claim{Check: "invariant"}, Basis: trace.BasisOurs, Invariant: true, Finding: trace.Finding{OK: true},
	}), nil
}

func suiteOf(t *testing.T, scenarios string) features.Suite {
	t.Helper()
	suite, err := features.Load(fstest.MapFS{"a.feature": {Data: []byte("機能: あ\n" + scenarios)}})
	require.NoError(t, err)
	return suite
}

// oneScenario is the text of one scenario with these steps.
func oneScenario(name string, steps ...string) string {
	text := "  @CHK-03\n  シナリオ: " + name + "\n"
	for _, s := range steps {
		text += "    " + s + "\n"
	}
	return text
}

// config returns a run with one slot; its clock moves on by a second at each call.
func config(t *testing.T, suite features.Suite, slot *fakeSlot) Config {
	t.Helper()
	var mu sync.Mutex
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return Config{
		Suite: suite, Header: trace.Header{Version: "test", Seed: 7}, Jobs: 1, Judge: fakeJudge, Rules: DefaultRules(),
		Slots:     func(context.Context, int) (Slot, error) { return slot, nil },
		TimeLimit: time.Minute, Grace: time.Minute, Dir: t.TempDir(),
		Now: func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			now = now.Add(time.Second)
			return now
		},
	}
}

func verdicts(r reports.Results) map[string]trace.Verdict {
	m := map[string]trace.Verdict{}
	for _, s := range r.Scenarios {
		m[s.Name] = s.Verdict
	}
	return m
}
