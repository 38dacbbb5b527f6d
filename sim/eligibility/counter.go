package eligibility

import (
	"context"

	"github.com/mynalab/mynalab/sim/driver"
)

func (a *App) noteFaceMismatch(context.Context, driver.Call) (driver.Screen, error) {
	return driver.Screen{Outcome: driver.OutcomeFaceMismatch}, nil
}

// typePIN checks the PIN's form before it is sent to a card, because a malformed PIN may cost a try (CARD-332).
func (a *App) typePIN(_ context.Context, call driver.Call) (driver.Screen, error) {
	pin, err := a.reveal(call.Secret)
	if err != nil {
		return driver.Screen{}, err
	}
	if err := a.cfg.Tables.wellFormed(EntryPIN, pin); err != nil {
		return driver.Screen{}, err
	}
	a.terminal.pin = []byte(pin)
	return driver.Screen{}, nil
}
