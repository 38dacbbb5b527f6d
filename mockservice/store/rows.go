package store

import (
	"crypto/sha256"
	"time"
)

// Digest is the SHA-256 of a secret. The zero Digest stands for no secret.
type Digest [sha256.Size]byte

// DigestOf is the digest of a secret.
func DigestOf(secret string) Digest { return sha256.Sum256([]byte(secret)) }

// Stage is what the control handler set up. A zero Now means that the service's own clock counts, an empty Scenario
// that its chance is true.
type Stage struct {
	Seed     uint64
	Scenario string
	Now      time.Time
	// RevocationDown: the responder for revocations doesn't answer (SVC-301).
	RevocationDown bool
	// RevocationDelay is how long it takes for an answer, RevocationStale whether its answers are old.
	RevocationDelay time.Duration
	RevocationStale bool
}

// Facility is an institution as the master data of the fund and the regional bureau know it. Everything but Code and Name
// may be empty; the portal's facility check compares with it (APP-62).
type Facility struct {
	Code, Name string // Code is 機関コード, 10 digits
	Kind       string // what it is; the portal's rules say who is served where
	Prefecture string // 都道府県コード, 2 digits
	// Number is 登録記号番号 of a 施術所 as it is written, 契2804440-0-0; no two facilities share one.
	Number              string
	Founder             string // 開設者氏名
	Phone               string
	PostNumber, Address string
	ManagerBirthdate    string // of 施術管理者, yyyyMMdd (APP-08)
	BankAccount         string // 口座番号, at most 7 digits (APP-11)
	// OnlineCode is オンライン資格確認用コード on the 導入届 that an insurer got back (SVC-256); empty: none was filed.
	OnlineCode string
	Delegated  bool      // 受領委任の取扱いがある (APP-45)
	NotifiedAt time.Time // a new 健診 body's notification (SVC-204); zero: long ago
}

// AccountKey identifies an account.
type AccountKey struct{ InstitutionCode, ID string }

// Account is a 資格確認アカウント and its facts. A zero time means that it hasn't happened. BoundAt, Device,
// DeregisteredAt and LostAt speak of the last binding: a new one begins by clearing the others.
type Account struct {
	Key                      AccountKey
	Password, ActivationCode Digest
	IssuedAt                 time.Time
	BoundAt                  time.Time
	Device                   Digest // of the token that the bound device holds
	DeregisteredAt           time.Time
	LostAt                   time.Time // a registration was attempted while a device was bound
	CancelledAt              time.Time
}

// Person is an insured person.
type Person struct {
	ID                                   string
	Registered, WithholdAddress, Stopped bool
	Qualifications                       []Qualification
}

// Qualification is one record of an insurer. Dates are yyyyMMdd in JST, so that they compare as text; To is the day on
// which the qualification was lost, empty while it lasts.
type Qualification struct {
	Name, NameKana, Sex, Birthdate, Address, PostNumber string
	InsurerNumber, InsurerName                          string
	Symbol, Number, Branch, Relation, InsuredName       string
	From, To                                            string
}

// Certificate is a user certificate by its serial number in upper-case hex, its holder, and when the service was told.
type Certificate struct {
	Serial, PersonID string
	ToldAt           time.Time
}

// Revocation says that a certificate is revoked from At on.
type Revocation struct {
	Serial string
	At     time.Time
	Reason string
}

// Challenge is a nonce that was given to a terminal.
type Challenge struct {
	ID       string
	Nonce    []byte
	Account  AccountKey
	IssuedAt time.Time
	UsedAt   time.Time
}

// Audit is one audit record (SVC-296).
type Audit struct {
	At      time.Time
	What    string
	Account AccountKey
	Result  string
	// FailedStep is the step of eligibility reference §6.3 that refused, 0 where none did.
	FailedStep int
}
