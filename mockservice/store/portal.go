package store

import (
	"context"
	"time"
)

// Portal is everything that the two portals store. Whatever two replicas could do at the same time is one atomic operation:
// no other change happens between what a Change… or Add… method reads and what it writes.
type Portal interface {
	Users
	Sessions
	Applications
	Attachments
	Mails
	Colocations
	Attempts
}

// Users stores the users who registered with a portal.
type Users interface {
	User(ctx context.Context, key UserKey) (User, error)
	// UserByLink finds the user whose pending registration has this link. The zero digest finds nobody.
	UserByLink(ctx context.Context, link Digest) (User, error)
	// ChangeUser changes a user in one atomic step. A user that doesn't exist is added; it starts with its key and the wrong
	// tries that ChangeTries has counted for it. If change returns an error, nothing is changed and that error is returned.
	ChangeUser(ctx context.Context, key UserKey, change func(*User) error) error
	// ChangeTries changes in one atomic step the count of wrong passwords for a user. If the user doesn't exist, none is added:
	// the count is stored separately until SweepTries deletes it. If change returns an error, nothing is changed and that error
	// is returned.
	ChangeTries(ctx context.Context, key UserKey, change func(*Tries) error) error
	// SweepTries deletes the separately stored counts whose last wrong try was not after since.
	SweepTries(ctx context.Context, since time.Time) error
}

// Sessions stores logins.
type Sessions interface {
	// AddSession adds a login. It returns ErrTaken if the token exists.
	AddSession(ctx context.Context, s Session) error
	Session(ctx context.Context, token Digest) (Session, error)
	// ChangeSession changes a login in one atomic step. If change returns an error, the row stays as it was and that error is
	// returned.
	ChangeSession(ctx context.Context, token Digest, change func(*Session) error) error
}

// Applications stores submitted forms, and the secrets of the accounts that they lead to.
type Applications interface {
	// AddApplication adds an application with its accounts and their secrets: all of it or nothing. An account that exists and
	// waits for its issue (neither IssuedAt nor CancelledAt is set) takes IssuedAt from accounts and keeps everything else, its
	// secret too. An account that doesn't exist is added with its secret. AddApplication returns ErrTaken if the id exists, if
	// another application has the same non-empty Once, or if an account exists that isn't waiting for its issue.
	AddApplication(ctx context.Context, a Application, accounts []Account, secrets []AccountSecret) error
	Application(ctx context.Context, id string) (Application, error)
	// ChangeApplication changes an application in one atomic step. If change returns an error, the row stays as it was and that
	// error is returned. The same goes for ErrTaken, which is returned if the new Once belongs to another application.
	ChangeApplication(ctx context.Context, id string, change func(*Application) error) error
	// ApplicationsOf returns all applications of one institution, ApplicationList those of all; both are ordered by At and id.
	ApplicationsOf(ctx context.Context, institutionCode string) ([]Application, error)
	ApplicationList(ctx context.Context) ([]Application, error)
	// PutAccountSecret adds a secret, or replaces the one with the same key.
	PutAccountSecret(ctx context.Context, s AccountSecret) error
	AccountSecret(ctx context.Context, key AccountKey) (AccountSecret, error)
}

// Attachments stores the descriptions of files. Their bytes are stored elsewhere, under the same id.
type Attachments interface {
	// AddAttachment adds a file. It returns ErrTaken if its id exists.
	AddAttachment(ctx context.Context, a Attachment) error
	Attachment(ctx context.Context, id string) (Attachment, error)
}

// Mails stores mails in the order in which they were written.
type Mails interface {
	AppendMail(ctx context.Context, m Mail) error
	MailList(ctx context.Context) ([]Mail, error)
}

// Colocations stores 併設申告, one row for each subordinate clinic.
type Colocations interface {
	// ChangeColocation changes the row of a subordinate clinic in one atomic step. A row that doesn't exist is added; it starts
	// with nothing but Subordinate. If change returns an error, nothing is changed and that error is returned.
	ChangeColocation(ctx context.Context, subordinate string, change func(*Colocation) error) error
	// ColocationList returns all rows, ordered by Subordinate.
	ColocationList(ctx context.Context) ([]Colocation, error)
}

// Attempts stores when somebody tried something, so that the number of attempts can be limited.
type Attempts interface {
	// CountAttempt stores an attempt of who at what, deletes those attempts of theirs that are not after since, and returns how
	// many are left, the new one included. It is one atomic step, so no two callers get the same number.
	CountAttempt(ctx context.Context, what, who string, at, since time.Time) (int, error)
}
