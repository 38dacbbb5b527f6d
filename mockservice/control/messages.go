// Package control is the other door of the mock service: messages and client of its control handler, by which a world
// sets clock, people and accounts, and reads what the service kept.
//
// It is mynalab's own contract. The world uses the same client for an embedded mock and for a remote one. The handler
// lives in mockservice.
package control

import "time"

// The paths of the control handler.
const (
	PathReset        = "/reset"        // POST Reset
	PathClock        = "/clock"        // GET, POST Clock
	PathFaults       = "/faults"       // POST Faults
	PathPeople       = "/people"       // POST People: adds or replaces by id
	PathCertificates = "/certificates" // GET []CertificateRecord; POST Certificate: what the JPKI issued
	PathRevocations  = "/revocations"  // POST Revocation
	PathAccounts     = "/accounts"     // GET []Account; POST AccountDecision: what the reviewers decide
	PathHistory      = "/history"      // GET []AuditRecord
)

// HeaderDelay stands over an answer of the public handler that took a while in the world's time, in whole seconds. Nothing
// has slept for it: whoever owns the clock advances it by that much before the answer counts as received.
const HeaderDelay = "Mynalab-Delay"

// Reset empties the service for one scenario. Its chance is keyed by Seed, Scenario and purpose; an empty Scenario
// means true chance.
type Reset struct {
	Seed     uint64    `json:"seed"`
	Scenario string    `json:"scenario"`
	Now      time.Time `json:"now"`
}

// Clock is the service's idea of now.
type Clock struct {
	Now time.Time `json:"now"`
}

// Faults are what the service pretends to suffer from. A message replaces all of them; the zero one heals the service.
type Faults struct {
	// RevocationDown: the JPKI's responder for revocations doesn't answer (SVC-301).
	RevocationDown bool `json:"revocationDown,omitempty"`
	// RevocationDelay: it takes that many seconds of the world's time for an answer; HeaderDelay tells of them.
	RevocationDelay int `json:"revocationDelay,omitempty"`
	// RevocationStale: its answers and lists are old, past their nextUpdate, and know nothing of what happened since.
	RevocationStale bool `json:"revocationStale,omitempty"`
}

// People are facilities with their accounts, and persons with their qualifications.
type People struct {
	Facilities []Facility `json:"facilities,omitempty"`
	Persons    []Person   `json:"persons,omitempty"`
}

// Facility is an institution and its 資格確認アカウント.
type Facility struct {
	Code     string          `json:"code"`
	Name     string          `json:"name"`
	Accounts []AccountSecret `json:"accounts"`
}

// AccountSecret is one issued account, as its settings sheet prints it (APP-40).
type AccountSecret struct {
	ID             string `json:"id"`
	Password       string `json:"password"`
	ActivationCode string `json:"activationCode"`
	// Waiting accounts are applied for but not issued yet (追加申請); a decision issues them.
	Waiting bool `json:"waiting,omitempty"`
}

// Person is a holder of a card as the eligibility body knows him or her.
type Person struct {
	ID string `json:"id"`
	// Registered: the card is registered as 健康保険証 (CHK-22).
	Registered bool `json:"registered"`
	// WithholdAddress is 不開示該当フラグ, Stopped is 自己情報提供不可フラグ (eligibility reference §2.6).
	WithholdAddress bool            `json:"withholdAddress,omitempty"`
	Stopped         bool            `json:"stopped,omitempty"`
	Qualifications  []Qualification `json:"qualifications"`
}

// Qualification is one record of an insurer. Dates are yyyyMMdd in JST; an empty end means open.
type Qualification struct {
	Name          string `json:"name"`
	NameKana      string `json:"nameKana"`
	Sex           string `json:"sex"`
	Birthdate     string `json:"birthdate"`
	Address       string `json:"address"`
	PostNumber    string `json:"postNumber"`
	InsurerNumber string `json:"insurerNumber"`
	InsurerName   string `json:"insurerName"`
	Symbol        string `json:"symbol"`
	Number        string `json:"number"`
	Branch        string `json:"branch"`
	// Relation is 1 本人 or 2 家族 (OQSCD009).
	Relation    string `json:"relation"`
	InsuredName string `json:"insuredName"`
	// From and To bound the qualification itself; the day To is the day on which it was lost (資格喪失).
	From string `json:"from"`
	To   string `json:"to,omitempty"`
}

// Certificate tells the service that the JPKI issued a user certificate to a person.
type Certificate struct {
	// Serial is the certificate's serial number in upper-case hex.
	Serial   string `json:"serial"`
	PersonID string `json:"personId"`
	// Supersedes is the serial number of the person's certificate that this one renews: it is revoked at the service's
	// now, as superseded (SVC-312, SVC-316). Empty for a first certificate.
	Supersedes string `json:"supersedes,omitempty"`
}

// CertificateRecord is one line of a person's serial history (SVC-316).
type CertificateRecord struct {
	Serial   string `json:"serial"`
	PersonID string `json:"personId"`
	// At is when the service was told of it.
	At time.Time `json:"at"`
	// Revocation is there for a revoked certificate only, and may lie ahead.
	Revocation *Revocation `json:"revocation,omitempty"`
}

// Reasons are those for which the JPKI revokes (SVC-312). A certificate on hold is never lifted.
func Reasons() []string {
	return []string{"unspecified", "key_compromise", "ca_compromise", "affiliation_changed", "superseded",
		"cessation_of_operation", "certificate_hold"}
}

// Revocation tells the service that the JPKI revoked a certificate from a moment on, for one of Reasons.
type Revocation struct {
	Serial string    `json:"serial"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// Decision is what the reviewers decide about an account.
type Decision string

// The decisions.
const (
	Issue  Decision = "issue"  // 資格確認端末機器(アカウント)追加申請 is granted
	Cancel Decision = "cancel" // アカウント解除申請 is granted
)

// AccountDecision is one decision.
type AccountDecision struct {
	InstitutionCode string   `json:"institutionCode"`
	AccountID       string   `json:"accountId"`
	Decision        Decision `json:"decision"`
}

// Account is what 資格確認アカウント管理 shows of an account, without its secrets.
type Account struct {
	InstitutionCode string `json:"institutionCode"`
	AccountID       string `json:"accountId"`
	// State is applied, issued, bound, cooldown, orphaned or cancelled, derived from facts at the service's now.
	State string `json:"state"`
}

// AuditRecord is step 11 of a check (SVC-296), or a registration.
type AuditRecord struct {
	At              time.Time `json:"at"`
	What            string    `json:"what"` // registration, deregistration, check
	InstitutionCode string    `json:"institutionCode"`
	AccountID       string    `json:"accountId,omitempty"`
	// Result is "ok", "ok:4" (with QualificationValidity) or the problem code.
	Result string `json:"result"`
	// FailedStep is the step of eligibility reference §6.3 that refused, 0 where none did.
	FailedStep int `json:"failedStep,omitempty"`
}
