package world

import (
	"fmt"
	"time"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/virtualcard"
)

// CardSuffers gives the patient's card a fault until the card is next taken away. name is a name from the card's table of
// faults (virtualcard.Faults). The fault replaces one that was set before. Chance and Wait in options are always replaced by
// the world's own: the same call in the same scenario draws the same random bytes, and a late answer moves the world's clock.
func (p *Patient) CardSuffers(name string, options virtualcard.FaultOptions) error {
	const ordering = "ordering a fault of the card"
	fault, err := virtualcard.FaultByName(name)
	if err != nil {
		return slot.Configuration(ordering, err)
	}
	w := p.world
	options.Chance, options.Wait = municipality.Chance(w.scene.Seed, w.scene.ID)("card fault "+name), w.waitForCard
	around, err := fault.Around(options)
	if err != nil {
		return slot.Configuration(ordering, err)
	}
	held, err := p.card()
	if err != nil {
		return err
	}
	return held.Disturb(around)
}

// waitForCard moves the clock by the time that an answer of the card is late. The chip that calls it cannot return an error,
// so the line stores the error until the end of the scenario.
func (w *World) waitForCard(d time.Duration) {
	if err := w.clock.elapse(d); err != nil {
		w.line.failed(fmt.Errorf("waiting for the card: %w", err))
	}
}
