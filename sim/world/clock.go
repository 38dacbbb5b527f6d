package world

import (
	"sync"
	"time"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/slot"
)

// jst is the zone of world time; Japan has had no summer time since 1951.
var jst = time.FixedZone("JST", 9*60*60)

// DefaultStart is the time when a scenario begins if all planes are ours (design §6).
func DefaultStart() time.Time { return time.Date(2025, time.June, 2, 9, 0, 0, 0, jst) }

// Clock is world time. A delay is a move of this clock: it is sent to the service and the product, and nothing sleeps.
type Clock struct {
	world *World

	// telling is held while the new time is sent to the service, mu while the fields below are used.
	telling sync.Mutex

	mu  sync.Mutex
	now time.Time
	// off is how far the product's clock is ahead of world time.
	off time.Duration
	// productBehind is true if time passed while the product was working, and the product has not been told yet.
	productBehind bool
}

// Now returns world time in JST.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// PassMinutes moves the clock forward by n minutes.
func (c *Clock) PassMinutes(n int) error {
	return c.move(func(now time.Time) time.Time { return now.Add(time.Duration(n) * time.Minute) })
}

// PassDays moves the clock forward by n days.
func (c *Clock) PassDays(n int) error {
	return c.move(func(now time.Time) time.Time { return now.AddDate(0, 0, n) })
}

// SetDay moves the clock to the given day, at the same time of day.
func (c *Clock) SetDay(year, month, day int) error {
	return c.move(func(now time.Time) time.Time {
		return time.Date(year, time.Month(month), day, now.Hour(), now.Minute(), now.Second(), 0, jst)
	})
}

// SetTime moves the clock to the given time on the same day.
func (c *Clock) SetTime(hour, minute int) error {
	return c.move(func(now time.Time) time.Time {
		return time.Date(now.Year(), now.Month(), now.Day(), hour, minute, 0, 0, jst)
	})
}

// ProductRunsAhead sets the product's clock ahead of world time by the given number of minutes, or behind it if the number is
// negative.
func (c *Clock) ProductRunsAhead(minutes int) error {
	c.mu.Lock()
	c.off = time.Duration(minutes) * time.Minute
	c.mu.Unlock()
	return c.tellProduct()
}

// elapse lets time pass while the product waits for an answer. Calls of the product never overlap, so the product is told
// only when its call has returned (see catchUp).
func (c *Clock) elapse(d time.Duration) error {
	if c.world.ctx.Err() != nil {
		return nil // the scenario is over, and its time does not matter any more
	}
	c.mu.Lock()
	c.productBehind = true
	c.mu.Unlock()
	return c.tellService(func(now time.Time) time.Time { return now.Add(d) })
}

// catchUp sends the time to the product if it changed during the product's last call.
func (c *Clock) catchUp() error {
	c.mu.Lock()
	untold := c.productBehind
	c.productBehind = false
	c.mu.Unlock()
	if !untold {
		return nil
	}
	return c.tellProduct()
}

// move moves the clock and sends the new time to the service and the product.
func (c *Clock) move(to func(now time.Time) time.Time) error {
	if err := c.tellService(to); err != nil {
		return err
	}
	return c.tellProduct()
}

// tellService moves the clock and sends the new time to the service. If two delays happen at once both count, and the service
// receives the times in order.
func (c *Clock) tellService(to func(now time.Time) time.Time) error {
	c.telling.Lock()
	defer c.telling.Unlock()
	c.mu.Lock()
	c.now = to(c.now)
	now := c.now
	c.mu.Unlock()
	w := c.world
	w.record.Add(trace.World, trace.Harness, trace.Stimulus, trace.KindClock,
		trace.Fields{"now": now.Format(time.RFC3339)})
	if err := w.control.SetClock(w.ctx, now); err != nil {
		return slot.Environment("setting the service's clock", err)
	}
	return nil
}

func (c *Clock) tellProduct() error {
	c.mu.Lock()
	shown := c.now.Add(c.off)
	c.mu.Unlock()
	if err := c.world.product.Clock(c.world.ctx, shown); err != nil {
		return slot.Environment("setting the product's clock", err)
	}
	return nil
}
