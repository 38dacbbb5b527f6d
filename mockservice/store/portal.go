package store

import (
	"context"
	"time"
)

// Portal is everything that the two portals keep. Where two replicas could get in each other's way there is one atomic
// operation: none of the Change… and Add… lets another change come between what it sees and what it leaves.
type Portal interface {
	Users
	Sessions
	Applications
	Attachments
	Mails
	Colocations
	Attempts
}

// Users keeps who registered with a portal.
type Users interface {
	User(ctx context.Context, key UserKey) (User, error)
	// UserByLink finds the user whose pending registration has this link. The zero digest is nobody's.
	UserByLink(ctx context.Context, link Digest) (User, error)
	// ChangeUser edits a user in one step; one that isn't there is added, and begins with nothing but its key and what
	// ChangeTries has counted for it. An error of change leaves everything as it was and is handed on.
	ChangeUser(ctx context.Context, key UserKey, change func(*User) error) error
	// ChangeTries edits in one step the wrong tries to be a user. Where there is none it adds none: the count is kept apart
	// until SweepTries. An error of change leaves everything as it was and is handed on.
	ChangeTries(ctx context.Context, key UserKey, change func(*Tries) error) error
	// SweepTries forgets the counts kept apart of those who were not tried after since.
	SweepTries(ctx context.Context, since time.Time) error
}

// Sessions keeps logins.
type Sessions interface {
	// AddSession adds a login; a token that is there is ErrTaken.
	AddSession(ctx context.Context, s Session) error
	Session(ctx context.Context, token Digest) (Session, error)
	// ChangeSession edits a login in one step. An error of change leaves it as it was and is handed on.
	ChangeSession(ctx context.Context, token Digest, change func(*Session) error) error
}

// Applications keeps forms that were handed in, and the secrets of the accounts that come of them.
type Applications interface {
	// AddApplication adds an application and its accounts with their secrets, all or nothing. An account that waits (it
	// is there with neither IssuedAt nor CancelledAt) takes the IssuedAt of accounts and keeps the rest, its secret too;
	// one that isn't there is added with its secret. ErrTaken: the id is there, an application with the same Once that
	// isn't empty is there, or an account is there that doesn't wait.
	AddApplication(ctx context.Context, a Application, accounts []Account, secrets []AccountSecret) error
	Application(ctx context.Context, id string) (Application, error)
	// ChangeApplication edits an application in one step. An error of change leaves it as it was and is handed on, and
	// so does ErrTaken, where it is given a Once that another has.
	ChangeApplication(ctx context.Context, id string, change func(*Application) error) error
	// ApplicationsOf is every application of an institution, ApplicationList of all, ordered by At and id.
	ApplicationsOf(ctx context.Context, institutionCode string) ([]Application, error)
	ApplicationList(ctx context.Context) ([]Application, error)
	// PutAccountSecret adds or replaces by key.
	PutAccountSecret(ctx context.Context, s AccountSecret) error
	AccountSecret(ctx context.Context, key AccountKey) (AccountSecret, error)
}

// Attachments keeps what is known of files.
type Attachments interface {
	// AddAttachment adds a file; an id that is there is ErrTaken.
	AddAttachment(ctx context.Context, a Attachment) error
	Attachment(ctx context.Context, id string) (Attachment, error)
}

// Mails keeps mails in the order in which they were written.
type Mails interface {
	AppendMail(ctx context.Context, m Mail) error
	MailList(ctx context.Context) ([]Mail, error)
}

// Colocations keeps 併設申告, one row for each subordinate clinic.
type Colocations interface {
	// ChangeColocation edits the row of a subordinate clinic in one step; one that isn't there is added, and begins with
	// nothing but Subordinate. An error of change leaves everything as it was and is handed on.
	ChangeColocation(ctx context.Context, subordinate string, change func(*Colocation) error) error
	// ColocationList is every row, ordered by Subordinate.
	ColocationList(ctx context.Context) ([]Colocation, error)
}

// Attempts keeps when somebody tried something, so that it can be limited.
type Attempts interface {
	// CountAttempt keeps an attempt at something by somebody, forgets theirs that are not after since, and answers how
	// many are left, this one among them: in one step, so that no two callers see the same number.
	CountAttempt(ctx context.Context, what, who string, at, since time.Time) (int, error)
}
