package store

import (
	"cmp"
	"context"
	"crypto/subtle"
	"maps"
	"slices"
	"time"
)

// portalTables holds the rows of the portals.
type portalTables struct {
	users        map[UserKey]User
	strangers    map[Digest]Tries // wrong passwords for addresses that no user has
	sessions     map[Digest]Session
	applications map[string]Application
	secrets      map[AccountKey]AccountSecret
	attachments  map[string]Attachment
	mails        []Mail
	colocations  map[string]Colocation
	attempts     map[attemptKey][]time.Time
}

// attemptKey is the key of the attempts: what was tried, and who tried it.
type attemptKey struct{ what, who string }

func emptyPortal() portalTables {
	return portalTables{users: map[UserKey]User{}, strangers: map[Digest]Tries{}, sessions: map[Digest]Session{}, applications: map[string]Application{},
		secrets: map[AccountKey]AccountSecret{}, attachments: map[string]Attachment{},
		colocations: map[string]Colocation{}, attempts: map[attemptKey][]time.Time{}}
}

// User returns a user.
func (m *Memory) User(_ context.Context, key UserKey) (User, error) {
	return get(m, func() map[UserKey]User { return m.rows.portal.users }, key)
}

// UserByLink returns the user whose pending registration has this link.
func (m *Memory) UserByLink(_ context.Context, link Digest) (User, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, u := range m.rows.portal.users {
		if link != (Digest{}) && subtle.ConstantTimeCompare(u.Link[:], link[:]) == 1 {
			return u, nil
		}
	}
	return User{}, ErrNotFound
}

// ChangeUser changes or adds a user.
func (m *Memory) ChangeUser(_ context.Context, key UserKey, change func(*User) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return upsert(m.rows.portal.users, key, User{Key: key, Tries: m.rows.portal.strangers[key.digest()]}, change)
}

// ChangeTries changes the count of wrong passwords for a user, or for an address that no user has.
func (m *Memory) ChangeTries(_ context.Context, key UserKey, change func(*Tries) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if user, ok := m.rows.portal.users[key]; ok {
		return upsert(m.rows.portal.users, key, user, func(u *User) error { return change(&u.Tries) })
	}
	return upsert(m.rows.portal.strangers, key.digest(), Tries{}, change)
}

// SweepTries deletes the old counts of addresses that no user has.
func (m *Memory) SweepTries(_ context.Context, since time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.rows.portal.strangers, func(_ Digest, t Tries) bool { return !t.WrongAt.After(since) })
	return nil
}

// AddSession adds a login.
func (m *Memory) AddSession(_ context.Context, s Session) error {
	return add(m, func() map[Digest]Session { return m.rows.portal.sessions }, s.Token, s)
}

// Session returns a login.
func (m *Memory) Session(_ context.Context, token Digest) (Session, error) {
	return get(m, func() map[Digest]Session { return m.rows.portal.sessions }, token)
}

// ChangeSession changes a login.
func (m *Memory) ChangeSession(_ context.Context, token Digest, change func(*Session) error) error {
	return edit(m, func() map[Digest]Session { return m.rows.portal.sessions }, token, change)
}

// AddAttachment adds the description of a file.
func (m *Memory) AddAttachment(_ context.Context, a Attachment) error {
	return add(m, func() map[string]Attachment { return m.rows.portal.attachments }, a.ID, a)
}

// Attachment returns the description of a file.
func (m *Memory) Attachment(_ context.Context, id string) (Attachment, error) {
	return get(m, func() map[string]Attachment { return m.rows.portal.attachments }, id)
}

// AppendMail stores a mail.
func (m *Memory) AppendMail(_ context.Context, mail Mail) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rows.portal.mails = append(m.rows.portal.mails, mail)
	return nil
}

// MailList returns the mails in the order in which they were written.
func (m *Memory) MailList(context.Context) ([]Mail, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.rows.portal.mails), nil
}

// ChangeColocation changes or adds the row of a subordinate clinic.
func (m *Memory) ChangeColocation(_ context.Context, subordinate string, change func(*Colocation) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return upsert(m.rows.portal.colocations, subordinate, Colocation{Subordinate: subordinate}, change)
}

// ColocationList returns all rows, ordered by Subordinate.
func (m *Memory) ColocationList(context.Context) ([]Colocation, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.SortedFunc(maps.Values(m.rows.portal.colocations), func(a, b Colocation) int {
		return cmp.Compare(a.Subordinate, b.Subordinate)
	}), nil
}

// CountAttempt stores an attempt and returns how many attempts after since there are.
func (m *Memory) CountAttempt(_ context.Context, what, who string, at, since time.Time) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := attemptKey{what, who}
	recent := slices.DeleteFunc(m.rows.portal.attempts[key], func(t time.Time) bool { return !t.After(since) })
	m.rows.portal.attempts[key] = append(recent, at)
	return len(recent) + 1, nil
}

// add stores a row, or returns ErrTaken if its key exists.
func add[K comparable, V any](m *Memory, rows func() map[K]V, key K, row V) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := rows()[key]; ok {
		return ErrTaken
	}
	rows()[key] = row
	return nil
}

// edit changes a row, or returns ErrNotFound if it doesn't exist.
func edit[K comparable, V any](m *Memory, rows func() map[K]V, key K, change func(*V) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	row, ok := rows()[key]
	if !ok {
		return ErrNotFound
	}
	if err := change(&row); err != nil {
		return err
	}
	rows()[key] = row
	return nil
}

// upsert changes a row. If it doesn't exist, change gets fresh and the result is added. The caller holds the lock.
func upsert[K comparable, V any](rows map[K]V, key K, fresh V, change func(*V) error) error {
	row, ok := rows[key]
	if !ok {
		row = fresh
	}
	if err := change(&row); err != nil {
		return err
	}
	rows[key] = row
	return nil
}
