package virtualcard

import (
	"time"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// ChainingPolicy is the policy for command chaining (bit 10 of CLA).
type ChainingPolicy struct {
	// Whether the chaining bit is understood; only ATR A1 advertises it (CARD-023, CARD-486).
	Supported bool `json:"supported"`
	// The refusal if it is not understood: 6884 or 6E00 (§13 row 10, CARD-491).
	RefusedSW apdu.Status `json:"refused_sw"`
}

// FilePolicy describes the physical files.
type FilePolicy struct {
	// The least physical size in bytes, by application and four-digit FID; a shorter content is filled with FF (Q11,
	// CARD-621). Clients need 17 for 0001 and 256 for 0005 of text-ap; certificates of jpki have none.
	Size map[string]map[string]int `json:"size"`
}

// SelectPolicy is the policy for SELECT.
type SelectPolicy struct {
	// The tags around the AID in the answer to P2=00, from the outermost in (Q1, CARD-611).
	FCI []Hex `json:"fci"`
}

// ReadPolicy is the policy for READ BINARY.
type ReadPolicy struct {
	// The answer to an offset equal to the size (Q6, CARD-616).
	EOFSW apdu.Status `json:"eof_sw"`
	// The status word of an answer with fewer bytes than requested (Q7, CARD-617).
	ShortSW apdu.Status `json:"short_sw"`
	// The answer for files of unknown content, by four-digit FID (Q10, §13 row 10, CARD-620).
	UnknownSW map[string]apdu.Status `json:"unknown_sw"`
	// The files that are free to read on plastic but guarded by a PIN on this card, by application and four-digit FID; only
	// 000A of jpki is possible (§10, CARD-158, CARD-637).
	Guarded map[string][]string `json:"guarded"`
}

// GetDataPolicy is the policy for GET DATA (Q13).
type GetDataPolicy struct {
	// The tags that the issuer security domain answers, out of those that the card was personalised with; 7F21 is absent on
	// older cards (CARD-119, CARD-623).
	Objects []string `json:"objects"`
	// The answer to reset of the contact interface, which object 5F51 holds; empty for a card without a contact interface. On
	// a contact profile it is equal to atr (CARD-122).
	ContactATR Hex `json:"contact_atr"`
	// Whether 5F51 is also at the issuer security domain; inside an application it always is (CARD-121).
	ATRAtIssuer bool `json:"atr_at_issuer"`
	// The answer if there is no such object: 6A88 or 6A82 (§13 row 10, CARD-123, CARD-124).
	MissingSW apdu.Status `json:"missing_sw"`
}

// VerifyPolicy is the policy for VERIFY.
type VerifyPolicy struct {
	// What 1 to 16 bytes of a wrong length do: spend (treated as any wrong PIN) or refuse (6700, no try spent) (Q3,
	// CARD-613).
	BadLength string `json:"bad_length"`
	// The answer to a PIN that is blocked (Q5, CARD-615).
	BlockedSW apdu.Status `json:"blocked_sw"`
	// The answer to a query for a PIN that is blocked (Q4, CARD-614).
	BlockedQuerySW apdu.Status `json:"blocked_query_sw"`
	// The answer for a file that is not a PIN: 6981 or 6985 (§13 row 10, CARD-330).
	NotAKeySW apdu.Status `json:"not_a_key_sw"`
	// Whether a wrong PIN ends the verified status of the same PIN (Q8, CARD-618).
	FailClears bool `json:"fail_clears"`
}

// Values of VerifyPolicy.BadLength.
const (
	BadLengthSpend  = "spend"
	BadLengthRefuse = "refuse"
)

// PINPolicy is the retry counter of one PIN.
type PINPolicy struct {
	// The number of wrong entries that block the PIN, 1 to 15.
	MaxTries int `json:"max_tries"`
}

// ChangePolicy is the policy for changing a PIN; no public log shows a refusal.
type ChangePolicy struct {
	// The answer to a new PIN that does not have the required form.
	BadFormatSW apdu.Status `json:"bad_format_sw"`
}

// SignPolicy is the policy for COMPUTE DIGITAL SIGNATURE.
type SignPolicy struct {
	// The values of P1 that the card knows, 0 to 5 (Q19, CARD-629).
	Schemes []int `json:"schemes"`
	// The answer to a wrong length: 6700 or 6985 (§13 row 10, CARD-387).
	BadLengthSW apdu.Status `json:"bad_length_sw"`
}

// KeyPolicy describes the keys of the certificates.
type KeyPolicy struct {
	// Their algorithm. Only RSA-2048 is possible: no commands of the next generation of cards are public (CARD-403).
	Algorithm string `json:"algorithm"`
}

// AlgorithmRSA is the only value of KeyPolicy.Algorithm.
const AlgorithmRSA = "RSA-2048"

// OrderPolicy is the order in which a command is evaluated (Q20).
type OrderPolicy struct {
	// The order in which the card takes steps 2 to 4 of §8.1: class, instruction and parameters, each once (CARD-630).
	Order []Step `json:"order"`
	// The answer to bytes that are not a command APDU (CARD-488, CARD-630).
	MalformedSW apdu.Status `json:"malformed_sw"`
}

// Step is one step of the evaluation order.
type Step string

// The steps of OrderPolicy.Order.
const (
	StepClass       Step = "class"
	StepInstruction Step = "instruction"
	StepParameters  Step = "parameters"
)

// ResetPolicy is the policy for a warm reset.
type ResetPolicy struct {
	// Whether the verified status survives a warm reset until another application is selected (Q9, §13 row 2, CARD-619).
	KeepVerify bool `json:"keep_verify"`
}

// ReaderPolicy describes what a reader around the card answers itself (Q21).
type ReaderPolicy struct {
	// Whether FF CA 00 00 00 returns the random PUPI of the activation, as a contactless reader does; otherwise class FF is
	// unknown (CARD-072, CARD-073, CARD-631).
	PUPI bool `json:"pupi"`
}

// PhonePolicy describes what only a phone does.
type PhonePolicy struct {
	// Whether 80 FC 00 00 is accepted; plastic answers 6700 (CARD-104, CARD-548).
	LastCommand bool `json:"last_command"`
}

// VersionPolicy holds the first four bytes of the basic information: version, extended length, vendor, vendor's own.
type VersionPolicy struct {
	// DF41 of file 0005 of the text AP (CARD-245). Its second byte says whether ext_len holds: 03 or 00 (CARD-061).
	Text Hex `json:"text"`
	// DF31 of file 0003 of the surface AP (CARD-267).
	Surface Hex `json:"surface"`
}

// CVPolicy is the test hierarchy of CV certificates, for the code that personalises the card.
type CVPolicy struct {
	// The seven digits of the root's key identifier, 6 for test (CARD-289).
	Root string `json:"root"`
	// The seven digits of the issuer under the root for the surface AP (CARD-289).
	Surface string `json:"surface"`
	// The seven digits of the issuer under the root for the text AP (CARD-289).
	Text string `json:"text"`
}

// CertPolicy describes the certificates, for the code that personalises the card.
type CertPolicy struct {
	// The organization in the issuers' names: a constant, so that no card passes for one of production (CARD-407, CARD-640).
	Organization string `json:"organization"`
	// The policy of a signature certificate of the test hierarchy: a constant, for the same reason as the organization
	// (CARD-417).
	SignPolicy string `json:"sign_policy"`
	// The extensions of the holder's certificates that older cards don't have: eku, ian, aia and aki, all of them or none
	// (§7.2, §12 Q14, CARD-624).
	Template []string `json:"template"`
	// The age from which a signature certificate is issued (CARD-451).
	SignMinAge int `json:"sign_min_age"`
	// The certificates that a change of name or address revokes: sign, auth, both or none (CARD-452).
	ChangeRevokes []string `json:"change_revokes"`
	// The months from issue to expiry of card and certificates for a resident with a short stay, if the order names no day
	// (CARD-449).
	ShortStayMonths int `json:"short_stay_months"`
}

// Values of CertPolicy.ChangeRevokes.
const (
	CertificateSign = "sign"
	CertificateAuth = "auth"
)

// TimingPolicy is how long the card takes, in world time (Q16).
type TimingPolicy struct {
	// The time of a signature, in milliseconds (CARD-396, CARD-626).
	SignMS int `json:"sign_ms"`
	// The time of any other command, in milliseconds.
	OtherMS int `json:"other_ms"`
	// The largest percentage by which a command may be faster or slower, 0 to 90.
	JitterPercent int `json:"jitter_percent"`
}

// Timing returns DefaultTiming with the times of the policy, for WithTiming.
func (t TimingPolicy) Timing() Timing {
	timing := DefaultTiming()
	for i := range timing.Rows {
		timing.Rows[i].Takes = time.Duration(t.SignMS) * time.Millisecond
	}
	timing.Other, timing.Jitter = time.Duration(t.OtherMS)*time.Millisecond, float64(t.JitterPercent)/100
	return timing
}

// Quirks are oddities of particular cards.
type Quirks struct {
	// One measured card answered 6F00 to the first command after power-up (Q12, CARD-109, CARD-622).
	First6F00 bool `json:"first_6f00"`
}
