package portal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// Kinds of audit record that logins leave.
const (
	AuditLogin  = "portal-login"
	AuditLogout = "portal-logout"
)

// seenStep is how far SeenAt may lag behind the last use of a session: not each request writes.
const seenStep = time.Minute

// Login opens a session for an activated user (REG-31). An unknown address, one that isn't activated and a wrong password
// are one and the same problem after the same work; so is the lockout that follows. The session that the visit came
// with ends: a token never outlives a login.
func (d *Desk) Login(ctx context.Context, v Visit, mail, password string) (wire.Session, error) {
	if _, err := d.site(v); err != nil {
		return wire.Session{}, err
	}
	var user store.User
	var session wire.Session
	err := d.limit(ctx, LimitLogin, v)
	if err == nil {
		user, err = d.prove(ctx, v, userKey(v.Portal, mail), password)
	}
	if err == nil {
		session, err = d.open(ctx, v, user.Key)
	}
	key := store.AccountKey{InstitutionCode: user.Current.InstitutionCode}
	return session, d.audit(ctx, AuditLogin, key, err, v.Now)
}

// prove compares the password. A try is counted before it is made, so that many at once gain nothing.
func (d *Desk) prove(ctx context.Context, v Visit, key store.UserKey, password string) (store.User, error) {
	var user store.User
	err := d.rows.ChangeUser(ctx, key, func(u *store.User) error {
		if !v.Now.Before(u.WrongAt.Add(d.rules.Lockout.For)) {
			u.Wrong = 0
		}
		if d.rules.Lockout.Wrong > 0 && u.Wrong >= d.rules.Lockout.Wrong {
			return refuse(wire.CodeLockedOut)
		}
		u.Wrong, u.WrongAt = u.Wrong+1, v.Now
		user = *u
		return nil
	})
	if err != nil {
		return store.User{Current: user.Current}, err
	}
	phc := user.Current.Password
	if user.ActivatedAt.IsZero() {
		phc = d.rules.Password.decoy()
	}
	if !Verify(phc, password) || user.ActivatedAt.IsZero() {
		return user, refuse(wire.CodeLoginRefused)
	}
	return user, d.rows.ChangeUser(ctx, key, func(u *store.User) error {
		u.Wrong = 0
		return nil
	})
}

// open draws a new session, and ends the one that the visit came with.
func (d *Desk) open(ctx context.Context, v Visit, key store.UserKey) (wire.Session, error) {
	token, err := d.drawToken(ctx, "session token")
	if err != nil {
		return wire.Session{}, err
	}
	row := store.Session{Token: store.DigestOf(token), User: key, At: v.Now, SeenAt: v.Now}
	if err := d.rows.AddSession(ctx, row); err != nil {
		return wire.Session{}, fmt.Errorf("opening a session: %w", err)
	}
	if err := d.end(ctx, v); err != nil {
		return wire.Session{}, err
	}
	return wire.Session{SessionToken: token, ExpiresAt: d.rules.Session.end(row)}, nil
}

// end is when a session is over, unless it is used before.
func (l SessionLife) end(s store.Session) time.Time {
	idle, most := s.SeenAt.Add(l.Idle), s.At.Add(l.Most)
	if idle.Before(most) {
		return idle
	}
	return most
}

// Logged is who is logged in, and for which facility.
type Logged struct {
	User     store.User
	Facility store.Facility
}

// Session finds the session of a visit and keeps it alive.
func (d *Desk) Session(ctx context.Context, v Visit) (Logged, error) {
	if _, err := d.site(v); err != nil {
		return Logged{}, err
	}
	row, err := d.rows.Session(ctx, store.DigestOf(v.Token))
	switch {
	case v.Token == "", errors.Is(err, store.ErrNotFound):
		return Logged{}, refuse(wire.CodeNotLoggedIn)
	case err != nil:
		return Logged{}, fmt.Errorf("reading a session: %w", err)
	case !row.EndedAt.IsZero(), row.User.Portal != v.Portal, !v.Now.Before(d.rules.Session.end(row)):
		return Logged{}, refuse(wire.CodeNotLoggedIn)
	}
	user, err := d.rows.User(ctx, row.User)
	if err != nil {
		return Logged{}, fmt.Errorf("reading the user of a session: %w", err)
	}
	if row.At.Before(user.ActivatedAt) {
		return Logged{}, refuse(wire.CodeNotLoggedIn) // of the registration before
	}
	facility, err := d.rows.Facility(ctx, user.Current.InstitutionCode)
	if err != nil {
		return Logged{}, fmt.Errorf("reading the facility of a session: %w", err)
	}
	return Logged{user, facility}, d.see(ctx, row, v.Now)
}

// see notes that a session was used.
func (d *Desk) see(ctx context.Context, row store.Session, now time.Time) error {
	if now.Before(row.SeenAt.Add(seenStep)) {
		return nil
	}
	return d.rows.ChangeSession(ctx, row.Token, func(s *store.Session) error {
		s.SeenAt = now
		return nil
	})
}

// Logout ends the session of a visit.
func (d *Desk) Logout(ctx context.Context, v Visit) error {
	logged, err := d.Session(ctx, v)
	if err == nil {
		err = d.end(ctx, v)
	}
	return d.audit(ctx, AuditLogout, store.AccountKey{InstitutionCode: logged.Facility.Code}, err, v.Now)
}

func (d *Desk) end(ctx context.Context, v Visit) error {
	err := d.rows.ChangeSession(ctx, store.DigestOf(v.Token), func(s *store.Session) error {
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
