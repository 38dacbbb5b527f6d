package virtualcard

import (
	"errors"
	"fmt"
)

// What follows is the card's half of one promise: a counter that the card tells is the one that was kept (CARD-641). The
// other half, what "kept" means of a file, is in statefile_disk.go.
//
// VERIFY lowers the counter, keeps that, compares, raises the counter again if the PIN was right, keeps that, and answers.
// Whatever ends the card on the way, a try that was looked at is spent, and no try is won.
//
// When keeping fails (a full disk, say) the card answers 6F00, as a card does that can't write its own memory, and goes by
// its former memory. Nothing is compared after a counter that could not be kept, so its try is not spent; nothing is opened
// by a PIN whose counter could not be raised. Queries still tell the counter that was kept last. Only where nobody knows
// whether the former memory was kept or the new one (ErrInDoubt) the card tells no counter until it has kept its memory once
// more (settle); as long as that fails it answers 6F00.
//
// Not covered: who asks by something else than a command. Memory and List tell what the card goes by, kept or not. And a
// caller who got 6F00 for a new PIN does not know which of the two a crash would leave.

// settle keeps the memory again where nobody knows which one was kept.
func (c *Card) settle() error {
	if !c.doubt {
		return nil
	}
	return c.save()
}

// spend lowers a counter and keeps it, before anything is compared.
func (c *Card) spend(i int) error {
	lowered := c.memory.PINs[i]
	lowered.TriesLeft--
	return c.store(i, lowered)
}

// store writes one entry and keeps it; when keeping fails the entry is as it was, so that nothing is won and nothing lost.
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
		return fmt.Errorf("keeping the card's memory: %w", err)
	}
	return nil
}
