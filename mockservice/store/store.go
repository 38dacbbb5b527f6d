// Package store keeps the rows of the mock service behind one interface: facts with the time at which they happened.
//
// It stores no derived state, reads no clock, takes no chance and knows no rule: what a row means at some time is for the
// packages above. Secrets are kept as digests only, but for those that a settings sheet prints (AccountSecret).
package store

import (
	"context"
	"errors"
	"time"
)

// What a store answers to a row that isn't there, or to a challenge that was consumed before.
var (
	ErrNotFound = errors.New("no such row")
	ErrUsed     = errors.New("challenge was used before")
	// ErrTaken is answered to a row that may be there only once, and is there already.
	ErrTaken = errors.New("such a row is there already")
)

// Store is everything that the service keeps. Implementations are safe for concurrent use, and rows handed in or out are
// never shared with the caller.
type Store interface {
	// Reset forgets everything.
	Reset(ctx context.Context) error
	// Close lets go of files and connections. Whatever was answered without an error is kept.
	Close() error
	Setups
	Accounts
	Persons
	Certificates
	Challenges
	Audits
	Portal
	Inquiries
}

// Setups keeps what the control handler set up: one row, and the draws taken so far.
type Setups interface {
	Setup(ctx context.Context) (Setup, error)
	// ChangeSetup edits the row in one step. An error of change leaves it as it was and is handed on.
	ChangeSetup(ctx context.Context, change func(*Setup) error) error
	// CountDraw is the number of the next draw for a purpose: 0, 1, 2 …, never twice the same.
	CountDraw(ctx context.Context, purpose string) (uint64, error)
}

// Accounts keeps facilities and their accounts.
type Accounts interface {
	PutFacility(ctx context.Context, f Facility) error
	Facility(ctx context.Context, code string) (Facility, error)
	// FacilityByNumber finds a facility by its 登録記号番号. No facility has the empty one.
	FacilityByNumber(ctx context.Context, number string) (Facility, error)
	// PutAccount adds an account. One that is there keeps its facts and takes the new digests.
	PutAccount(ctx context.Context, a Account) error
	Account(ctx context.Context, key AccountKey) (Account, error)
	// AccountByDevice finds the account whose last binding gave out this device token.
	AccountByDevice(ctx context.Context, token Digest) (Account, error)
	// ChangeAccount edits an account in one step: no other change comes between what change sees and what it leaves.
	// An error of change leaves the row as it was and is handed on.
	ChangeAccount(ctx context.Context, key AccountKey, change func(*Account) error) error
	// AccountList is every account, ordered by institution code and id.
	AccountList(ctx context.Context) ([]Account, error)
	// AccountsOf is every account of one institution, ordered by id.
	AccountsOf(ctx context.Context, institutionCode string) ([]Account, error)
}

// Persons keeps the insured persons.
type Persons interface {
	// PutPerson adds or replaces by id.
	PutPerson(ctx context.Context, p Person) error
	Person(ctx context.Context, id string) (Person, error)
}

// Certificates keeps who a certificate belongs to, and what was revoked.
type Certificates interface {
	// PutCertificate adds a serial; a person's former ones stay (SVC-316). One that is there keeps its ToldAt.
	PutCertificate(ctx context.Context, c Certificate) error
	Certificate(ctx context.Context, serial string) (Certificate, error)
	// CertificateList is every certificate, ordered by ToldAt and serial.
	CertificateList(ctx context.Context) ([]Certificate, error)
	// PutRevocation adds a revocation. The first one of a serial stays.
	PutRevocation(ctx context.Context, r Revocation) error
	Revocation(ctx context.Context, serial string) (Revocation, error)
	// RevocationList is every revocation of a certificate that is there, ordered by serial as text.
	RevocationList(ctx context.Context) ([]Revocation, error)
}

// Challenges keeps the nonces.
type Challenges interface {
	PutChallenge(ctx context.Context, c Challenge) error
	// UseChallenge consumes a challenge: the first caller gets it with used_at set, any other ErrUsed (SVC-290).
	UseChallenge(ctx context.Context, id string, at time.Time) (Challenge, error)
}

// Audits keeps the audit records in the order in which they were written.
type Audits interface {
	AppendAudit(ctx context.Context, a Audit) error
	AuditList(ctx context.Context) ([]Audit, error)
}

// Inquiries keeps what the interface of the existing type needs beside persons.
type Inquiries interface {
	// PutInsured notes that a person has, or had, a 番号.
	PutInsured(ctx context.Context, i Insured) error
	// InsuredBy is everybody who was noted for a 番号, ordered by id.
	InsuredBy(ctx context.Context, number string) ([]Insured, error)
	// AddReception adds a reception; a number that is there is ErrTaken.
	AddReception(ctx context.Context, r Reception) error
	Reception(ctx context.Context, number string) (Reception, error)
	// PutReference adds or replaces by institution and person.
	PutReference(ctx context.Context, r Reference) error
	Reference(ctx context.Context, institution, personID string) (Reference, error)
}
