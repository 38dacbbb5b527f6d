package store

import (
	"context"
	"maps"
	"slices"
)

// AddApplication adds an application with its accounts and their secrets: all of it or nothing.
func (m *Memory) AddApplication(_ context.Context, a Application, accounts []Account, secrets []AccountSecret) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.rows.portal.applications[a.ID]; ok || m.onceTaken(a) {
		return ErrTaken
	}
	for _, account := range accounts {
		if old, ok := m.rows.accounts[account.Key]; ok && !awaitsIssue(old) {
			return ErrTaken
		}
	}
	for _, secret := range secrets {
		if _, ok := m.rows.accounts[secret.Key]; !ok {
			m.rows.portal.secrets[secret.Key] = secret
		}
	}
	for _, account := range accounts {
		if old, ok := m.rows.accounts[account.Key]; ok {
			old.IssuedAt = account.IssuedAt
			account = old
		}
		m.rows.accounts[account.Key] = account
	}
	m.rows.portal.applications[a.ID] = cloneApplication(a)
	return nil
}

// awaitsIssue reports whether an account exists but was not issued yet.
func awaitsIssue(a Account) bool { return a.IssuedAt.IsZero() && a.CancelledAt.IsZero() }

// onceTaken reports whether another application has the same Once. The caller holds the lock.
func (m *Memory) onceTaken(a Application) bool {
	for id, other := range m.rows.portal.applications {
		if a.Once != "" && id != a.ID && other.Once == a.Once {
			return true
		}
	}
	return false
}

// Application returns an application.
func (m *Memory) Application(_ context.Context, id string) (Application, error) {
	a, err := get(m, func() map[string]Application { return m.rows.portal.applications }, id)
	return cloneApplication(a), err
}

// ChangeApplication changes an application.
func (m *Memory) ChangeApplication(_ context.Context, id string, change func(*Application) error) error {
	return edit(m, func() map[string]Application { return m.rows.portal.applications }, id, func(row *Application) error {
		changed := cloneApplication(*row)
		if err := change(&changed); err != nil {
			return err
		}
		if m.onceTaken(changed) {
			return ErrTaken
		}
		*row = cloneApplication(changed)
		return nil
	})
}

// ApplicationsOf returns the applications of one institution, ordered by At and id.
func (m *Memory) ApplicationsOf(_ context.Context, institutionCode string) ([]Application, error) {
	return m.applications(func(a Application) bool { return a.InstitutionCode == institutionCode }), nil
}

// ApplicationList returns all applications, ordered by At and id.
func (m *Memory) ApplicationList(context.Context) ([]Application, error) {
	return m.applications(func(Application) bool { return true }), nil
}

func (m *Memory) applications(fits func(Application) bool) []Application {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []Application
	for _, a := range m.rows.portal.applications {
		if fits(a) {
			list = append(list, cloneApplication(a))
		}
	}
	slices.SortFunc(list, compareApplications)
	return list
}

// PutAccountSecret stores the secrets of an account.
func (m *Memory) PutAccountSecret(_ context.Context, s AccountSecret) error {
	return put(m, func() map[AccountKey]AccountSecret { return m.rows.portal.secrets }, s.Key, s)
}

// AccountSecret returns the secrets of an account.
func (m *Memory) AccountSecret(_ context.Context, key AccountKey) (AccountSecret, error) {
	return get(m, func() map[AccountKey]AccountSecret { return m.rows.portal.secrets }, key)
}

func cloneApplication(a Application) Application {
	a.Values = maps.Clone(a.Values)
	a.Attachments = slices.Clone(a.Attachments)
	a.Accounts = slices.Clone(a.Accounts)
	return a
}
