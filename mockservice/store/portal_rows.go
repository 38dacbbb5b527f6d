package store

import (
	"strconv"
	"time"
)

// UserKey identifies a user of a portal. Mail is the address as the portal normalizes it, so each address has one user.
type UserKey struct{ Portal, Mail string }

// digest is the key under which wrong passwords are counted while there is no such user.
func (k UserKey) digest() Digest { return DigestOf(strconv.Quote(k.Portal) + strconv.Quote(k.Mail)) }

// Registration is what was entered in one ユーザー登録. Password is a PHC string, never the password itself.
type Registration struct {
	At                    time.Time
	InstitutionCode       string
	Affiliation           string // 所属機関選択
	FamilyName, GivenName string
	Phone, MailAddress    string // as they were entered
	Password              string
}

// User is a user of a portal and its facts: Current is the registration whose link was opened, Pending is the latest one
// whose link was not opened yet. A zero time means that the event hasn't happened.
type User struct {
	Key         UserKey
	Current     Registration
	ActivatedAt time.Time // of Current
	Pending     Registration
	Link        Digest // of the token in the 有効化用リンク of Pending; zero: no link is valid
	LinkSentAt  time.Time
	Tries
}

// Tries counts the wrong passwords in a row. WrongAt is the time of the last one.
type Tries struct {
	Wrong   int
	WrongAt time.Time
}

// Session is one login; its key is the digest of its token. SeenAt may be older than its last use.
type Session struct {
	Token   Digest
	User    UserKey
	At      time.Time
	SeenAt  time.Time
	EndedAt time.Time
}

// Application is one submitted form and its result. ReviewedAt is when its review ends and may be in the future: until then
// the application is under review. Refusal is the reason why the review refused it, empty if the review granted it.
type Application struct {
	ID              string
	Portal, Form    string
	InstitutionCode string
	Applicant       UserKey
	At              time.Time
	Values          map[string]string // by field; only the fields that are stored
	Attachments     []string          // ids
	Accounts        []AccountKey      // those that it asks for, or that it is about
	ReviewedAt      time.Time
	Refusal         string
	// Once names what only one application may ask for; the form's rule defines the text. Empty: there is no such limit.
	Once string
}

// AccountSecret holds the secrets of an account that a settings sheet prints (APP-40). The account itself has digests only.
// These are stored in readable form, in a row of their own, because the sheet can be requested again at any time, as in the
// real portal. They are secrets of a test service and give access to nothing else.
type AccountSecret struct {
	Key                      AccountKey
	Password, ActivationCode string
}

// Attachment describes a file that was added to a form. Its bytes are stored elsewhere, under its ID.
type Attachment struct {
	ID              string
	Portal          string
	InstitutionCode string
	Name            string // as the sender named the file; only shown to people, never used as a path
	Kind            string // pdf, png, xlsx, xls
	Size            int64  // in bytes
	Content         Digest
	At              time.Time
}

// Mail is one mail that was sent.
type Mail struct {
	Portal, To    string
	At            time.Time
	Name          string // the name of its row in the portal's table of mails
	Subject, Text string
}

// Colocation is the 併設申告 of a subordinate clinic by its main clinic, both by institution code. A cancelled one may be
// declared again; that clears CancelledAt.
type Colocation struct {
	Subordinate, Main string
	DeclaredAt        time.Time
	CancelledAt       time.Time
}
