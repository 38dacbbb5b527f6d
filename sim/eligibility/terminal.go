package eligibility

import (
	"context"

	"github.com/mynalab/mynalab/sim/driver"
)

// terminal is what one installation knows: facts only, from which the flow's guards derive where a start leads.
type terminal struct {
	noticeAgreed bool
	// token is what the service knows the terminal by; empty while it is not registered.
	token       string
	passcode    string
	passcodeSet bool
	// visual is the switch 目視確認で本人認証.
	visual bool
	// pin was typed for the coming reading; nil in visual mode and everywhere but on the card-reading screen.
	pin []byte
	// shown is the present screen.
	shown driver.Screen
}

// freshTerminal is a terminal without the app. The switch is on at first: visual mode came before PIN mode (INI-17).
func freshTerminal() terminal {
	return terminal{visual: true, shown: driver.Screen{Screen: driver.ScreenNone}}
}

// dropPIN overwrites and forgets the PIN.
func (t *terminal) dropPIN() {
	clear(t.pin)
	t.pin = nil
}

func (a *App) move(context.Context, driver.Call) (driver.Screen, error) {
	return driver.Screen{}, nil
}

// refuse shows the present screen again: a deed that has no place changes nothing that a person sees.
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
