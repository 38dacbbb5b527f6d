// Package eligibility is the reference マイナ資格確認アプリ of the limited type (資格確認限定型): a driver.Product in the same process, with
// registration, login, settings, the communication with the card and the result as its screens show it. Start with [App] and
// [Config], and with [DefaultFlow], the table of its screens; all its rules are in [Tables].
//
// It sends bytes to a card and HTTP requests to the service. It does not know how card and service work inside, and knows no
// scenario and no record. It shows nothing that the service did not send, and evaluates nothing.
package eligibility

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Vault returns the secret that a reference stands for, for example a PIN.
type Vault interface {
	Reveal(owner, name string) (string, error)
}

// Config is what New needs for an App.
type Config struct {
	// Reader is the card reader at the terminal.
	Reader reader.Reader
	// Vault provides what a person types.
	Vault Vault
	// InstitutionKey signs the card's challenge in visual mode: our stand-in for 特定機関認証 (eligibility §6.2).
	InstitutionKey ed25519.PrivateKey
	// Tables are the rules; the zero value means DefaultTables.
	Tables Tables
	// Platform is windows, ios or android; empty means windows.
	Platform string
	// HTTPTimeout limits one exchange with the service, in real time. Zero means 10 seconds (our choice: long enough for a
	// slow remote service, short enough for a person at the counter).
	HTTPTimeout time.Duration
}

const (
	defaultPlatform    = "windows"
	defaultHTTPTimeout = 10 * time.Second
)

// App is the reference app on one terminal. It implements driver.Product.
type App struct {
	cfg      Config
	service  *service // nil before the first Configure
	terminal terminal
}

var _ driver.Product = (*App)(nil)

// New makes an app. It can't be used before Configure, which also checks the Config.
func New(cfg Config) *App {
	if cfg.Tables.Flow == nil {
		cfg.Tables = DefaultTables()
	}
	if cfg.Platform == "" {
		cfg.Platform = defaultPlatform
	}
	if cfg.HTTPTimeout == 0 {
		cfg.HTTPTimeout = defaultHTTPTimeout
	}
	return &App{cfg: cfg, terminal: freshTerminal()}
}

// Describe returns the app's name and its verbs: all verbs of the driver's list.
func (a *App) Describe(context.Context) (driver.Description, error) {
	d := driver.Description{Name: "mynalab reference app", Version: "1"}
	for _, u := range driver.Usages() {
		d.Verbs = append(d.Verbs, u.Verb)
	}
	return d, nil
}

// Configure gives the app a fresh terminal on which it is not installed, in the given slot. It ignores the slot's reader
// name, because Config contains the reader.
func (a *App) Configure(_ context.Context, slot driver.Slot) error {
	a.terminal.dropPIN()
	a.service, a.terminal = nil, freshTerminal()
	if err := a.cfg.check(); err != nil {
		return err
	}
	s, err := newService(slot, a.cfg.HTTPTimeout)
	if err != nil {
		return err
	}
	a.service = s
	return nil
}

func (c Config) check() error {
	switch {
	case c.Reader == nil:
		return errors.New("checking the app: it has no reader; set Config.Reader")
	case c.Vault == nil:
		return errors.New("checking the app: it has no vault; set Config.Vault")
	case len(c.InstitutionKey) != ed25519.PrivateKeySize:
		return errors.New("checking the app: it has no institution key; set Config.InstitutionKey")
	}
	return c.Tables.check()
}

// Close discards all state. Nothing stays open between two calls: every exchange with the service has a connection of its
// own, and a card is disconnected within its call.
func (a *App) Close(context.Context) error {
	a.terminal.dropPIN()
	a.service, a.terminal = nil, freshTerminal()
	return nil
}

// Clock does nothing: everything that depends on world time is determined by the service.
func (a *App) Clock(context.Context, time.Time) error { return nil }

// Do carries out one action of a person. The flow table says which action leads to which screen. An action that is not
// possible on the present screen changes nothing and is answered with OutcomeNotPossible.
func (a *App) Do(ctx context.Context, call driver.Call) (driver.Screen, error) {
	if !slices.ContainsFunc(driver.Usages(), func(u driver.Usage) bool { return u.Verb == call.Verb }) {
		return driver.Screen{}, fmt.Errorf("doing %q: %w", call.Verb, driver.ErrUnsupported)
	}
	if a.service == nil {
		return driver.Screen{}, fmt.Errorf("doing %s: the app has no slot yet; call Configure first", call.Verb)
	}
	if err := ctx.Err(); err != nil {
		return driver.Screen{}, fmt.Errorf("doing %s: %w", call.Verb, err)
	}
	screen, err := a.follow(ctx, call)
	if err == nil {
		err = ctx.Err() // an error after ctx has ended comes from the harness, not from card or service
	}
	if err != nil {
		return driver.Screen{}, fmt.Errorf("doing %s: %w", call.Verb, err)
	}
	return screen, nil
}

// follow carries out the first row of the flow that fits the call.
func (a *App) follow(ctx context.Context, call driver.Call) (driver.Screen, error) {
	row := a.row(call)
	screen, err := actions()[row.Action](a, ctx, call)
	to := row.To
	var r *refusal
	if errors.As(err, &r) {
		screen, to = r.screen, row.Else
	} else if err != nil {
		return driver.Screen{}, err
	}
	return a.show(to, screen), nil
}

// show makes a screen the present one. A typed PIN is kept only while the card-reading screen is shown.
func (a *App) show(to driver.ScreenID, s driver.Screen) driver.Screen {
	if to == Stay {
		to = a.terminal.shown.Screen
	}
	if to != driver.ScreenCardRead {
		a.terminal.dropPIN()
	}
	if to == driver.ScreenSettings {
		s.Fields = a.terminal.settings()
	}
	if s.Text == "" {
		s.Text = a.cfg.Tables.text(s)
	}
	s.Screen = to
	a.terminal.shown = s
	return s
}
