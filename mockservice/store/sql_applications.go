package store

import (
	"context"
	"errors"
	"slices"
)

// AddApplication adds an application with its accounts and their secrets: all of it or nothing.
func (s *SQL) AddApplication(ctx context.Context, a Application, accounts []Account, secrets []AccountSecret) error {
	return s.change(ctx, func(q session) error {
		if err := s.kinds.applications.addNew(ctx, q, a); err != nil {
			return err
		}
		known, err := s.knownAccounts(ctx, q, secrets)
		if err != nil {
			return err
		}
		// The accounts are locked in a fixed order, so that two applications can't deadlock on each other's accounts.
		for _, account := range slices.SortedFunc(slices.Values(accounts), compareAccounts) {
			added, err := s.addOrIssue(ctx, q, account)
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

// knownAccounts reports for each secret whether its account exists.
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

// addOrIssue adds an account and reports whether it did. If the account exists and waits for its issue, it is issued instead.
func (s *SQL) addOrIssue(ctx context.Context, q session, a Account) (bool, error) {
	added, err := s.kinds.accounts.add(ctx, q, a)
	if err != nil || added {
		return added, err
	}
	return false, s.kinds.accounts.edit(ctx, q, func(old *Account) error {
		if !awaitsIssue(*old) {
			return ErrTaken
		}
		old.IssuedAt = a.IssuedAt
		return nil
	}, a.Key.columns()...)
}

// Application returns an application.
func (s *SQL) Application(ctx context.Context, id string) (Application, error) {
	return s.kinds.applications.get(ctx, s.read, keyText(id))
}

// ChangeApplication changes an application.
func (s *SQL) ChangeApplication(ctx context.Context, id string, change func(*Application) error) error {
	err := s.kinds.applications.change(ctx, s, change, keyText(id))
	if isDuplicate(err) {
		return ErrTaken
	}
	return err
}

// ApplicationsOf returns the applications of one institution, ordered by At and id.
func (s *SQL) ApplicationsOf(ctx context.Context, institutionCode string) ([]Application, error) {
	list, err := s.kinds.applications.list(ctx, s.read, "select body from applications where institution = $1", keyText(institutionCode))
	slices.SortFunc(list, compareApplications)
	return list, err
}

// ApplicationList returns all applications, ordered by At and id.
func (s *SQL) ApplicationList(ctx context.Context) ([]Application, error) {
	list, err := s.kinds.applications.listAll(ctx, s)
	slices.SortFunc(list, compareApplications)
	return list, err
}

// PutAccountSecret stores the secrets of an account.
func (s *SQL) PutAccountSecret(ctx context.Context, row AccountSecret) error {
	return s.kinds.secrets.keep(ctx, s, row)
}

// AccountSecret returns the secrets of an account.
func (s *SQL) AccountSecret(ctx context.Context, key AccountKey) (AccountSecret, error) {
	return s.kinds.secrets.get(ctx, s.read, key.columns()...)
}
