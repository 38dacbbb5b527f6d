package portal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// Rows is the part of the store that the portals use.
type Rows interface {
	store.Accounts
	store.Portal
	store.Audits
}

// Draw returns n random bytes for a purpose.
type Draw func(ctx context.Context, purpose string, n int) ([]byte, error)

// Backend serves both portals. It is safe for concurrent use. A refusal is an error of type wire.Problem.
type Backend struct {
	rows     Rows
	accounts *account.Registry
	files    Files
	draw     Draw
	rules    Rules
}

// New returns a backend over rows. accounts derives the state of an account, and files stores the bytes of attachments.
func New(rows Rows, accounts *account.Registry, files Files, draw Draw, rules Rules) *Backend {
	return &Backend{rows: rows, accounts: accounts, files: files, draw: draw, rules: rules}
}

// Visit is one request to a portal.
type Visit struct {
	Portal string
	// Token is the token of the session, empty if there is none.
	Token string
	// From is the address that the request came from. Attempts are limited for each address.
	From string
	Now  time.Time
}

// site returns the tables of the portal of a visit.
func (bk *Backend) site(v Visit) (Site, error) {
	for _, s := range bk.rules.Sites {
		if s.Portal == v.Portal {
			return s, nil
		}
	}
	return Site{}, refuse(wire.CodeNotFound)
}

// Home returns the top page (REG-45, REG-46, REG-53, APP-52, APP-63, APP-82).
func (bk *Backend) Home(v Visit) (wire.PortalHome, error) {
	s, err := bk.site(v)
	if err != nil {
		return wire.PortalHome{}, err
	}
	home := wire.PortalHome{Portal: wire.PortalName(s.Portal), Name: s.Name, Banner: s.Banner, Entrances: s.Entrances, Header: s.Header}
	for _, tile := range s.Tiles {
		if tile.Label == TileApplications && v.Now.Before(bk.rules.Opening) {
			tile.Hint = "—公開準備中—"
		}
		home.Tiles = append(home.Tiles, tile)
	}
	return home, nil
}

// Site returns the portal's tables, for the package that shows its pages.
func (bk *Backend) Site(v Visit) (Site, error) { return bk.site(v) }

// Menu returns the list of forms and pages to a user who is logged in (APP-02, APP-47, APP-48, APP-68, APP-69, APP-83, APP-84).
func (bk *Backend) Menu(ctx context.Context, v Visit) (wire.PortalMenu, error) {
	if _, err := bk.Session(ctx, v); err != nil {
		return wire.PortalMenu{}, err
	}
	s, err := bk.site(v)
	return wire.PortalMenu{Breadcrumb: s.Breadcrumb, Categories: s.Categories, Items: s.Items}, err
}

// audit writes an audit record of an outcome and returns the outcome. An internal error leaves no record.
func (bk *Backend) audit(ctx context.Context, what string, key store.AccountKey, outcome error, now time.Time) error {
	record := store.Audit{At: now, What: what, Account: key, Result: "ok"}
	if outcome != nil {
		var problem wire.Problem
		if !errors.As(outcome, &problem) {
			return outcome
		}
		record.Result = string(problem.Code)
	}
	if err := bk.rows.AppendAudit(ctx, record); err != nil {
		return fmt.Errorf("writing an audit record: %w", err)
	}
	return outcome
}

// limit counts an attempt by the address of the visit, and refuses it if the address made too many in the window.
func (bk *Backend) limit(ctx context.Context, what string, v Visit) error {
	l := bk.rules.limit(what)
	if l.Most == 0 {
		return nil
	}
	n, err := bk.rows.CountAttempt(ctx, what, v.From, v.Now, v.Now.Add(-l.Window))
	if err != nil {
		return fmt.Errorf("counting attempts: %w", err)
	}
	if n > l.Most {
		return refuse(wire.CodeRateLimited)
	}
	return nil
}

// refuse returns a refusal without further detail.
func refuse(code wire.Code) error { return wire.ProblemFor(code, "") }
