package world

import (
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
)

// Terminal is the clinic's terminal with the product on it. Its verbs are what staff do there.
type Terminal struct {
	world *World
	// shown is the last screen that staff saw.
	shown driver.Screen
}

// do makes calls of the product one after the other, whatever the product shows in between: the judge evaluates the screens.
func (t *Terminal) do(calls ...driver.Call) error {
	for _, call := range calls {
		screen, err := t.world.product.Do(t.world.ctx, call)
		if err != nil {
			return slot.Environment("asking the product to "+string(call.Verb), err)
		}
		t.shown = screen
		t.notesPower()
		if err := t.world.clock.catchUp(); err != nil {
			return err
		}
		if err := t.serviceKnew(call); err != nil {
			return err
		}
	}
	return nil
}

// notesPower records that the card was still powered after a call.
func (t *Terminal) notesPower() {
	if t.world.slot.LeftPowered() {
		t.world.record.Add(trace.Card, trace.Product, trace.Observation, trace.KindPowered, trace.Fields{"left": "on"})
	}
}

// verb returns a call without arguments.
func verb(v driver.Verb) driver.Call { return driver.Call{Verb: v} }

// typing returns a call that types a secret.
func typing(v driver.Verb, owner, name string) driver.Call {
	return driver.Call{Verb: v, Secret: &driver.Ref{Owner: owner, Name: name}}
}

// InstallAndLaunch puts the product on the terminal and starts it.
func (t *Terminal) InstallAndLaunch() error { return t.do(verb(driver.Install), verb(driver.Launch)) }

// Agree accepts the notice.
func (t *Terminal) Agree() error { return t.do(verb(driver.Agree)) }

// EnterCredentials types the account's four entries correctly.
func (t *Terminal) EnterCredentials() error { return t.do(t.credentials("", "")) }

// CredentialEntry is one of the four entries of initial registration (INI-02).
type CredentialEntry string

// The entries. Each value is the name of the secret in the cast.
const (
	EntryInstitutionCode CredentialEntry = people.SecretCode
	EntryAccountID       CredentialEntry = people.SecretAccountID
	EntryPassword        CredentialEntry = people.SecretPassword
	EntryActivationCode  CredentialEntry = people.SecretActivation
)

// Spelling is a wrong way to write an activation code, which should be twelve half-width digits.
type Spelling string

// The spellings (INI-04 to INI-06).
const (
	Hyphened      Spelling = people.SecretHyphenSuffix
	OneDigitShort Spelling = people.SecretShortSuffix
	OneDigitLong  Spelling = people.SecretLongSuffix
	FullWidth     Spelling = people.SecretFullWideSuffix
	WithLetter    Spelling = people.SecretLettersSuffix
)

// EnterCredentialsWrongly types the entries, one of them well-formed but not the account's.
func (t *Terminal) EnterCredentialsWrongly(wrong CredentialEntry) error {
	return t.do(t.credentials(wrong, people.SecretWrongSuffix))
}

// EnterActivationCode types the entries with the activation code in the given spelling.
func (t *Terminal) EnterActivationCode(how Spelling) error {
	return t.do(t.credentials(EntryActivationCode, string(how)))
}

// credentials returns the call that types the account's entries, with one of them varied.
func (t *Terminal) credentials(vary CredentialEntry, suffix string) driver.Call {
	account := t.world.clinic.account.ID
	ref := func(e CredentialEntry) driver.Ref {
		name := string(e)
		if e == vary {
			name += suffix
		}
		return driver.Ref{Owner: account, Name: name}
	}
	return driver.Call{Verb: driver.EnterCredentials, Credentials: &driver.Credentials{
		InstitutionCode: ref(EntryInstitutionCode), AccountID: ref(EntryAccountID),
		Password: ref(EntryPassword), ActivationCode: ref(EntryActivationCode)}}
}

// SetPasscodeAndLogin sets the start passcode and logs in with it.
func (t *Terminal) SetPasscodeAndLogin() error {
	f := t.world.clinic.facility.ID
	return t.do(typing(driver.SetPasscode, f, people.SecretPasscode), typing(driver.Login, f, people.SecretPasscode))
}

// register goes from installation to setting the passcode.
func (t *Terminal) register() error {
	return t.do(verb(driver.Install), verb(driver.Launch), verb(driver.Agree), t.credentials("", ""),
		typing(driver.SetPasscode, t.world.clinic.facility.ID, people.SecretPasscode))
}

// RegisterAndLogin does the whole initial registration and logs in.
func (t *Terminal) RegisterAndLogin() error {
	if err := t.register(); err != nil {
		return err
	}
	return t.Login()
}

// RegisterAndRelaunch does the whole initial registration and starts the product again.
func (t *Terminal) RegisterAndRelaunch() error {
	if err := t.register(); err != nil {
		return err
	}
	return t.do(verb(driver.Launch))
}

// Login types the right passcode.
func (t *Terminal) Login() error {
	return t.do(typing(driver.Login, t.world.clinic.facility.ID, people.SecretPasscode))
}

// LoginWrongly types a wrong passcode.
func (t *Terminal) LoginWrongly() error {
	return t.do(typing(driver.Login, t.world.clinic.facility.ID, people.SecretWrongPasscode))
}

// ChooseMode sets the switch 目視確認で本人認証 by the name of the mode: 目視 or 暗証番号.
func (t *Terminal) ChooseMode(mode string) error {
	if err := t.backToChoice(); err != nil {
		return err
	}
	return t.do(verb(driver.OpenSettings), driver.Call{Verb: driver.SetVisual, On: mode == modeVisual},
		verb(driver.LeaveSettings))
}

// CloseResult presses 閉じる.
func (t *Terminal) CloseResult() error { return t.do(verb(driver.Close)) }

// backToChoice closes a result that is still on the screen, as staff would before the next action.
func (t *Terminal) backToChoice() error {
	if t.shown.Screen != driver.ScreenResult {
		return nil
	}
	return t.CloseResult()
}

// Deregister presses デバイス登録解除 in the settings (DER-01).
func (t *Terminal) Deregister() error {
	return t.do(verb(driver.OpenSettings), verb(driver.Deregister))
}

// DeregisterAndUninstall deregisters, then removes the product.
func (t *Terminal) DeregisterAndUninstall() error {
	if err := t.Deregister(); err != nil {
		return err
	}
	return t.Uninstall()
}

// Uninstall removes the product without a deregistration at the service.
func (t *Terminal) Uninstall() error { return t.do(verb(driver.Uninstall)) }

// SetOtherPasscode sets another start passcode than the clinic's usual one.
func (t *Terminal) SetOtherPasscode() error {
	return t.do(typing(driver.SetPasscode, t.world.clinic.facility.ID, people.SecretWrongPasscode))
}

// ReinstallAndRegister installs the product again and types the same account's credentials.
func (t *Terminal) ReinstallAndRegister() error {
	return t.do(verb(driver.Install), verb(driver.Launch), verb(driver.Agree), t.credentials("", ""))
}

// ReinstallAndRegisterAdditional does the same with the additional account.
func (t *Terminal) ReinstallAndRegisterAdditional() error {
	if err := t.world.clinic.takeAdditionalAccount(); err != nil {
		return err
	}
	return t.ReinstallAndRegister()
}
