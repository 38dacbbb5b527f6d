// Package eligibility is the reference マイナ資格確認アプリ of the limited type (資格確認限定型): a driver.Product in the same
// process, with registration, login, settings, the card dialogue and the result as its screens show it.
//
// It sees a card as bytes and the service as HTTP. It knows no peer's insides, no scenario and no record, it derives
// nothing that the service did not send, and it judges nothing.
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

// Vault turns a reference to a secret into the secret.
type Vault interface {
	Reveal(owner, name string) (string, error)
}

// Config is what an App is made of.
type Config struct {
	// Reader is the card reader at the terminal.
	Reader reader.Reader
	// Vault reveals what a person types.
	Vault Vault
	// InstitutionKey signs the card's challenge in visual mode: our stand-in for 特定機関認証 (eligibility §6.2).
	InstitutionKey ed25519.PrivateKey
	// Tables are the rules; the zero value stands for DefaultTables.
	Tables Tables
	// Platform is windows, ios or android; empty means windows.
	Platform string
	// HTTPTimeout bounds one exchange with the service, in real time; zero means 10 seconds.
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

// New makes an app; nothing works before Configure, which checks the Config too.
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

// Describe names the app and its verbs: all of the published list.
func (a *App) Describe(context.Context) (driver.Description, error) {
	d := driver.Description{Name: "mynalab reference app", Version: "1"}
	for _, u := range driver.Usages() {
		d.Verbs = append(d.Verbs, u.Verb)
	}
	return d, nil
}

// Configure hands the app a fresh terminal on which it is not installed, in the given slot. The slot's reader name is
// not looked at, since the reader itself came with Config.
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

// Close forgets everything. Nothing stays open between two calls: every exchange with the service has a connection of its
// own, and a card is let go of within its call.
func (a *App) Close(context.Context) error {
	a.terminal.dropPIN()
	a.service, a.terminal = nil, freshTerminal()
	return nil
}

// Clock is accepted and not needed: whatever depends on the time of the world is derived by the service.
func (a *App) Clock(context.Context, time.Time) error { return nil }

// Do is one deed of a person. Which one leads where is told by the flow table; a deed that has no place on the present
// screen changes nothing and is answered with OutcomeNotPossible.
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
		err = ctx.Err() // an answer under a cancelled context tells of the harness and not of card or service
	}
	if err != nil {
		return driver.Screen{}, fmt.Errorf("doing %s: %w", call.Verb, err)
	}
	return screen, nil
}

// follow does the first row of the flow that fits the call.
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

// show makes a screen the present one. A PIN lives on the card-reading screen only, whatever led away from it.
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
