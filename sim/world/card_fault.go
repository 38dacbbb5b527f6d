package world

import (
	"fmt"
	"time"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/virtualcard"
)

// CardSuffers lets the patient's card suffer a fault until it is next taken away, by its name in the card's table of faults
// (virtualcard.Faults). It takes the place of one ordered before. Chance and waiting are the world's, whatever the options
// say of them: the same order in the same scenario draws the same, and a late answer moves the clock.
func (p *Patient) CardSuffers(name string, options virtualcard.FaultOptions) error {
	const ordering = "ordering a fault of the card"
	fault, err := virtualcard.FaultByName(name)
	if err != nil {
		return slot.Configuration(ordering, err)
	}
	w := p.world
	options.Chance, options.Wait = municipality.Chance(w.scene.Seed, w.scene.ID)("card fault "+name), w.waitsForCard
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

// waitsForCard lets the time pass that an answer of the card is late. A chip has no way to tell what goes wrong with that, so
// that the line keeps it for the end of the scenario.
func (w *World) waitsForCard(d time.Duration) {
	if err := w.clock.elapse(d); err != nil {
		w.line.failed(fmt.Errorf("waiting for the card: %w", err))
	}
}
