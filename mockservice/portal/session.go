package portal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// The kinds of audit record about logins.
const (
	AuditLogin  = "portal-login"
	AuditLogout = "portal-logout"
)

// seenStep is how far SeenAt may be behind the last use of a session. One minute is our choice: requests within it cause no
// write, and the idle time of a session (30 minutes) is accurate enough.
const seenStep = time.Minute

// Login opens a session for an activated user (REG-31). An unknown address, an address that isn't activated and a wrong
// password give the same problem after the same work, and so does the lockout that follows; so nobody can find out which
// addresses are registered. The session that the visit came with ends: a token never survives a login.
func (bk *Backend) Login(ctx context.Context, v Visit, mail, password string) (wire.Session, error) {
	if _, err := bk.site(v); err != nil {
		return wire.Session{}, err
	}
	key := userKey(v.Portal, mail)
	user, err := bk.user(ctx, key)
	if err != nil {
		return wire.Session{}, err
	}
	var session wire.Session
	if err = bk.limit(ctx, LimitLogin, v); err == nil {
		err = bk.checkPassword(ctx, v, user, password)
	}
	if err == nil {
		session, err = bk.open(ctx, v, key)
	}
	return session, bk.audit(ctx, AuditLogin, facilityOf(user), err, v.Now)
}

// user returns a user. If nobody registered with the address, it returns a user with nothing but the key, and adds no row.
func (bk *Backend) user(ctx context.Context, key store.UserKey) (store.User, error) {
	user, err := bk.rows.User(ctx, key)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return store.User{}, fmt.Errorf("reading a user: %w", err)
	}
	user.Key = key
	return user, nil
}

// facilityOf returns the facility that an audit record about a user names: that of the activated registration, or else that of
// the registration whose link was not opened yet.
func facilityOf(u store.User) store.AccountKey {
	return store.AccountKey{InstitutionCode: cmp.Or(u.Current.InstitutionCode, u.Pending.InstitutionCode)}
}

// checkPassword checks the password. The try is counted before the check, so that many tries at the same time gain nothing.
func (bk *Backend) checkPassword(ctx context.Context, v Visit, user store.User, password string) error {
	if err := bk.countTry(ctx, user.Key, v.Now); err != nil {
		return err
	}
	phc := user.Current.Password
	if user.ActivatedAt.IsZero() {
		phc = bk.rules.Password.decoy()
	}
	if !Verify(phc, password) || user.ActivatedAt.IsZero() {
		return refuse(wire.CodeLoginRefused)
	}
	return bk.resetTries(ctx, user.Key)
}

// open starts a new session and ends the one that the visit came with.
func (bk *Backend) open(ctx context.Context, v Visit, key store.UserKey) (wire.Session, error) {
	token, err := bk.drawToken(ctx, "session token")
	if err != nil {
		return wire.Session{}, err
	}
	row := store.Session{Token: store.DigestOf(token), User: key, At: v.Now, SeenAt: v.Now}
	if err := bk.rows.AddSession(ctx, row); err != nil {
		return wire.Session{}, fmt.Errorf("opening a session: %w", err)
	}
	if err := bk.end(ctx, v); err != nil {
		return wire.Session{}, err
	}
	return wire.Session{SessionToken: token, ExpiresAt: bk.rules.Session.end(row)}, nil
}

// end returns when a session ends if it isn't used again.
func (l SessionLife) end(s store.Session) time.Time {
	idle, most := s.SeenAt.Add(l.Idle), s.At.Add(l.Most)
	if idle.Before(most) {
		return idle
	}
	return most
}

// Logged is the user who is logged in, and the facility of the user's registration.
type Logged struct {
	User     store.User
	Facility store.Facility
}

// Session returns who is logged in on a visit, and records that the session was used.
func (bk *Backend) Session(ctx context.Context, v Visit) (Logged, error) {
	row, logged, err := bk.sessionOf(ctx, v)
	if err != nil {
		return Logged{}, err
	}
	return logged, bk.recordUse(ctx, row, v.Now)
}

// sessionOf returns the session that a visit's token names. It is refused if it has ended, belongs to the other portal, or was
// opened before the user's current registration was activated. The user is returned with the refusal too, for audit records.
func (bk *Backend) sessionOf(ctx context.Context, v Visit) (store.Session, Logged, error) {
	if _, err := bk.site(v); err != nil {
		return store.Session{}, Logged{}, err
	}
	row, err := bk.rows.Session(ctx, store.DigestOf(v.Token))
	switch {
	case v.Token == "", errors.Is(err, store.ErrNotFound):
		return store.Session{}, Logged{}, refuse(wire.CodeNotLoggedIn)
	case err != nil:
		return store.Session{}, Logged{}, fmt.Errorf("reading a session: %w", err)
	}
	logged, err := bk.loggedBy(ctx, row)
	if err == nil && (!row.EndedAt.IsZero() || row.User.Portal != v.Portal || !v.Now.Before(bk.rules.Session.end(row)) ||
		row.At.Before(logged.User.ActivatedAt)) {
		err = refuse(wire.CodeNotLoggedIn)
	}
	return row, logged, err
}

// loggedBy returns the user who opened a session, and the user's facility.
func (bk *Backend) loggedBy(ctx context.Context, row store.Session) (logged Logged, err error) {
	if logged.User, err = bk.rows.User(ctx, row.User); err != nil {
		return Logged{}, fmt.Errorf("reading the user of a session: %w", err)
	}
	if logged.Facility, err = bk.rows.Facility(ctx, logged.User.Current.InstitutionCode); err != nil {
		return Logged{}, fmt.Errorf("reading the facility of a session: %w", err)
	}
	return logged, nil
}

// recordUse records that a session was used.
func (bk *Backend) recordUse(ctx context.Context, row store.Session, now time.Time) error {
	if now.Before(row.SeenAt.Add(seenStep)) {
		return nil
	}
	return bk.rows.ChangeSession(ctx, row.Token, func(s *store.Session) error {
		s.SeenAt = now
		return nil
	})
}

// Logout ends the session of a visit.
func (bk *Backend) Logout(ctx context.Context, v Visit) error {
	_, logged, err := bk.sessionOf(ctx, v)
	if err == nil {
		err = bk.end(ctx, v)
	}
	return bk.audit(ctx, AuditLogout, store.AccountKey{InstitutionCode: logged.Facility.Code}, err, v.Now)
}

// end ends the session that a visit came with, if there is one.
func (bk *Backend) end(ctx context.Context, v Visit) error {
	err := bk.rows.ChangeSession(ctx, store.DigestOf(v.Token), func(s *store.Session) error {
		if s.EndedAt.IsZero() {
			s.EndedAt = v.Now
		}
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
