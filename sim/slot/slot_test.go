package slot_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/textproto"
	"net/url"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/mutant"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// config returns a slot with this product, in which all other planes are ours.
func config(t *testing.T, product slot.MakeProduct) slot.Config {
	t.Helper()
	link, err := linkConfig()
	require.NoError(t, err)
	return slot.Config{Cast: cast(t), Start: start(), Cards: slot.VirtualCards, Service: embedded, Product: slot.InProcess("product", product),
		Link: link, CardTables: virtualcard.DefaultTables(), Settle: slot.DefaultSettle, Stopwatch: time.Now, Random: bytes.NewReader(make([]byte, 1<<10))}
}

// half is a product that opens a connection to the service, sends half a request and keeps the connection open. It returns
// when the server has begun to read the body, which the server says with 100 Continue.
type half struct {
	*mutant.Null
	conn *tls.Conn
}

func (h *half) Configure(_ context.Context, s driver.Slot) error {
	conn, err := dial(&s)
	if err != nil {
		return err
	}
	h.conn = conn
	_, err = io.WriteString(conn, "POST /v1/registration HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n"+
		"Expect: 100-continue\r\n\r\n")
	if err != nil {
		return err
	}
	if _, err := textproto.NewReader(bufio.NewReader(conn)).ReadLine(); err != nil {
		return err
	}
	_, err = io.WriteString(conn, "{")
	return err
}

func dial(s *driver.Slot) (*tls.Conn, error) {
	if s == nil {
		return nil, errMade
	}
	base, err := url.Parse(s.ServiceURL)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(s.ServiceCA)
	return tls.Dial("tcp", base.Host, &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12})
}

// Close releases nothing.
func (h *half) Close(context.Context) error { return nil }

// clinging is a product whose Close waits for ctx.
type clinging struct{ *mutant.Null }

func (clinging) Close(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// place returns where a product of these tests works.
func place(s *slot.Slot) driver.Slot {
	return driver.Slot{Reader: s.ReaderName(), ServiceURL: s.Link().URL(), ServiceCA: s.Link().CA()}
}

// TestAProductThatHoldsARequestOpenDoesNotHoldTheSlot: the wait for its rest and the wait for its end are both bounded.
func TestAProductThatHoldsARequestOpenDoesNotHoldTheSlot(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	h := &half{Null: mutant.Nulls()[0]}
	c := config(t, func(slot.ProductEnv) (driver.Product, error) { return h, nil })
	s, err := slot.Open(t.Context(), c)
	require.NoError(t, err)
	var sink bytes.Buffer
	record := s.Record("a.feature#x", &sink, start)
	s.RecordInto(record, capture.Handler(record, s.Link().Public(slot.Hooks{})))
	require.NoError(t, s.Product().Configure(t.Context(), place(s)))
	require.Equal(t, slot.Unrest{Requests: 1}, s.Quiet(t.Context()))
	require.NoError(t, s.Close(t.Context()), "the slot cuts the request off")
	require.NoError(t, h.conn.Close())
}

// TestNothingIsLeftOfAHundredSlots opens and closes a hundred slots of each kind, including kinds that fail to open.
func TestNothingIsLeftOfAHundredSlots(t *testing.T) {
	const slots = 100
	there := elsewhere(t)
	released := 0
	chip := card(t)
	kinds := map[string]struct {
		change func(*slot.Config)
		opens  bool
	}{
		"embedded": {func(*slot.Config) {}, true},
		"remote":   {func(c *slot.Config) { c.Service = slot.Remote(there) }, true},
		"remote without control": {func(c *slot.Config) {
			alone := there
			alone.Control = nil
			c.Service = slot.Remote(alone)
		}, true},
		"a card in a reader": {func(c *slot.Config) { c.Cards = slot.PresentCard(c.Cast, present(chip, &released)) }, true},
		"no card":            {func(c *slot.Config) { c.Cards = slot.PresentCard(c.Cast, present(nil, &released)) }, false},
		"a service that does not answer": {func(c *slot.Config) {
			nobody := there
			nobody.URL = &url.URL{Scheme: "https", Host: "127.0.0.1:1"}
			c.Service = slot.Remote(nobody)
		}, false},
		"no certificate": {func(c *slot.Config) { c.Link.TLS = &tls.Config{} }, false},
		"no product": {func(c *slot.Config) {
			c.Product = slot.InProcess("x", func(slot.ProductEnv) (driver.Product, error) { return nil, errMade })
		}, false},
		"no randomness": {func(c *slot.Config) {
			c.Cards, c.Random = func() slot.Cards { return strange{slot.VirtualCards()} }, bytes.NewReader(nil)
		}, false},
		"product that closes by force only": {func(c *slot.Config) {
			c.Product = slot.InProcess("x", func(slot.ProductEnv) (driver.Product, error) { return clinging{mutant.Nulls()[0]}, nil })
		}, true},
	}
	for name, kind := range kinds {
		t.Run(name, func(t *testing.T) {
			files := openFiles(t)
			defer func() { require.Equal(t, files, openFiles(t)) }()
			defer goleak.VerifyNone(t, goleak.IgnoreCurrent()) // waits for goroutines that are about to end
			var all sync.WaitGroup
			for range slots {
				c := config(t, silent)
				kind.change(&c)
				if name == "product that closes by force only" {
					all.Go(func() { openAndClose(t, c, kind.opens) })
					continue
				}
				openAndClose(t, c, kind.opens)
			}
			all.Wait()
		})
	}
}

func openAndClose(t *testing.T, c slot.Config, opens bool) {
	s, err := slot.Open(t.Context(), c)
	if !opens {
		if err == nil {
			t.Error("it opened")
		}
		return
	}
	if err != nil {
		t.Error(err)
		return
	}
	_ = s.Close(t.Context()) // a product that closes by force only returns an error here
}

// strange is a card plane whose cards may belong to people who are not of the cast.
type strange struct{ slot.Cards }

func (strange) OfOthers() bool { return true }

// openFiles counts the open files of this process; always 0 if the system does not list them.
func openFiles(t *testing.T) int {
	t.Helper()
	if runtime.GOOS != "linux" {
		return 0
	}
	entries, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	return len(entries)
}

// eager is a product that acts on a goroutine of its own from when it is made until it is closed.
type eager struct {
	*mutant.Null
	bench slot.ProductEnv
	place atomic.Pointer[driver.Slot]
	stop  chan struct{}
	done  sync.WaitGroup
}

func (p *eager) Configure(_ context.Context, place driver.Slot) error {
	p.place.Store(&place)
	return nil
}

func newEager(b slot.ProductEnv) (driver.Product, error) {
	p := &eager{Null: mutant.Nulls()[0], bench: b, stop: make(chan struct{})}
	p.done.Go(func() {
		for {
			select {
			case <-p.stop:
				return
			default:
				p.acts()
			}
		}
	})
	return p, nil
}

func (p *eager) acts() {
	if conn, err := dial(p.place.Load()); err == nil {
		_, _ = conn.Write([]byte("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
		_, _ = io.Copy(io.Discard, conn)
		_ = conn.Close()
	}
	card, err := p.bench.Reader.Connect(context.Background())
	if err != nil {
		runtime.Gosched()
		return
	}
	_, _ = card.Transmit(context.Background(), slot.SelectJPKI().Bytes())
	_ = card.Disconnect(0)
}

func (p *eager) Close(context.Context) error {
	close(p.stop)
	p.done.Wait()
	return nil
}

// TestAProductOnAGoroutineOfItsOwnRacesWithNobody changes everything that a scenario changes in a slot while the product uses
// it; the race detector finds what is not safe. Actions after the last record is complete are listed at the end.
func TestAProductOnAGoroutineOfItsOwnRacesWithNobody(t *testing.T) {
	chip := card(t)
	released := 0
	for name, cards := range map[string]func() slot.Cards{"virtual": slot.VirtualCards, "present": slot.PresentCard(cast(t), present(chip, &released))} {
		t.Run(name, func(t *testing.T) {
			c := config(t, newEager)
			c.Cards = cards
			s, err := slot.Open(t.Context(), c)
			require.NoError(t, err)
			require.NoError(t, s.Product().Configure(t.Context(), place(s)))
			for range 50 {
				record := s.Record("a.feature#x", &bytes.Buffer{}, start)
				s.Ready()
				if name == "virtual" {
					holding, err := s.Cards().Hold(slot.CardEnv{Record: record, Issuer: newIssuer(t)}, order(t))
					require.NoError(t, err)
					holding.Put()
					defer holding.Take()
				}
				_, _ = s.Runs([]string{"@card-known"})
				s.RecordInto(record, capture.Handler(record, s.Link().Public(slot.Hooks{})))
				s.UnplugReader()
				s.Link().Cut()
				s.Link().Restore()
				_ = s.LeftPowered()
				record.Finish()
			}
			require.NoError(t, s.Close(t.Context()))
		})
	}
}

func TestADeedAfterEveryScenarioIsTold(t *testing.T) {
	var bench slot.ProductEnv
	s, err := slot.Open(t.Context(), config(t, func(b slot.ProductEnv) (driver.Product, error) {
		bench = b
		return silent(b)
	}))
	require.NoError(t, err)
	record := s.Record("a.feature#x", &bytes.Buffer{}, start)
	s.RecordInto(record, http.NotFoundHandler())
	holding, err := s.Cards().Hold(slot.CardEnv{Record: record, Issuer: newIssuer(t)}, order(t))
	require.NoError(t, err)
	holding.Put()
	held, err := bench.Reader.Connect(t.Context())
	require.NoError(t, err)
	record.Finish()
	_, err = held.Transmit(t.Context(), slot.SelectJPKI().Bytes())
	require.NoError(t, err)
	require.NoError(t, held.Disconnect(0))
	require.NoError(t, s.Close(t.Context()))
	require.NoError(t, s.Close(t.Context()), "a second time")
	require.Equal(t, []string{"a.feature#x"}, s.Late())
}

// TestAConnectionThatOutlivesItsScenarioIsRecordedWhereItIsUsed: a product may keep a card connection and send a VERIFY over
// it in a later scenario.
func TestAConnectionThatOutlivesItsScenarioIsRecordedWhereItIsUsed(t *testing.T) {
	var bench slot.ProductEnv
	released := 0
	c := config(t, func(b slot.ProductEnv) (driver.Product, error) {
		bench = b
		return silent(b)
	})
	c.Cards = slot.PresentCard(c.Cast, present(card(t), &released))
	s, err := slot.Open(t.Context(), c)
	require.NoError(t, err)
	var first, second bytes.Buffer
	former := s.Record("a.feature#first", &first, start)
	s.RecordInto(former, http.NotFoundHandler())
	held, err := bench.Reader.Connect(t.Context())
	require.NoError(t, err)
	_, err = held.Transmit(t.Context(), slot.SelectJPKI().Bytes())
	require.NoError(t, err)
	s.RecordInto(s.Record("a.feature#second", &second, start), http.NotFoundHandler())
	former.Finish()
	_, err = held.Transmit(t.Context(), slot.SelectAuthPIN().Bytes())
	require.NoError(t, err)
	require.NoError(t, held.Disconnect(reader.Unpower))
	require.NoError(t, s.Close(t.Context()))
	require.Empty(t, s.Late())
	require.Contains(t, second.String(), `"ap":"JPKI"`, "the selected application stays selected")
	require.Contains(t, second.String(), `"target":"0018"`)
	require.NotContains(t, first.String(), `"target":"0018"`)
}

// frantic is a product that panics in each call.
type frantic struct{ *mutant.Null }

func (frantic) Configure(context.Context, driver.Slot) error { panic("configure") }
func (frantic) Clock(context.Context, time.Time) error       { panic("clock") }
func (frantic) Close(context.Context) error                  { panic("close") }
func (frantic) Do(context.Context, driver.Call) (driver.Screen, error) {
	panic("do")
}

// TestAProductThatPanicsIsToBlameItself: a panic ends only the call, and the product is to blame.
func TestAProductThatPanicsIsToBlameItself(t *testing.T) {
	s, err := slot.Open(t.Context(), config(t, func(slot.ProductEnv) (driver.Product, error) { return frantic{mutant.Nulls()[0]}, nil }))
	require.NoError(t, err)
	_, err = s.Product().Do(t.Context(), driver.Call{Verb: driver.Login})
	for name, err := range map[string]error{"do": err, "configure": s.Product().Configure(t.Context(), place(s)), "clock": s.Product().Clock(t.Context(), start())} {
		var known *slot.BlamedError
		require.ErrorAs(t, slot.Environment("asking the product", err), &known)
		require.Equal(t, trace.BlameProduct, known.Blame)
		require.EqualError(t, err, "calling the product: the product panicked: "+name)
	}
	require.EqualError(t, s.Close(t.Context()), "closing product: panic: close")
	_, err = slot.Open(t.Context(), config(t, func(slot.ProductEnv) (driver.Product, error) { panic("made") }))
	require.EqualError(t, err, "panic: made")
}

// TestWhatIsHalfAskedAsTheSlotClosesIsWrittenDown: a half-sent request is recorded in the record that is still open.
func TestWhatIsHalfAskedAsTheSlotClosesIsWrittenDown(t *testing.T) {
	h := &half{Null: mutant.Nulls()[0]}
	c := config(t, func(slot.ProductEnv) (driver.Product, error) { return h, nil })
	c.Settle, c.Farewell = 10*time.Millisecond, 10*time.Millisecond
	s, err := slot.Open(t.Context(), c)
	require.NoError(t, err)
	var sink bytes.Buffer
	record := s.Record("a.feature#x", &sink, start)
	s.RecordInto(record, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }))
	require.NoError(t, h.Configure(t.Context(), place(s)))
	require.NoError(t, s.Close(t.Context()))
	require.Contains(t, sink.String(), `"state":"busy"`)
	require.NoError(t, h.conn.Close())
}
