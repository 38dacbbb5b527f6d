package virtualcard

import (
	"errors"
	"fmt"
)

// What follows is the card's half of one promise: any retry counter that the card reports is the counter that was stored
// (CARD-641). The other half, what "stored" means for a file, is in statefile_disk.go.
//
// VERIFY works in this order: lower the counter, store it, compare the PIN, raise the counter again if the PIN was right,
// store that, answer. If the card stops at any point, a try for which the PIN was compared is spent, and no try is gained.
//
// If storing fails (for example because the disk is full), the card answers 6F00, as a card does that can't write its own
// memory, and goes on with its former memory. The PIN is not compared if the lowered counter could not be stored, so that try
// is not spent. A PIN whose counter could not be raised again opens nothing. Queries still report the counter that was stored
// last. Only if it is unknown whether the former memory or the new one was stored (ErrInDoubt), the card reports no counter
// until it has stored its memory once more (see settle). As long as that fails it answers 6F00.
//
// Not covered: callers that don't use a command. Memory and List return what the card works with, stored or not. And a caller
// who got 6F00 for a new PIN does not know whether the old or the new PIN is valid after a crash.

// settle stores the memory again if it is unknown which one was stored.
func (c *Card) settle() error {
	if !c.doubt {
		return nil
	}
	return c.save()
}

// spend lowers a counter and stores it, before the PIN is compared.
func (c *Card) spend(i int) error {
	lowered := c.memory.PINs[i]
	lowered.TriesLeft--
	return c.store(i, lowered)
}

// store writes one entry and calls Keep. If that fails, the entry is restored, so that no try is gained and none is lost.
func (c *Card) store(i int, entry PINMemory) error {
	before := c.memory.PINs[i]
	c.memory.PINs[i] = entry
	err := c.save()
	if err != nil {
		c.memory.PINs[i] = before
	}
	return err
}

func (c *Card) save() error {
	err := c.keep(c.memory.clone())
	c.doubt = errors.Is(err, ErrInDoubt) || err != nil && c.doubt
	if err != nil {
		return fmt.Errorf("storing the card's memory: %w", err)
	}
	return nil
}
