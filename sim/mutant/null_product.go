// Package mutant makes wrong products: null products, which answer without doing anything, and products with one edited row
// in a table of app, card or service. A harness that lets one of them pass does not check what it claims to check.
//
// It runs no scenario and gives no verdict. Start reading at [Rows], the edited rows, at [Nulls] and at [NullChips].
package mutant

import (
	"context"
	"time"

	"github.com/mynalab/mynalab/sim/driver"
)

// Null is a product that answers each call without touching card or service.
type Null struct {
	name   string
	answer func(driver.Call) driver.Screen
}

var _ driver.Product = (*Null)(nil)

// Nulls returns the three null products: silent, always-yes and always-no.
func Nulls() []*Null {
	return []*Null{
		{name: "silent", answer: func(driver.Call) driver.Screen { return driver.Screen{} }},
		{name: "always-yes", answer: yes},
		{name: "always-no", answer: no},
	}
}

// Name returns silent, always-yes or always-no.
func (n *Null) Name() string { return n.name }

// Describe says that the product has every verb.
func (n *Null) Describe(context.Context) (driver.Description, error) {
	d := driver.Description{Name: n.name, Version: "1"}
	for _, u := range driver.Usages() {
		d.Verbs = append(d.Verbs, u.Verb)
	}
	return d, nil
}

// Configure does nothing.
func (n *Null) Configure(context.Context, driver.Slot) error { return nil }

// Clock does nothing.
func (n *Null) Clock(context.Context, time.Time) error { return nil }

// Close does nothing: there is nothing to release.
func (n *Null) Close(context.Context) error { return nil }

// Do answers by the verb alone.
func (n *Null) Do(_ context.Context, call driver.Call) (driver.Screen, error) {
	return n.answer(call), nil
}

// yes returns what a product shows when all goes well, for the patient of most scenarios.
func yes(call driver.Call) driver.Screen {
	switch call.Verb {
	case driver.Install:
		return driver.Screen{Screen: driver.ScreenInstalled}
	case driver.Launch:
		return driver.Screen{Screen: driver.ScreenNotice}
	case driver.Agree, driver.Uninstall:
		return driver.Screen{Screen: driver.ScreenCredentials}
	case driver.EnterCredentials:
		return driver.Screen{Screen: driver.ScreenPasscodeSet, Outcome: driver.OutcomeRegistered}
	case driver.SetPasscode:
		return driver.Screen{Screen: driver.ScreenLocked}
	case driver.OpenSettings, driver.SetVisual:
		return driver.Screen{Screen: driver.ScreenSettings}
	case driver.StartCheck:
		return driver.Screen{Screen: driver.ScreenPIN}
	case driver.ConfirmFace, driver.EnterPIN:
		return driver.Screen{Screen: driver.ScreenCardRead}
	case driver.ReadCard:
		return driver.Screen{Screen: driver.ScreenResult, Outcome: driver.OutcomeConfirmed,
			Fields: []driver.Field{{Label: "資格", Value: "有効"}, {Label: "氏名", Value: "佐藤　花子"}}}
	case driver.Deregister:
		return driver.Screen{Screen: driver.ScreenCredentials, Outcome: driver.OutcomeDeregistered}
	default: // login, leave-settings, close
		return driver.Screen{Screen: driver.ScreenAuthSelect}
	}
}

// no refuses whatever can be refused, with the texts of the sources.
func no(call driver.Call) driver.Screen {
	switch call.Verb {
	case driver.Install:
		return driver.Screen{Screen: driver.ScreenInstalled}
	case driver.Launch, driver.Agree:
		return driver.Screen{Screen: driver.ScreenNotice}
	case driver.EnterCredentials, driver.SetPasscode:
		return driver.Screen{Screen: driver.ScreenCredentials, Outcome: driver.OutcomeMismatch,
			Text: "機関コード、ID、パスワード、アクティベーションコードが異なります。"}
	case driver.Login:
		return driver.Screen{Screen: driver.ScreenLocked, Outcome: driver.OutcomePasscodeWrong}
	case driver.ReadCard:
		return driver.Screen{Screen: driver.ScreenAuthSelect, Outcome: driver.OutcomePINLocked,
			Text: "暗証番号がロックされています。"}
	case driver.Deregister:
		return driver.Screen{Screen: driver.ScreenSettings, Outcome: driver.OutcomeNotDeregistered}
	default:
		return driver.Screen{Screen: driver.ScreenLocked, Outcome: driver.OutcomeNotPossible}
	}
}
