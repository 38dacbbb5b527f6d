package portal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// effect describes what submitting a form does in addition to storing the application.
type effect struct {
	form string
	// once means that a facility may submit it only once, until a review refuses it or the use ends.
	once bool
	// accounts means that it asks for as many accounts as its field terminals says.
	accounts bool
	// before runs before the application is stored. It may add the accounts that the application is about.
	before func(ctx context.Context, bk *Backend, c *FormState, a *store.Application) error
}

// effects has a row for each form with an effect.
func effects() []effect {
	return []effect{
		{form: FormStart, once: true, accounts: true},
		{form: FormAddAccounts, accounts: true},
		{form: FormGrant, once: true},
		{form: FormCancelAccount, before: cancelAccount},
		{form: FormEndChange, before: endUse},
		{form: FormColocation, before: declare},
		{form: FormColocationCancel, before: cancelDeclaration},
	}
}

// effectOf returns the effect of a form. A form without a row has none.
func effectOf(form string) effect {
	for _, e := range effects() {
		if e.form == form {
			return e
		}
	}
	return effect{}
}

// cancelAccount ends an account when the review is over (DER-08, SVC-126).
func cancelAccount(ctx context.Context, bk *Backend, c *FormState, a *store.Application) error {
	key := store.AccountKey{InstitutionCode: c.Facility.Code, ID: c.Values["account"]}
	a.Accounts = []store.AccountKey{key}
	return bk.cancel(ctx, key, a.ReviewedAt)
}

// cancel ends an account at a time, unless it ends earlier already.
func (bk *Backend) cancel(ctx context.Context, key store.AccountKey, at time.Time) error {
	err := bk.rows.ChangeAccount(ctx, key, func(row *store.Account) error {
		if row.CancelledAt.IsZero() || at.Before(row.CancelledAt) {
			row.CancelledAt = at
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("cancelling an account: %w", err)
	}
	return nil
}

// endUse ends the facility's accounts after the last day of use, and lets the facility submit 利用開始申請 again.
func endUse(ctx context.Context, bk *Backend, c *FormState, a *store.Application) error {
	day, ok := readDate(c.Values["endDay"])
	if !ok {
		return nil // 利用変更 has no last day and changes nothing
	}
	at := day.AddDate(0, 0, 1)
	if at.Before(a.ReviewedAt) {
		at = a.ReviewedAt
	}
	for _, row := range c.Accounts {
		if !row.CancelledAt.IsZero() && !row.CancelledAt.After(at) {
			continue
		}
		a.Accounts = append(a.Accounts, row.Key)
		if err := bk.cancel(ctx, row.Key, at); err != nil {
			return err
		}
	}
	start, _ := c.granted(FormStart)
	return bk.rows.ChangeApplication(ctx, start.ID, func(row *store.Application) error {
		row.Once = ""
		return nil
	})
}

// declare stores a 併設申告 (DUT-08, DUT-09). If another one was stored in the meantime, it is refused.
func declare(ctx context.Context, bk *Backend, c *FormState, a *store.Application) error {
	a.Values["subordinate"] = c.Subordinate.Code
	return bk.changeColocation(ctx, c.Subordinate.Code, func(l *store.Colocation) error {
		if inForce(*l, c) {
			return refuse(wire.CodeApplicationState)
		}
		l.Main, l.DeclaredAt, l.CancelledAt = c.Facility.Code, a.ReviewedAt, time.Time{}
		return nil
	})
}

// cancelDeclaration cancels a 併設申告 (取消, DUT-11).
func cancelDeclaration(ctx context.Context, bk *Backend, c *FormState, a *store.Application) error {
	return bk.changeColocation(ctx, c.Values["subordinate"], func(l *store.Colocation) error {
		if l.Main != c.Facility.Code || !inForce(*l, c) {
			return refuse(wire.CodeApplicationState)
		}
		l.CancelledAt = a.ReviewedAt
		return nil
	})
}

// changeColocation changes the 併設申告 of a subordinate clinic. A refusal by change is returned as it is.
func (bk *Backend) changeColocation(ctx context.Context, subordinate string, change func(*store.Colocation) error) error {
	err := bk.rows.ChangeColocation(ctx, subordinate, change)
	var problem wire.Problem
	if err == nil || errors.As(err, &problem) {
		return err
	}
	return fmt.Errorf("storing a colocation: %w", err)
}
