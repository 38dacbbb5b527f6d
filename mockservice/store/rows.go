package store

import (
	"crypto/sha256"
	"slices"
	"time"
)

// Digest is the SHA-256 of a secret. The zero Digest means that there is no secret.
type Digest [sha256.Size]byte

// DigestOf returns the digest of a secret.
func DigestOf(secret string) Digest { return sha256.Sum256([]byte(secret)) }

// Setup is what the control handler has set up.
type Setup struct {
	// Seed and Scenario are part of the key of each random draw (design §6). An empty Scenario means true randomness.
	Seed     uint64
	Scenario string
	// Now is the service's time. Zero means that the service uses its own clock.
	Now time.Time
	// RevocationDown means that the revocation responder doesn't answer (SVC-301).
	RevocationDown bool
	// RevocationDelay is how long the responder takes to answer. RevocationStale means that its answers are outdated.
	RevocationDelay time.Duration
	RevocationStale bool
	// Faults are all other faults that the service shows. FaultRound counts how often the list was replaced: what was counted
	// for the faults of an earlier round doesn't count for these.
	Faults     []Fault
	FaultRound uint64
	// Mode is how strictly the service follows its contract, and Quirks are its deviations that the contract allows. If empty,
	// those that the service was started with apply.
	Mode   string
	Quirks []string
}

// Fault is one fault and the requests that it affects: those of a scenario, to a path. Skip and Count are numbers of
// requests, Percent is 0 to 100. The service defines the kinds and what the numbers mean for each of them.
type Fault struct {
	Kind, Scenario, Path string
	Skip, Count, Percent int
	Seconds              int
}

// clone returns a copy that shares no memory with s.
func (s Setup) clone() Setup {
	s.Faults, s.Quirks = slices.Clone(s.Faults), slices.Clone(s.Quirks)
	return s
}

// Facility is an institution with its master data, as the payment fund and the regional bureau have them. Every field but
// Code and Name may be empty. The portal's facility check compares the fields that a person entered with these (APP-62).
type Facility struct {
	Code, Name string // Code is 機関コード, 10 digits
	Kind       string // the kind of institution; the portal's rules say which portal serves it
	Prefecture string // 都道府県コード, 2 digits
	// Number is the 登録記号番号 of a 施術所 as it is written, e.g. 契2804440-0-0. No two facilities share one.
	Number              string
	Founder             string // 開設者氏名
	Phone               string
	PostNumber, Address string
	ManagerBirthdate    string // of 施術管理者, yyyyMMdd (APP-08)
	BankAccount         string // 口座番号, at most 7 digits (APP-11)
	// OnlineCode is the オンライン資格確認用コード on the 導入届 that was returned to an insurer (SVC-256). Empty: none was filed.
	OnlineCode string
	Delegated  bool      // 受領委任の取扱いがある (APP-45)
	NotifiedAt time.Time // when a new 健診 body was notified (SVC-204); zero: long ago
}

// AccountKey identifies an account.
type AccountKey struct{ InstitutionCode, ID string }

// Account is a 資格確認アカウント and its facts. A zero time means that the event hasn't happened. BoundAt, Device,
// DeregisteredAt and LostAt belong to the latest device binding; a new binding clears the values of the one before.
type Account struct {
	Key                      AccountKey
	Password, ActivationCode Digest
	IssuedAt                 time.Time
	BoundAt                  time.Time
	Device                   Digest // of the token that was issued to the bound device
	DeregisteredAt           time.Time
	LostAt                   time.Time // a registration was attempted while a device was bound
	CancelledAt              time.Time
	// Tried is how many device registrations were tried since the last successful one, with TriedCode as activation code.
	Tried     int
	TriedCode Digest
}

// Person is an insured person. Registered is 利用登録, WithholdAddress is 不開示該当フラグ, and Stopped is 自己情報提供不可フラグ
// (eligibility reference §2.6).
type Person struct {
	ID                                   string
	Registered, WithholdAddress, Stopped bool
	Qualifications                       []Qualification
	// Aid is 医療扶助, nil for most persons.
	Aid *Aid
	// Consents are the consents that the person gave for later visits without a card.
	Consents []Consent
}

// Aid is what a welfare office has on file about a person with 医療扶助. Applied means that the person applied beforehand.
// OnFile means that the office has registered the qualification, as of the day From.
type Aid struct {
	Applied, OnFile bool
	Office, Number  string
	From            string
	Tickets         []Ticket
}

// Ticket is a 医療扶助 ticket for one institution and one month (yyyyMM).
type Ticket struct{ Month, Institution, Kind, Number, From, To, Injury string }

// Consent is a consent for 訪問診療等 (flag 2) or オンライン診療等 (flag 3) at an institution. Days are yyyyMMdd.
type Consent struct{ Institution, Flag, Given, Examined string }

// Qualification is one record of an insurer. Dates are yyyyMMdd in JST, so that they can be compared as text. To is the day
// on which the qualification was lost, empty while it is valid.
type Qualification struct {
	Name, NameKana, Sex, Birthdate, Address, PostNumber string
	InsurerNumber, InsurerName                          string
	Symbol, Number, Branch, Relation, InsuredName       string
	From, To                                            string
	// The remaining fields apply to some persons only: the kind of card (OQSCD010, empty for the ordinary one), the name and
	// sex on the back of the card, the dates of the certificate, and what share the person pays.
	Classification, NameOfOther, NameOfOtherKana, Sex2 string
	IssuedOn, ValidFrom, ValidTo                       string
	Ratio, Preschool, LossReason                       string
	Elderly                                            *ElderlyCertificate
	Limit                                              *LimitCertificate
	Diseases                                           []DiseaseCertificate
}

// ElderlyCertificate is 高齢受給者証 (ages 70 to 74). Ratio is the share that the person pays: 3 digits, in percent.
type ElderlyCertificate struct{ On, From, To, Ratio string }

// LimitCertificate is 限度額適用認定証. It is given out only with the person's consent.
type LimitCertificate struct{ ConsentedAt, Class, Flag, On, From, To, LongTerm string }

// DiseaseCertificate is 特定疾病療養受療証. SelfPay is in yen.
type DiseaseCertificate struct{ Category, On, From, To, SelfPay string }

// Certificate is a user certificate and its holder. Serial is upper-case hex; ToldAt is when the service learnt of it.
type Certificate struct {
	Serial, PersonID string
	ToldAt           time.Time
}

// Revocation means that a certificate is revoked from the time At on.
type Revocation struct {
	Serial string
	At     time.Time
	Reason string
}

// Challenge is a nonce that was issued to a terminal.
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
	// FailedStep is the step of eligibility reference §6.3 that refused the request, 0 if none did.
	FailedStep int
}

// Insured maps a key to a person for the look-ups of the existing type's interface. Number is a normalized 番号, or @ and the
// code of an institution. The entry may be outdated: whether the person still has the number is in the person's own row.
type Insured struct{ Number, PersonID string }

// Reception is a bulk inquiry whose result can be fetched later by its Number (SVC-020, SVC-021).
type Reception struct {
	Number      string
	Kind        string // of its message, e.g. OQSmuquc
	Institution string
	At          time.Time
	Request     []byte
}

// Reference is a 照会番号 that an institution has registered for a person (SVC-022).
type Reference struct{ Institution, PersonID, Number string }
