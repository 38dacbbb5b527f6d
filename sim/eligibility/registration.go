package eligibility

import (
	"context"
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
)

func (a *App) agreeNotice(context.Context, driver.Call) (driver.Screen, error) {
	a.terminal.noticeAgreed = true
	return driver.Screen{}, nil
}

// register is the second step of initial registration. The activation code's form is checked on the terminal, before any
// request (INI-07); only the service knows whether the four entries are right (INI-03).
func (a *App) register(ctx context.Context, call driver.Call) (driver.Screen, error) {
	request, err := a.entries(call.Credentials)
	if err != nil {
		return driver.Screen{}, err
	}
	if err := a.cfg.Tables.wellFormed(EntryActivationCode, request.ActivationCode); err != nil {
		return driver.Screen{}, err
	}
	answer, err := a.service.register(ctx, request)
	if err != nil {
		return driver.Screen{}, a.refusalOf(err)
	}
	a.terminal.token = answer.DeviceToken
	return driver.Screen{Outcome: driver.OutcomeRegistered}, nil
}

// entries returns the four entries of initial registration (INI-02).
func (a *App) entries(c *driver.Credentials) (wire.RegistrationRequest, error) {
	if c == nil {
		return wire.RegistrationRequest{}, errors.New("the call has no credentials; set Call.Credentials")
	}
	request := wire.RegistrationRequest{Platform: a.cfg.Platform}
	for _, entry := range []struct {
		to  *string
		ref driver.Ref
	}{
		{&request.InstitutionCode, c.InstitutionCode},
		{&request.AccountID, c.AccountID},
		{&request.Password, c.Password},
		{&request.ActivationCode, c.ActivationCode},
	} {
		value, err := a.reveal(&entry.ref)
		if err != nil {
			return wire.RegistrationRequest{}, err
		}
		*entry.to = value
	}
	return request, nil
}

// reveal gets a secret from the vault. The error names owner and secret, never a value.
func (a *App) reveal(ref *driver.Ref) (string, error) {
	if ref == nil {
		return "", errors.New("the call has no secret; set Call.Secret")
	}
	value, err := a.cfg.Vault.Reveal(ref.Owner, ref.Name)
	if err != nil {
		return "", fmt.Errorf("revealing %s of %s: %w", ref.Name, ref.Owner, err)
	}
	return value, nil
}
