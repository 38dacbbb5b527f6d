package portal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// AuditReview is the kind of audit record that a decision of the reviewers leaves.
const AuditReview = "portal-review"

// Decide ends the review of an application now, before its time: it is granted, or refused for a reason. One whose review
// is over can't be decided again.
func (bk *Backend) Decide(ctx context.Context, applicationID string, grant bool, reason string, v Visit) error {
	if !grant && reason == "" {
		reason = "審査の結果、承認されませんでした。"
	}
	var decided store.Application
	err := bk.rows.ChangeApplication(ctx, applicationID, func(a *store.Application) error {
		err := decide(a, grant, reason, v.Now)
		decided = *a // the record names whose it is, whatever the outcome
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return refuse(wire.CodeNotFound)
	}
	if err == nil {
		err = bk.finishReview(ctx, decided, grant)
	}
	return bk.audit(ctx, AuditReview, store.AccountKey{InstitutionCode: decided.InstitutionCode}, err, v.Now)
}

// decide ends the review of an application, if it isn't over.
func decide(a *store.Application, grant bool, reason string, now time.Time) error {
	if !now.Before(a.ReviewedAt) {
		return refuse(wire.CodeDecision)
	}
	a.ReviewedAt = now
	if !grant {
		a.Refusal, a.Once = reason, ""
	}
	return nil
}

// finishReview moves what the application had fixed for the end of its review.
func (bk *Backend) finishReview(ctx context.Context, a store.Application, grant bool) error {
	for _, key := range a.Accounts {
		err := bk.rows.ChangeAccount(ctx, key, func(row *store.Account) error {
			switch a.Form {
			case FormStart, FormAddAccounts:
				if !row.IssuedAt.After(a.ReviewedAt) {
					return nil // somebody has issued it by hand
				}
				row.IssuedAt = bk.whenGranted(grant, bk.rules.After(a.ReviewedAt, bk.rules.Settings))
			case FormCancelAccount:
				row.CancelledAt = bk.whenGranted(grant, a.ReviewedAt)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("settling an account: %w", err)
		}
	}
	return nil
}

// whenGranted is a time, or none: an account of a refused application waits again.
func (bk *Backend) whenGranted(grant bool, at time.Time) time.Time {
	if !grant {
		return time.Time{}
	}
	return at
}

// Introduction is whether a facility counts as having introduced the eligibility check, and through whom (DUT-08).
type Introduction struct {
	Introduced bool
	// By is the code of the main clinic, where it counts through 併設申告 only.
	By string
}

// Introduced says whether a facility counts as having introduced the check: its own application is complete, or it is the
// subordinate of a declaration. Without one each of two clinics has its own duty (DUT-10).
func (bk *Backend) Introduced(ctx context.Context, code string, now time.Time) (Introduction, error) {
	rows, err := bk.rows.ApplicationsOf(ctx, code)
	if err != nil {
		return Introduction{}, fmt.Errorf("reading applications: %w", err)
	}
	c := &FormState{Now: now, Applications: rows}
	if c.started() {
		return Introduction{Introduced: true}, nil
	}
	list, err := bk.rows.ColocationList(ctx)
	if err != nil {
		return Introduction{}, fmt.Errorf("reading colocations: %w", err)
	}
	i := slices.IndexFunc(list, func(l store.Colocation) bool { return l.Subordinate == code && inForce(l, c) })
	if i < 0 {
		return Introduction{}, nil
	}
	return Introduction{Introduced: true, By: list[i].Main}, nil
}

// Serves are the codes of the facilities for which a terminal of one may check: its own, and those of the clinics that it
// has declared (DUT-09).
func (bk *Backend) Serves(ctx context.Context, code string, now time.Time) ([]string, error) {
	list, err := bk.rows.ColocationList(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading colocations: %w", err)
	}
	codes := []string{code}
	for _, l := range list {
		if l.Main == code && inForce(l, &FormState{Now: now}) {
			codes = append(codes, l.Subordinate)
		}
	}
	return codes, nil
}
