package main

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
	"github.com/mynalab/mynalab/sim/slot"
)

// leftoverProduct is the reference app, except that a screen which is not the result still has something of the last result.
type leftoverProduct struct {
	driver.Product
	last driver.Screen
	// on chooses the screens, leave puts something of the last result on them.
	on    func(driver.Call, driver.Screen) bool
	leave func(screen *driver.Screen, last driver.Screen)
}

func (p *leftoverProduct) Configure(ctx context.Context, place driver.Slot) error {
	p.last = driver.Screen{}
	return p.Product.Configure(ctx, place)
}

func (p *leftoverProduct) Do(ctx context.Context, call driver.Call) (driver.Screen, error) {
	screen, err := p.Product.Do(ctx, call)
	switch {
	case screen.Screen == driver.ScreenResult:
		p.last = screen
	case err == nil && p.last.Screen != "" && p.on(call, screen):
		p.leave(&screen, p.last)
	}
	return screen, err
}

// refusals are the screens with the reason why a check failed.
func refusals(_ driver.Call, s driver.Screen) bool { return s.Text != "" }

// TestWhatIsLeftOfAPersonIsNoticed: each way to leave something of the last person on another screen turns a scenario red by
// the invariant about personal data, and the product is to blame. The honest app passes the same scenarios.
func TestWhatIsLeftOfAPersonIsNoticed(t *testing.T) {
	t.Parallel()
	name := func(last driver.Screen) string { v, _ := last.Field("氏名"); return v }
	for what, product := range map[string]leftoverProduct{
		"the hand-over on an error screen": {on: refusals, leave: func(s *driver.Screen, last driver.Screen) { s.HandOver = last.HandOver }},
		"the files on an error screen":     {on: refusals, leave: func(s *driver.Screen, last driver.Screen) { s.Files = last.Files }},
		"all values on an error screen":    {on: refusals, leave: func(s *driver.Screen, last driver.Screen) { s.Fields = last.Fields }},
		"the name inside the message":      {on: refusals, leave: func(s *driver.Screen, last driver.Screen) { s.Text = name(last) + "さん: " + s.Text }},
		"the name under a label of its own": {on: refusals, leave: func(s *driver.Screen, last driver.Screen) {
			s.Fields = append(s.Fields, driver.Field{Label: "前の方", Value: name(last)})
		}},
		"the hand-over on the login screen": {on: func(_ driver.Call, s driver.Screen) bool { return s.Screen == driver.ScreenLocked },
			leave: func(s *driver.Screen, last driver.Screen) { s.HandOver = last.HandOver }},
		"the hand-over on the screen before a check": {on: func(_ driver.Call, s driver.Screen) bool { return s.Screen == driver.ScreenAuthSelect },
			leave: func(s *driver.Screen, last driver.Screen) { s.HandOver = last.HandOver }},
		"the whole result after 閉じる": {on: func(c driver.Call, _ driver.Screen) bool { return c.Verb == driver.Close },
			leave: func(s *driver.Screen, last driver.Screen) { *s = last }},
		"the whole result after a new start": {on: func(c driver.Call, _ driver.Screen) bool { return c.Verb == driver.Launch },
			leave: func(s *driver.Screen, last driver.Screen) { *s = last }},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			b := testPlan(t)
			reference := referenceApp(eligibility.DefaultTables())
			b.config.Product = slot.InProcess("leftover", func(env slot.ProductEnv) (driver.Product, error) {
				inner, err := reference(env)
				p := product
				p.Product = inner
				return &p, err
			})
			s := judgeSuite(t, b, 1, reports.Selection{Req: []string{"CHK-10"}})
			red := s.ids(func(sc reports.Scenario) bool {
				return sc.Verdict == trace.Fail && sc.Blame == trace.BlameProduct && slices.ContainsFunc(sc.Claims, func(c trace.Judged) bool {
					return c.Claim.Check == "person-on-result-only" && !c.OK
				})
			})
			require.NotEmpty(t, red)
			require.Empty(t, s.ids(func(sc reports.Scenario) bool { return sc.Verdict != trace.Pass && !slices.Contains(red, sc.ID) }))
		})
	}
}
