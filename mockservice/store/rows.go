package store

import (
	"crypto/sha256"
	"slices"
	"time"
)

// Digest is the SHA-256 of a secret. The zero Digest stands for no secret.
type Digest [sha256.Size]byte

// DigestOf is the digest of a secret.
func DigestOf(secret string) Digest { return sha256.Sum256([]byte(secret)) }

// Setup is what the control handler set up. A zero Now means that the service's own clock counts, an empty Scenario
// that its chance is true.
type Setup struct {
	Seed     uint64
	Scenario string
	Now      time.Time
	// RevocationDown: the responder for revocations doesn't answer (SVC-301).
	RevocationDown bool
	// RevocationDelay is how long it takes for an answer, RevocationStale whether its answers are old.
	RevocationDelay time.Duration
	RevocationStale bool
	// Faults are what else the service suffers from, FaultRound how often they were replaced: what was counted for former
	// ones does not count for these.
	Faults     []Fault
	FaultRound uint64
	// Mode is how the service takes its contract, and Quirks which ones it has; empty: as it was started.
	Mode   string
	Quirks []string
}

// Fault is one fault and whom it meets. What its kinds and numbers mean is for the service.
type Fault struct {
	Kind, Scenario, Path string
	Skip, Count, Percent int
	Seconds              int
}

// clone shares nothing with the row.
func (s Setup) clone() Setup {
	s.Faults, s.Quirks = slices.Clone(s.Faults), slices.Clone(s.Quirks)
	return s
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
	// Tried is how many registrations were tried since the last that bound, with TriedCode as activation code.
	Tried     int
	TriedCode Digest
}

// Person is an insured person.
type Person struct {
	ID                                   string
	Registered, WithholdAddress, Stopped bool
	Qualifications                       []Qualification
	// Aid is 医療扶助, nil for most people.
	Aid *Aid
	// Consents are those that the person gave for later visits without a card.
	Consents []Consent
}

// Aid is what a welfare office has on file of a person with 医療扶助. Applied: the person applied beforehand; OnFile: the
// office has registered the qualification, From being the day.
type Aid struct {
	Applied, OnFile bool
	Office, Number  string
	From            string
	Tickets         []Ticket
}

// Ticket is a 医療扶助 ticket of a month (yyyyMM) for an institution.
type Ticket struct{ Month, Institution, Kind, Number, From, To, Injury string }

// Consent is one for 訪問診療等 (flag 2) or オンライン診療等 (flag 3) at an institution. Days are yyyyMMdd.
type Consent struct{ Institution, Flag, Given, Examined string }

// Qualification is one record of an insurer. Dates are yyyyMMdd in JST, so that they compare as text; To is the day on
// which the qualification was lost, empty while it lasts.
type Qualification struct {
	Name, NameKana, Sex, Birthdate, Address, PostNumber string
	InsurerNumber, InsurerName                          string
	Symbol, Number, Branch, Relation, InsuredName       string
	From, To                                            string
	// What only some have: the kind of card (OQSCD010, empty for the ordinary one), the name and sex on its back, the dates
	// of the certificate, and what the person pays.
	Classification, NameOfOther, NameOfOtherKana, Sex2 string
	IssuedOn, ValidFrom, ValidTo                       string
	Ratio, Preschool, LossReason                       string
	Elderly                                            *ElderlyCertificate
	Limit                                              *LimitCertificate
	Diseases                                           []DiseaseCertificate
}

// ElderlyCertificate is 高齢受給者証 (ages 70 to 74). Ratio is 3 digits, percent.
type ElderlyCertificate struct{ On, From, To, Ratio string }

// LimitCertificate is 限度額適用認定証, given with the person's consent.
type LimitCertificate struct{ ConsentedAt, Class, Flag, On, From, To, LongTerm string }

// DiseaseCertificate is 特定疾病療養受療証. SelfPay is in yen.
type DiseaseCertificate struct{ Category, On, From, To, SelfPay string }

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

// Insured leads to a person from what the existing type's interface finds people by: a 番号, folded, or @ and the code of an
// institution. It may be out of date: whether the person still has it stands in the person's own row.
type Insured struct{ Number, PersonID string }

// Reception is a bulk inquiry that waits for its result to be fetched by its number (SVC-020, SVC-021).
type Reception struct {
	Number      string
	Kind        string // of its message, e.g. OQSmuquc
	Institution string
	At          time.Time
	Request     []byte
}

// Reference is a 照会番号 that an institution has registered for a person (SVC-022).
type Reference struct{ Institution, PersonID, Number string }
