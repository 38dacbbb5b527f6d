package eligibility

import (
	"context"
	"crypto/subtle"

	"github.com/mynalab/mynalab/sim/driver"
)

// keepPasscode is the last step of initial registration (INI-09). The rules for the passcode are not public, so any is
// accepted.
func (a *App) keepPasscode(_ context.Context, call driver.Call) (driver.Screen, error) {
	passcode, err := a.reveal(call.Secret)
	if err != nil {
		return driver.Screen{}, err
	}
	a.terminal.passcode, a.terminal.passcodeSet = passcode, true
	return driver.Screen{}, nil
}

// checkPasscode opens the app with the right passcode only (INI-12). A limit on tries is not public, so there is no limit.
func (a *App) checkPasscode(_ context.Context, call driver.Call) (driver.Screen, error) {
	passcode, err := a.reveal(call.Secret)
	if err != nil {
		return driver.Screen{}, err
	}
	if subtle.ConstantTimeCompare([]byte(passcode), []byte(a.terminal.passcode)) != 1 {
		return driver.Screen{}, a.cfg.Tables.refusal(driver.OutcomePasscodeWrong)
	}
	return driver.Screen{}, nil
}
