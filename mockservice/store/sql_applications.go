package store

import (
	"context"
	"errors"
	"slices"
)

// AddApplication adds an application with its accounts, all or nothing.
func (s *SQL) AddApplication(ctx context.Context, a Application, accounts []Account, secrets []AccountSecret) error {
	return s.change(ctx, func(q session) error {
		if err := s.kinds.applications.addNew(ctx, q, a); err != nil {
			return err
		}
		known, err := s.knownAccounts(ctx, q, secrets)
		if err != nil {
			return err
		}
		// In order, so that no two applications wait for each other's accounts.
		for _, account := range slices.SortedFunc(slices.Values(accounts), compareAccounts) {
			added, err := s.handOut(ctx, q, account)
			if err != nil {
				return err
			}
			known[account.Key] = !added
		}
		for _, secret := range secrets {
			if known[secret.Key] {
				continue
			}
			if err := s.kinds.secrets.put(ctx, q, secret); err != nil {
				return err
			}
		}
		return nil
	})
}

// knownAccounts says of which secrets the account is there.
func (s *SQL) knownAccounts(ctx context.Context, q session, secrets []AccountSecret) (map[AccountKey]bool, error) {
	known := map[AccountKey]bool{}
	for _, secret := range secrets {
		_, err := s.kinds.accounts.get(ctx, q, secret.Key.columns()...)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, err
		}
		known[secret.Key] = err == nil
	}
	return known, nil
}

// handOut adds an account, and says whether it did: one that waits is issued instead.
func (s *SQL) handOut(ctx context.Context, q session, a Account) (bool, error) {
	added, err := s.kinds.accounts.add(ctx, q, a)
	if err != nil || added {
		return added, err
	}
	return false, s.kinds.accounts.edit(ctx, q, func(old *Account) error {
		if !waits(*old) {
			return ErrTaken
		}
		old.IssuedAt = a.IssuedAt
		return nil
	}, a.Key.columns()...)
}

// Application reads an application.
func (s *SQL) Application(ctx context.Context, id string) (Application, error) {
	return s.kinds.applications.get(ctx, s.read, keyText(id))
}

// ChangeApplication edits an application.
func (s *SQL) ChangeApplication(ctx context.Context, id string, change func(*Application) error) error {
	err := s.kinds.applications.change(ctx, s, change, keyText(id))
	if isDuplicate(err) {
		return ErrTaken
	}
	return err
}

// ApplicationsOf reads an institution's applications in order.
func (s *SQL) ApplicationsOf(ctx context.Context, institutionCode string) ([]Application, error) {
	list, err := s.kinds.applications.list(ctx, s.read, "select body from applications where institution = $1", keyText(institutionCode))
	slices.SortFunc(list, compareApplications)
	return list, err
}

// ApplicationList reads all applications in order.
func (s *SQL) ApplicationList(ctx context.Context) ([]Application, error) {
	list, err := s.kinds.applications.listAll(ctx, s)
	slices.SortFunc(list, compareApplications)
	return list, err
}

// PutAccountSecret keeps a secret.
func (s *SQL) PutAccountSecret(ctx context.Context, row AccountSecret) error {
	return s.kinds.secrets.keep(ctx, s, row)
}

// AccountSecret reads a secret.
func (s *SQL) AccountSecret(ctx context.Context, key AccountKey) (AccountSecret, error) {
	return s.kinds.secrets.get(ctx, s.read, key.columns()...)
}
