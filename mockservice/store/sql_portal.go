package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
)

// User returns a user.
func (s *SQL) User(ctx context.Context, key UserKey) (User, error) {
	return s.kinds.users.get(ctx, s.read, key.columns()...)
}

// UserByLink returns the user whose pending registration has this link.
func (s *SQL) UserByLink(ctx context.Context, link Digest) (User, error) {
	return s.kinds.users.find(ctx, s.read, "select body from users where link = $1", orNull(digestText(link)))
}

// ChangeUser changes or adds a user.
func (s *SQL) ChangeUser(ctx context.Context, key UserKey, change func(*User) error) error {
	return s.change(ctx, func(q session) error {
		before, err := s.kinds.strangers.get(ctx, q, digestText(key.digest()))
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		return s.kinds.users.addOrEdit(ctx, q, User{Key: key, Tries: before.Tries}, change, key.columns()...)
	})
}

// ChangeTries changes the count of wrong passwords for a user, or for an address that no user has.
func (s *SQL) ChangeTries(ctx context.Context, key UserKey, change func(*Tries) error) error {
	return s.change(ctx, func(q session) error {
		err := s.kinds.users.edit(ctx, q, func(u *User) error { return change(&u.Tries) }, key.columns()...)
		if !errors.Is(err, ErrNotFound) {
			return err
		}
		who := key.digest()
		return s.kinds.strangers.addOrEdit(ctx, q, strangerRow{Who: who}, func(r *strangerRow) error { return change(&r.Tries) }, digestText(who))
	})
}

// SweepTries deletes the old counts of addresses that no user has. It uses a transaction of its own, so that a change that
// has locked one row never waits for another row (which could deadlock).
func (s *SQL) SweepTries(ctx context.Context, since time.Time) error {
	return s.change(ctx, func(q session) error {
		_, err := q.ExecContext(ctx, "delete from strangers where at <= $1", timeText(since))
		return err
	})
}

// AddSession adds a login.
func (s *SQL) AddSession(ctx context.Context, row Session) error {
	return s.kinds.sessions.keepNew(ctx, s, row)
}

// Session returns a login.
func (s *SQL) Session(ctx context.Context, token Digest) (Session, error) {
	return s.kinds.sessions.get(ctx, s.read, digestText(token))
}

// ChangeSession changes a login.
func (s *SQL) ChangeSession(ctx context.Context, token Digest, change func(*Session) error) error {
	return s.kinds.sessions.change(ctx, s, change, digestText(token))
}

// AddAttachment adds the description of a file.
func (s *SQL) AddAttachment(ctx context.Context, a Attachment) error {
	return s.kinds.attachments.keepNew(ctx, s, a)
}

// Attachment returns the description of a file.
func (s *SQL) Attachment(ctx context.Context, id string) (Attachment, error) {
	return s.kinds.attachments.get(ctx, s.read, keyText(id))
}

// AppendMail stores a mail.
func (s *SQL) AppendMail(ctx context.Context, m Mail) error {
	return s.kinds.mails.keepFirst(ctx, s, m)
}

// MailList returns the mails in the order in which they were written.
func (s *SQL) MailList(ctx context.Context) ([]Mail, error) {
	return s.kinds.mails.listInWriteOrder(ctx, s)
}

// ChangeColocation changes or adds the row of a subordinate clinic.
func (s *SQL) ChangeColocation(ctx context.Context, subordinate string, change func(*Colocation) error) error {
	return s.kinds.colocations.changeOrAdd(ctx, s, Colocation{Subordinate: subordinate}, change, keyText(subordinate))
}

// ColocationList returns all rows, ordered by Subordinate.
func (s *SQL) ColocationList(ctx context.Context) ([]Colocation, error) {
	list, err := s.kinds.colocations.listAll(ctx, s)
	slices.SortFunc(list, func(a, b Colocation) int { return cmp.Compare(a.Subordinate, b.Subordinate) })
	return list, err
}

// CountAttempt stores an attempt and returns how many attempts after since there are.
func (s *SQL) CountAttempt(ctx context.Context, what, who string, at, since time.Time) (n int, err error) {
	fresh := attemptRow{What: what, Who: who}
	err = s.kinds.attempts.changeOrAdd(ctx, s, fresh, func(row *attemptRow) error {
		recent := slices.DeleteFunc(row.At, func(t time.Time) bool { return !t.After(since) })
		row.At = append(recent, at)
		n = len(row.At)
		return nil
	}, keyText(what), keyText(who))
	return n, err
}
