package main

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
	"github.com/mynalab/mynalab/sim/slot"
)

// lateProduct is the reference app with a worker of its own: what must not be sent is sent once the screen was answered. Nothing in
// here waits for it but the product itself.
type lateProduct struct {
	driver.Product
	url string
	// waits is what the worker waits for.
	waits func()
	work  sync.WaitGroup
}

func (p *lateProduct) Configure(ctx context.Context, place driver.Slot) error {
	p.work.Wait()
	p.url = place.ServiceURL
	return p.Product.Configure(ctx, place)
}

func (p *lateProduct) Close(ctx context.Context) error {
	p.work.Wait()
	return p.Product.Close(ctx)
}

func (p *lateProduct) Do(ctx context.Context, call driver.Call) (driver.Screen, error) {
	screen, err := p.Product.Do(ctx, call)
	if screen.Outcome == driver.OutcomeFaceMismatch || screen.Outcome == driver.OutcomePINWrong {
		url := p.url
		p.work.Go(func() {
			p.waits()
			send(url)
		})
	}
	return screen, err
}

// send asks for a check that nobody has identified anybody for.
func send(url string) {
	post(url+"/v1/check", `{"challengeId":"x","mode":"pin","certificate":"MIIB","signature":"c2ln"}`)
}

func post(url, body string) {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} //nolint:gosec // a wrong product
	answer, err := client.Post(url, "application/json", strings.NewReader(body))
	if err == nil {
		answer.Body.Close()
	}
}

// after is a timer of the product's own.
func after(d time.Duration) func() { return func() { <-time.After(d) } }

// absent are scenarios that claim that nothing was sent, or no result came.
func absent() reports.Selection { return reports.Selection{Req: []string{"SVC-111", "CARD-323"}} }

// tardyBench is a bench with a tardy product.
func tardyBench(t *testing.T, change func(*lateProduct)) *slotPlan {
	t.Helper()
	b := testPlan(t)
	reference := referenceApp(eligibility.DefaultTables())
	b.config.Product = slot.InProcess("tardy", func(bench slot.ProductEnv) (driver.Product, error) {
		inner, err := reference(bench)
		p := &lateProduct{Product: inner}
		change(p)
		return p, err
	})
	return b
}

// TestAProductThatActsAfterItsAnswerPassesNothing: by a timer of its own, whether that is over before the claim, before the
// end of the scenario, or long after both. Each deed is in the record of its own scenario.
func TestAProductThatActsAfterItsAnswerPassesNothing(t *testing.T) {
	t.Parallel() // it waits more than it works
	for name, wait := range map[string]time.Duration{"at once": 0, "after 2 ms": 2 * time.Millisecond, "after 50 ms": 50 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			s := judgeSuite(t, tardyBench(t, func(p *lateProduct) { p.waits = after(wait) }), 1, absent())
			tempted := temptedIn(t, s)
			require.NotEmpty(t, tempted)
			for _, sc := range s.run.Results.Scenarios {
				if !slices.Contains(tempted, sc.ID) {
					require.Equal(t, trace.Pass, sc.Verdict, sc.ID)
					continue
				}
				require.Contains(t, []trace.Verdict{trace.Fail, trace.Error}, sc.Verdict, sc.ID)
				require.Equal(t, trace.BlameProduct, sc.Blame, sc.ID)
			}
		})
	}
}

// temptedIn are the scenarios in which a screen showed what the worker waits for.
func temptedIn(t *testing.T, s suiteRun) []string {
	t.Helper()
	return s.ids(func(sc reports.Scenario) bool {
		events, err := s.run.Events(sc.ID)
		require.NoError(t, err)
		return slices.ContainsFunc(events, func(e trace.Event) bool {
			return e.Kind == trace.KindScreen && (e.Outcome() == trace.OutcomeFaceMismatch || e.Outcome() == trace.OutcomePINWrong)
		})
	})
}

// TestAProductThatWaitsForTheEndOfTheSettleIsTold: it acts once the next scenario is about to be configured, or the slot is
// about to close. What it did is an error of the scenario whose deed it is.
func TestAProductThatWaitsForTheEndOfTheSettleIsTold(t *testing.T) {
	t.Parallel() // it waits more than it works
	b := testPlan(t)
	reference := referenceApp(eligibility.DefaultTables())
	b.config.Product = slot.InProcess("patient", func(bench slot.ProductEnv) (driver.Product, error) {
		inner, err := reference(bench)
		return &patient{Product: inner}, err
	})
	s := judgeSuite(t, b, 1, absent())
	told := s.ids(func(sc reports.Scenario) bool {
		return sc.Verdict == trace.Error && sc.Blame == trace.BlameProduct && strings.Contains(sc.Reason.EN, "acted after the end of the scenario")
	})
	require.ElementsMatch(t, told, temptedIn(t, s))
}

// patient keeps what it must not send until it is configured anew or closed.
type patient struct {
	driver.Product
	url  string
	owes bool
}

func (p *patient) pays() {
	if p.owes {
		send(p.url)
	}
	p.owes = false
}

func (p *patient) Configure(ctx context.Context, place driver.Slot) error {
	p.pays()
	p.url = place.ServiceURL
	return p.Product.Configure(ctx, place)
}

func (p *patient) Close(ctx context.Context) error {
	p.pays()
	return p.Product.Close(ctx)
}

func (p *patient) Do(ctx context.Context, call driver.Call) (driver.Screen, error) {
	screen, err := p.Product.Do(ctx, call)
	p.owes = p.owes || screen.Outcome == driver.OutcomeFaceMismatch || screen.Outcome == driver.OutcomePINWrong
	return screen, err
}

// hasty is the reference app with a worker that waits for nobody and for which nobody waits: it outlives the scenario, and may
// meet another one.
type hasty struct {
	driver.Product
	url  string
	wait time.Duration
	acts func(url string)
	work *sync.WaitGroup
}

func (p *hasty) Configure(ctx context.Context, place driver.Slot) error {
	p.url = place.ServiceURL
	return p.Product.Configure(ctx, place)
}

func (p *hasty) Do(ctx context.Context, call driver.Call) (driver.Screen, error) {
	screen, err := p.Product.Do(ctx, call)
	if screen.Outcome == driver.OutcomeFaceMismatch {
		url := p.url
		p.work.Go(func() {
			<-time.After(p.wait)
			p.acts(url)
		})
	}
	return screen, err
}

// TestAProductThatWaitsForNobodyIsToldToo: no run with it is green, whatever it does and when. It has a few turns of the slots
// to do so.
func TestAProductThatWaitsForNobodyIsToldToo(t *testing.T) {
	t.Parallel() // it waits more than it works
	for name, acts := range map[string]func(string){
		"a challenge": func(url string) { post(url+"/v1/challenge", "") },
		"a check":     send,
	} {
		for _, wait := range []time.Duration{time.Millisecond, 5 * time.Millisecond, 15 * time.Millisecond} {
			t.Run(name+" after "+wait.String(), func(t *testing.T) {
				t.Parallel()
				b := testPlan(t)
				reference := referenceApp(eligibility.DefaultTables())
				var work sync.WaitGroup
				b.config.Product = slot.InProcess("hasty", func(bench slot.ProductEnv) (driver.Product, error) {
					inner, err := reference(bench)
					return &hasty{Product: inner, wait: wait, acts: acts, work: &work}, err
				})
				run, err := unfinished(t, b, reports.Selection{Req: []string{"SVC-111", "CHK-1*"}})
				work.Wait()
				require.NoError(t, err)
				require.NotEqual(t, runner.ExitGood, runner.ExitCode(run.Results))
			})
		}
	}
}

// unfinished is a run that may end with an error beside its results.
func unfinished(t *testing.T, b *slotPlan, selection reports.Selection) (reports.Run, error) {
	t.Helper()
	suite, err := embeddedSuite()
	require.NoError(t, err)
	return runner.Run(t.Context(), runner.Config{Suite: suite, Selection: selection, Header: b.header(7, "test"), Jobs: 1, Turns: b.slotsPerJob(), Slots: b.slot,
		Judge: judge.Judge, Rules: runner.DefaultRules(), TimeLimit: time.Minute, Grace: time.Second, Dir: t.TempDir(), Now: time.Now})
}

// halfway is the reference app that opens a connection of its own, sends half a request and keeps it.
type halfway struct {
	driver.Product
	// asks is what there is of the request, kept the connections.
	asks string
	kept []net.Conn
}

func (p *halfway) Configure(ctx context.Context, place driver.Slot) error {
	conn, err := tls.Dial("tcp", strings.TrimPrefix(place.ServiceURL, "https://"), &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // a wrong product
	if err != nil {
		return err
	}
	p.kept = append(p.kept, conn)
	if _, err := conn.Write([]byte(p.asks)); err != nil {
		return err
	}
	return p.Product.Configure(ctx, place)
}

// TestAProductThatKeepsHalfARequestOpenEndsInTime: neither a scenario nor the run waits for it, and no scenario passes. What
// there was of its requests is told when they are cut off.
func TestAProductThatKeepsHalfARequestOpenEndsInTime(t *testing.T) {
	t.Parallel() // it waits more than it works
	const head = "POST /v1/check HTTP/1.1\r\nHost: x\r\n"
	for name, asks := range map[string]string{"half a head": head, "half a body": head + "Content-Length: 100\r\n\r\n{"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := testPlan(t)
			reference := referenceApp(eligibility.DefaultTables())
			b.config.Product = slot.InProcess("half", func(bench slot.ProductEnv) (driver.Product, error) {
				inner, err := reference(bench)
				return &halfway{Product: inner, asks: asks}, err
			})
			run, err := unfinished(t, b, reports.Selection{Tags: "@SVC-111 and @SVC-110"})
			require.NoError(t, err)
			require.NotEmpty(t, run.Results.Scenarios)
			for _, sc := range run.Results.Scenarios {
				require.Equal(t, trace.Error, sc.Verdict, sc.ID)
				require.Equal(t, trace.BlameProduct, sc.Blame, sc.ID)
				require.Regexp(t, "1 request.s. and 0 APDU.s. without an answer|acted after the end", sc.Reason.EN)
			}
		})
	}
}

// impatient is the reference app that asks for a sign of life with each check and hangs up once it has asked, all within the
// call: an honest product.
type impatient struct {
	driver.Product
	url string
}

func (p *impatient) Configure(ctx context.Context, place driver.Slot) error {
	p.url = place.ServiceURL
	return p.Product.Configure(ctx, place)
}

func (p *impatient) Do(ctx context.Context, call driver.Call) (driver.Screen, error) {
	if call.Verb == driver.StartCheck {
		conn, err := tls.Dial("tcp", strings.TrimPrefix(p.url, "https://"), &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // a product of the test
		if err == nil {
			_, _ = conn.Write([]byte("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"))
			_ = conn.Close()
		}
	}
	return p.Product.Do(ctx, call)
}

// TestAProductMayHangUpWithinItsCall: what it asked for is recorded in the call in which it was asked.
func TestAProductMayHangUpWithinItsCall(t *testing.T) {
	b := testPlan(t)
	reference := referenceApp(eligibility.DefaultTables())
	b.config.Product = slot.InProcess("impatient", func(bench slot.ProductEnv) (driver.Product, error) {
		inner, err := reference(bench)
		return &impatient{Product: inner}, err
	})
	s := judgeSuite(t, b, 2, reports.Selection{Req: []string{"CHK-*"}, Tags: "not @SVC-111"})
	for _, sc := range s.run.Results.Scenarios {
		for _, c := range sc.Claims {
			require.True(t, c.OK || c.Claim.Check != "acts-when-asked", "%s: %+v", sc.ID, c.Got)
		}
	}
}
