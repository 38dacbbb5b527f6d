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

// lateProduct is the reference app with a worker of its own, which sends something that must not be sent after the screen was
// returned. Only the product itself waits for the worker.
type lateProduct struct {
	driver.Product
	url string
	// waits blocks the worker before it sends.
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

// send posts a check although nobody was identified.
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

// after returns a function that waits, as a timer of the product would.
func after(d time.Duration) func() { return func() { <-time.After(d) } }

// absent selects scenarios that claim that nothing was sent or that no result came.
func absent() reports.Selection { return reports.Selection{Req: []string{"SVC-111", "CARD-323"}} }

// latePlan returns a plan with a lateProduct.
func latePlan(t *testing.T, change func(*lateProduct)) *slotPlan {
	t.Helper()
	b := testPlan(t)
	reference := referenceApp(eligibility.DefaultTables())
	b.config.Product = slot.InProcess("late", func(env slot.ProductEnv) (driver.Product, error) {
		inner, err := reference(env)
		p := &lateProduct{Product: inner}
		change(p)
		return p, err
	})
	return b
}

// TestAProductThatActsAfterItsAnswerPassesNothing: the product acts by a timer of its own that ends before the claim, before
// the end of the scenario, or long after both. Each action is in the record of the scenario in which it started.
func TestAProductThatActsAfterItsAnswerPassesNothing(t *testing.T) {
	t.Parallel() // it waits more than it works
	for name, wait := range map[string]time.Duration{"at once": 0, "after 2 ms": 2 * time.Millisecond, "after 50 ms": 50 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			s := judgeSuite(t, latePlan(t, func(p *lateProduct) { p.waits = after(wait) }), 1, absent())
			triggered := triggeredIn(t, s)
			require.NotEmpty(t, triggered)
			for _, sc := range s.run.Results.Scenarios {
				if !slices.Contains(triggered, sc.ID) {
					require.Equal(t, trace.Pass, sc.Verdict, sc.ID)
					continue
				}
				require.Contains(t, []trace.Verdict{trace.Fail, trace.Error}, sc.Verdict, sc.ID)
				require.Equal(t, trace.BlameProduct, sc.Blame, sc.ID)
			}
		})
	}
}

// triggeredIn returns the ids of the scenarios in which a screen showed what makes the worker send.
func triggeredIn(t *testing.T, s suiteRun) []string {
	t.Helper()
	return s.ids(func(sc reports.Scenario) bool {
		events, err := s.run.Events(sc.ID)
		require.NoError(t, err)
		return slices.ContainsFunc(events, func(e trace.Event) bool {
			return e.Kind == trace.KindScreen && (e.Outcome() == trace.OutcomeFaceMismatch || e.Outcome() == trace.OutcomePINWrong)
		})
	})
}

// TestAProductThatWaitsForTheEndOfTheSettleIsTold: the product acts when the next scenario is about to be configured or the
// slot is about to close. The action is an error of the scenario to which it belongs.
func TestAProductThatWaitsForTheEndOfTheSettleIsTold(t *testing.T) {
	t.Parallel() // it waits more than it works
	b := testPlan(t)
	reference := referenceApp(eligibility.DefaultTables())
	b.config.Product = slot.InProcess("patient", func(env slot.ProductEnv) (driver.Product, error) {
		inner, err := reference(env)
		return &patient{Product: inner}, err
	})
	s := judgeSuite(t, b, 1, absent())
	reported := s.ids(func(sc reports.Scenario) bool {
		return sc.Verdict == trace.Error && sc.Blame == trace.BlameProduct && strings.Contains(sc.Reason.EN, "acted after the end of the scenario")
	})
	require.ElementsMatch(t, reported, triggeredIn(t, s))
}

// patient delays what it must not send until it is configured again or closed.
type patient struct {
	driver.Product
	url string
	// pending: there is something to send.
	pending bool
}

func (p *patient) sendPending() {
	if p.pending {
		send(p.url)
	}
	p.pending = false
}

func (p *patient) Configure(ctx context.Context, place driver.Slot) error {
	p.sendPending()
	p.url = place.ServiceURL
	return p.Product.Configure(ctx, place)
}

func (p *patient) Close(ctx context.Context) error {
	p.sendPending()
	return p.Product.Close(ctx)
}

func (p *patient) Do(ctx context.Context, call driver.Call) (driver.Screen, error) {
	screen, err := p.Product.Do(ctx, call)
	p.pending = p.pending || screen.Outcome == driver.OutcomeFaceMismatch || screen.Outcome == driver.OutcomePINWrong
	return screen, err
}

// hasty is the reference app with a worker that is not synchronized with anything: it outlives its scenario and may act
// during another one.
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

// TestAProductThatWaitsForNobodyIsToldToo: no run with this product is green, whatever it does and when. It gets a few turns
// of the slots to act.
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
				b.config.Product = slot.InProcess("hasty", func(env slot.ProductEnv) (driver.Product, error) {
					inner, err := reference(env)
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

// unfinished runs scenarios; the run may return an error besides its results.
func unfinished(t *testing.T, b *slotPlan, selection reports.Selection) (reports.Run, error) {
	t.Helper()
	suite, err := embeddedSuite()
	require.NoError(t, err)
	return runner.Run(t.Context(), runner.Config{Suite: suite, Selection: selection, Header: b.header(7, "test"), Jobs: 1, Turns: b.slotsPerJob(), Slots: b.slot,
		Judge: judge.Judge, Rules: runner.DefaultRules(), TimeLimit: time.Minute, Grace: time.Second, Dir: t.TempDir(), Now: time.Now})
}

// halfway is the reference app that opens a connection of its own, sends half a request and keeps the connection open.
type halfway struct {
	driver.Product
	// asks is the half request, kept are the connections.
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

// TestAProductThatKeepsHalfARequestOpenEndsInTime: neither a scenario nor the run waits for the request, and no scenario
// passes. What was sent of it is reported when it is cut off.
func TestAProductThatKeepsHalfARequestOpenEndsInTime(t *testing.T) {
	t.Parallel() // it waits more than it works
	const head = "POST /v1/check HTTP/1.1\r\nHost: x\r\n"
	for name, asks := range map[string]string{"half a head": head, "half a body": head + "Content-Length: 100\r\n\r\n{"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := testPlan(t)
			reference := referenceApp(eligibility.DefaultTables())
			b.config.Product = slot.InProcess("half", func(env slot.ProductEnv) (driver.Product, error) {
				inner, err := reference(env)
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

// impatient is the reference app that also sends a health check with each start of a check and hangs up at once, all within
// the call. That is allowed.
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

// TestAProductMayHangUpWithinItsCall: a request is recorded in the call in which it was sent, even if the product hung up.
func TestAProductMayHangUpWithinItsCall(t *testing.T) {
	b := testPlan(t)
	reference := referenceApp(eligibility.DefaultTables())
	b.config.Product = slot.InProcess("impatient", func(env slot.ProductEnv) (driver.Product, error) {
		inner, err := reference(env)
		return &impatient{Product: inner}, err
	})
	s := judgeSuite(t, b, 2, reports.Selection{Req: []string{"CHK-*"}, Tags: "not @SVC-111"})
	for _, sc := range s.run.Results.Scenarios {
		for _, c := range sc.Claims {
			require.True(t, c.OK || c.Claim.Check != "acts-when-asked", "%s: %+v", sc.ID, c.Got)
		}
	}
}
