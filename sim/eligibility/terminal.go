package eligibility

import (
	"context"

	"github.com/mynalab/mynalab/sim/driver"
)

// terminal is the state of one installation. It contains facts only; the guards of the flow derive from them which screen a
// launch leads to.
type terminal struct {
	noticeAgreed bool
	// token identifies the terminal at the service; empty while it is not registered.
	token       string
	passcode    string
	passcodeSet bool
	// visual is the switch 目視確認で本人認証.
	visual bool
	// pin was typed for the next reading; nil in visual mode and on every screen except the card-reading screen.
	pin []byte
	// shown is the present screen.
	shown driver.Screen
}

// freshTerminal returns a terminal without the app. The switch is on at first: visual mode existed before PIN mode (INI-17).
func freshTerminal() terminal {
	return terminal{visual: true, shown: driver.Screen{Screen: driver.ScreenNone}}
}

// dropPIN overwrites and discards the PIN.
func (t *terminal) dropPIN() {
	clear(t.pin)
	t.pin = nil
}

func (a *App) move(context.Context, driver.Call) (driver.Screen, error) {
	return driver.Screen{}, nil
}

// refuse shows the present screen again: an action that is not possible changes nothing that a person sees.
func (a *App) refuse(context.Context, driver.Call) (driver.Screen, error) {
	s := a.terminal.shown
	s.Outcome = driver.OutcomeNotPossible
	return s, nil
}

func (a *App) forget(context.Context, driver.Call) (driver.Screen, error) {
	a.terminal.dropPIN()
	a.terminal = freshTerminal()
	return driver.Screen{}, nil
}
