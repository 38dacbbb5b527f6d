package world

import (
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/people"
)

// Relaunch starts the product again; its stored data stay.
func (t *Terminal) Relaunch() error { return t.do(verb(driver.Launch)) }

// RelaunchAndLogin starts the product again and logs in.
func (t *Terminal) RelaunchAndLogin() error {
	if err := t.Relaunch(); err != nil {
		return err
	}
	return t.Login()
}

// SetPasscode sets the start passcode.
func (t *Terminal) SetPasscode() error {
	return t.do(typing(driver.SetPasscode, t.world.clinic.facility.ID, people.SecretPasscode))
}

// OpenSettings opens the gear's menu and セキュリティ設定.
func (t *Terminal) OpenSettings() error { return t.do(verb(driver.OpenSettings)) }

// StartCheck begins a check in the mode that is set, and does nothing more.
func (t *Terminal) StartCheck() error {
	if err := t.backToChoice(); err != nil {
		return err
	}
	return t.do(verb(driver.StartCheck))
}

// LosesReader: the reader is unplugged from the terminal.
func (t *Terminal) LosesReader() error {
	t.world.slot.UnplugReader()
	t.world.record.Add(trace.World, trace.PersonActor, trace.Stimulus, trace.KindPerson,
		trace.Fields{"deed": "reader-unplugged"})
	return nil
}

// ReinstallAndMixAccounts installs the product again and types the additional account's id with the other entries of the
// account in use (DER-09).
func (t *Terminal) ReinstallAndMixAccounts() error {
	additional, err := t.world.clinic.additional()
	if err != nil {
		return err
	}
	mixed := t.credentials("", "")
	mixed.Credentials.AccountID = driver.Ref{Owner: additional.ID, Name: people.SecretAccountID}
	return t.do(verb(driver.Install), verb(driver.Launch), verb(driver.Agree), mixed)
}
