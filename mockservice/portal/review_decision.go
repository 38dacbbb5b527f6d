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

// AuditReview is the kind of the audit record about a decision of the reviewers.
const AuditReview = "portal-review"

// Decide ends the review of an application now, before its time: it is granted, or refused with a reason. An application whose
// review is over can't be decided again.
func (bk *Backend) Decide(ctx context.Context, applicationID string, grant bool, reason string, v Visit) error {
	if !grant && reason == "" {
		reason = "審査の結果、承認されませんでした。"
	}
	var decided store.Application
	err := bk.rows.ChangeApplication(ctx, applicationID, func(a *store.Application) error {
		err := decide(a, grant, reason, v.Now)
		decided = *a // the audit record names its facility, whatever the outcome
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

// decide ends the review of an application, unless it is over.
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

// finishReview moves the times in accounts that were computed from the planned end of the review.
func (bk *Backend) finishReview(ctx context.Context, a store.Application, grant bool) error {
	for _, key := range a.Accounts {
		err := bk.rows.ChangeAccount(ctx, key, func(row *store.Account) error {
			switch a.Form {
			case FormStart, FormAddAccounts:
				if !row.IssuedAt.After(a.ReviewedAt) {
					return nil // the account was issued by hand
				}
				row.IssuedAt = bk.whenGranted(grant, bk.rules.After(a.ReviewedAt, bk.rules.Settings))
			case FormCancelAccount:
				row.CancelledAt = bk.whenGranted(grant, a.ReviewedAt)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("updating an account after its review: %w", err)
		}
	}
	return nil
}

// whenGranted returns at, or the zero time if the application was refused: its accounts then wait for their issue again.
func (bk *Backend) whenGranted(grant bool, at time.Time) time.Time {
	if !grant {
		return time.Time{}
	}
	return at
}

// Introduction says whether a facility counts as having introduced the eligibility check, and through which clinic (DUT-08).
type Introduction struct {
	Introduced bool
	// By is the code of the main clinic if the facility counts only through a 併設申告, otherwise empty.
	By string
}

// Introduced reports whether a facility counts as having introduced the check: its own application is complete, or it is the
// subordinate clinic of a declaration. Without a declaration each of two clinics has its own duty (DUT-10).
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

// Serves returns the codes of the facilities for which a terminal of one facility may check eligibility: its own code, and those
// of the clinics that it has declared (DUT-09).
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
