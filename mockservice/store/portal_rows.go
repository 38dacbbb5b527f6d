package store

import (
	"strconv"
	"time"
)

// UserKey identifies a user of a portal. Mail is the address as the portal folds it, so that an address is there once.
type UserKey struct{ Portal, Mail string }

// digest is by what wrong tries are kept of a user that isn't there.
func (k UserKey) digest() Digest { return DigestOf(strconv.Quote(k.Portal) + strconv.Quote(k.Mail)) }

// Registration is what one ユーザー登録 said. Password is a PHC string, never the password.
type Registration struct {
	At                    time.Time
	InstitutionCode       string
	Affiliation           string // 所属機関選択
	FamilyName, GivenName string
	Phone, MailAddress    string // as they were entered
	Password              string
}

// User is a user of a portal and its facts: the registration that its link made valid, and the last one that waits for its
// link to be opened. A zero time means that it hasn't happened.
type User struct {
	Key         UserKey
	Current     Registration
	ActivatedAt time.Time // of Current
	Pending     Registration
	Link        Digest // of the token in 有効化用リンク of Pending; zero: none is out
	LinkSentAt  time.Time
	Tries
}

// Tries is how many wrong passwords came in a row, WrongAt when the last of them did.
type Tries struct {
	Wrong   int
	WrongAt time.Time
}

// Session is one login, by the digest of its token. SeenAt may lag behind its last use.
type Session struct {
	Token   Digest
	User    UserKey
	At      time.Time
	SeenAt  time.Time
	EndedAt time.Time
}

// Application is one form that was handed in, and what became of it. ReviewedAt is when its review ends and may lie ahead:
// until then it is under review. Refusal says why the review refused, empty where it granted.
type Application struct {
	ID              string
	Portal, Form    string
	InstitutionCode string
	Applicant       UserKey
	At              time.Time
	Values          map[string]string // by field, those that are kept
	Attachments     []string          // ids
	Accounts        []AccountKey      // that it asks for, or speaks of
	ReviewedAt      time.Time
	Refusal         string
	// Once is what only one application may be for, as the form's rule names it; empty: any number.
	Once string
}

// AccountSecret is what a settings sheet prints of an account (APP-40). The account itself has digests only; these are
// kept readable, in a row of their own, because the sheet can be asked for again at any time, as in the real portal. They
// are secrets of a test service and open nothing else.
type AccountSecret struct {
	Key                      AccountKey
	Password, ActivationCode string
}

// Attachment is a file that was added to a form; its bytes lie elsewhere, under its ID.
type Attachment struct {
	ID              string
	Portal          string
	InstitutionCode string
	Name            string // as the sender called it, for people only: never a path
	Kind            string // pdf, png, xlsx, xls
	Size            int64
	Content         Digest
	At              time.Time
}

// Mail is one mail that went out.
type Mail struct {
	Portal, To    string
	At            time.Time
	Name          string // of its row in the portal's table of mails
	Subject, Text string
}

// Colocation is 併設申告 of a subordinate clinic by its main one, both by institution code. One that was cancelled may be
// declared again: that clears CancelledAt.
type Colocation struct {
	Subordinate, Main string
	DeclaredAt        time.Time
	CancelledAt       time.Time
}
