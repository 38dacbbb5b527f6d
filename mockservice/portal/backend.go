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

// Rows is the part of the store that the portals need.
type Rows interface {
	store.Accounts
	store.Portal
	store.Audits
}

// Draw is n bytes of chance for a purpose.
type Draw func(ctx context.Context, purpose string, n int) ([]byte, error)

// Backend is where the two portals are served. It is safe for concurrent use. Refusals are errors of type wire.Problem.
type Backend struct {
	rows     Rows
	accounts *account.Registry
	files    Files
	draw     Draw
	rules    Rules
}

// New is a backend over rows by rules. It asks accounts how an account stands, and keeps the bytes of attachments in files.
func New(rows Rows, accounts *account.Registry, files Files, draw Draw, rules Rules) *Backend {
	return &Backend{rows: rows, accounts: accounts, files: files, draw: draw, rules: rules}
}

// Visit is one request to a portal.
type Visit struct {
	Portal string
	// Token is that of the session, empty where there is none.
	Token string
	// From is the address that the request came from, by which attempts are limited.
	From string
	Now  time.Time
}

// site finds the portal of a visit.
func (bk *Backend) site(v Visit) (Site, error) {
	for _, s := range bk.rules.Sites {
		if s.Portal == v.Portal {
			return s, nil
		}
	}
	return Site{}, refuse(wire.CodeNotFound)
}

// Home is the top page (REG-45, REG-46, REG-53, APP-52, APP-63, APP-82).
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

// Site is the portal's tables for whoever draws its pages.
func (bk *Backend) Site(v Visit) (Site, error) { return bk.site(v) }

// Menu is the list of applications, for whoever is logged in (APP-02, APP-47, APP-48, APP-68, APP-69, APP-83, APP-84).
func (bk *Backend) Menu(ctx context.Context, v Visit) (wire.PortalMenu, error) {
	if _, err := bk.Session(ctx, v); err != nil {
		return wire.PortalMenu{}, err
	}
	s, err := bk.site(v)
	return wire.PortalMenu{Breadcrumb: s.Breadcrumb, Categories: s.Categories, Items: s.Items}, err
}

// audit writes a record and hands the outcome on. What went wrong inside leaves no record.
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

// limit counts an attempt of an address at something, and refuses it if there are too many.
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

// refuse is a refusal with no detail.
func refuse(code wire.Code) error { return wire.ProblemFor(code, "") }
