package world

import (
	"sync"
	"time"

	"github.com/mynalab/mynalab/reports/trace"
)

// jst is the zone of world time; Japan has had no summer time since 1951.
var jst = time.FixedZone("JST", 9*60*60)

// DefaultStart is when a scenario begins where all planes are ours (design §6).
func DefaultStart() time.Time { return time.Date(2025, time.June, 2, 9, 0, 0, 0, jst) }

// Clock is world time. A delay is a move of it: the service and the product are told, nothing sleeps.
type Clock struct {
	world *World

	mu  sync.Mutex
	now time.Time
	// off is how far the product's clock runs ahead of world time.
	off time.Duration
	// untold: time passed while the product was at work, and it was not told yet.
	untold bool
}

// Now is world time in JST.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// PassMinutes lets minutes pass.
func (c *Clock) PassMinutes(n int) error { return c.set(c.Now().Add(time.Duration(n) * time.Minute)) }

// PassDays lets days pass.
func (c *Clock) PassDays(n int) error { return c.set(c.Now().AddDate(0, 0, n)) }

// SetDay moves to a day at the hour that it is.
func (c *Clock) SetDay(year, month, day int) error {
	now := c.Now()
	return c.set(time.Date(year, time.Month(month), day, now.Hour(), now.Minute(), now.Second(), 0, jst))
}

// SetTime moves to a time of the day that it is.
func (c *Clock) SetTime(hour, minute int) error {
	now := c.Now()
	return c.set(time.Date(now.Year(), now.Month(), now.Day(), hour, minute, 0, 0, jst))
}

// ProductRunsAhead sets the product's clock so many minutes ahead of world time, or behind it for a negative number.
func (c *Clock) ProductRunsAhead(minutes int) error {
	c.off = time.Duration(minutes) * time.Minute
	return c.tellProduct(c.Now())
}

// elapse lets time pass while the product waits for an answer. Calls of the product never overlap, so it is told when it
// has come back.
func (c *Clock) elapse(d time.Duration) error {
	c.mu.Lock()
	c.untold = true
	c.mu.Unlock()
	return c.tellService(c.Now().Add(d))
}

// catchUp tells the product what time it is where that changed meanwhile.
func (c *Clock) catchUp() error {
	c.mu.Lock()
	untold := c.untold
	c.untold = false
	c.mu.Unlock()
	if !untold {
		return nil
	}
	return c.tellProduct(c.Now())
}

// set tells everybody who keeps time what time it is.
func (c *Clock) set(now time.Time) error {
	if err := c.tellService(now); err != nil {
		return err
	}
	return c.tellProduct(now)
}

func (c *Clock) tellService(now time.Time) error {
	c.mu.Lock()
	c.now = now
	c.mu.Unlock()
	w := c.world
	w.record.Add(trace.World, trace.Harness, trace.Stimulus, trace.KindClock,
		trace.Fields{"now": now.Format(time.RFC3339)})
	if err := w.control.SetClock(w.ctx, now); err != nil {
		return environment("setting the service's clock", err)
	}
	return nil
}

func (c *Clock) tellProduct(now time.Time) error {
	if err := c.world.product.Clock(c.world.ctx, now.Add(c.off)); err != nil {
		return environment("setting the product's clock", err)
	}
	return nil
}
