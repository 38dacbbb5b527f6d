// Package store keeps the rows of the mock service: accounts, persons, certificates, the portals' users and applications,
// and the audit records. A row holds facts and the times at which they happened.
//
// It stores no derived state, reads no clock, draws no random numbers and knows no business rule. The packages above decide
// what a row means at a given time. Secrets are stored as digests (SHA-256), except for those that a settings sheet prints
// (AccountSecret).
//
// Start with [Store], the interface that everything else uses, and [Open], which makes one from a URL. [Memory] and [SQL]
// (SQLite and PostgreSQL) implement it; one contract test holds for both. The row types are in rows.go and portal_rows.go.
// What is kept after a crash is described in sql_durability.go.
package store

import (
	"context"
	"errors"
	"time"
)

// The errors that a store returns for a caller's mistake. Every other error comes from the database itself.
var (
	// ErrNotFound means that no row has the given key.
	ErrNotFound = errors.New("no such row")
	// ErrUsed means that the challenge was consumed before.
	ErrUsed = errors.New("challenge was used before")
	// ErrTaken means that a row exists already which may exist only once.
	ErrTaken = errors.New("such a row exists already")
)

// Store is everything that the service stores. Implementations are safe for concurrent use. Rows that are passed in or
// returned share no memory with the store. A method that reads or changes a single row returns ErrNotFound if there is no
// such row, unless its comment says otherwise.
type Store interface {
	// Reset deletes all rows.
	Reset(ctx context.Context) error
	// Close closes files and connections. Every change that returned no error is kept.
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

// Setups stores what the control handler has set up (one row), and how many random draws were taken so far.
type Setups interface {
	// Setup returns the row. Before the first change it is empty.
	Setup(ctx context.Context) (Setup, error)
	// ChangeSetup changes the row in one atomic step. If change returns an error, the row stays as it was and that error is
	// returned.
	ChangeSetup(ctx context.Context, change func(*Setup) error) error
	// CountDraw returns the number of the next draw for a purpose: 0, 1, 2 …, never the same one twice.
	CountDraw(ctx context.Context, purpose string) (uint64, error)
}

// Accounts stores facilities and their accounts.
type Accounts interface {
	PutFacility(ctx context.Context, f Facility) error
	Facility(ctx context.Context, code string) (Facility, error)
	// FacilityByNumber finds a facility by its 登録記号番号. An empty number finds nothing.
	FacilityByNumber(ctx context.Context, number string) (Facility, error)
	// PutAccount adds an account. If the account exists, it keeps its facts and gets the new digests.
	PutAccount(ctx context.Context, a Account) error
	Account(ctx context.Context, key AccountKey) (Account, error)
	// AccountByDevice finds the account whose latest device binding issued this device token.
	AccountByDevice(ctx context.Context, token Digest) (Account, error)
	// ChangeAccount changes an account in one atomic step: no other change happens between what change sees and what it
	// leaves. If change returns an error, the row stays as it was and that error is returned.
	ChangeAccount(ctx context.Context, key AccountKey, change func(*Account) error) error
	// AccountList returns all accounts, ordered by institution code and id.
	AccountList(ctx context.Context) ([]Account, error)
	// AccountsOf returns all accounts of one institution, ordered by id.
	AccountsOf(ctx context.Context, institutionCode string) ([]Account, error)
}

// Persons stores the insured persons.
type Persons interface {
	// PutPerson adds a person, or replaces the one with the same id.
	PutPerson(ctx context.Context, p Person) error
	Person(ctx context.Context, id string) (Person, error)
}

// Certificates stores the holders of certificates, and which certificates were revoked.
type Certificates interface {
	// PutCertificate adds a serial; a person's former serials stay (SVC-316). If the serial exists, its ToldAt stays.
	PutCertificate(ctx context.Context, c Certificate) error
	Certificate(ctx context.Context, serial string) (Certificate, error)
	// CertificateList returns all certificates, ordered by ToldAt and serial.
	CertificateList(ctx context.Context) ([]Certificate, error)
	// PutRevocation adds a revocation. If the serial is revoked already, the first revocation stays.
	PutRevocation(ctx context.Context, r Revocation) error
	Revocation(ctx context.Context, serial string) (Revocation, error)
	// RevocationList returns the revocations of all certificates in the store, ordered by serial as text.
	RevocationList(ctx context.Context) ([]Revocation, error)
}

// Challenges stores the nonces.
type Challenges interface {
	PutChallenge(ctx context.Context, c Challenge) error
	// UseChallenge consumes a challenge. The first caller gets it with UsedAt set, every later caller gets ErrUsed (SVC-290).
	UseChallenge(ctx context.Context, id string, at time.Time) (Challenge, error)
}

// Audits stores the audit records in the order in which they were written.
type Audits interface {
	AppendAudit(ctx context.Context, a Audit) error
	AuditList(ctx context.Context) ([]Audit, error)
}

// Inquiries stores what the interface of the existing type needs in addition to persons.
type Inquiries interface {
	// PutInsured stores that a person has, or had, a 番号.
	PutInsured(ctx context.Context, i Insured) error
	// InsuredBy returns everybody who was stored for a 番号, ordered by person id.
	InsuredBy(ctx context.Context, number string) ([]Insured, error)
	// AddReception adds a reception. It returns ErrTaken if its number exists.
	AddReception(ctx context.Context, r Reception) error
	Reception(ctx context.Context, number string) (Reception, error)
	// PutReference adds a 照会番号, or replaces the one of the same institution and person.
	PutReference(ctx context.Context, r Reference) error
	Reference(ctx context.Context, institution, personID string) (Reference, error)
}
