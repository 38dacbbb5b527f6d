// Package wire is what goes over the line between the app and the qualification service: message types, their paths and
// the table of problems.
//
// The protocol of the real limited type is not public (eligibility reference §1.1), so this one is mynalab's own
// contract. The answer form copies the element names that integrators of the existing type have published
// (eligibility reference §1.4, §1.5). No rule lives here.
package wire

import "time"

// The paths of the public handler. All but Registration (POST) want the header Authorization: Bearer TOKEN.
const (
	PathRegistration = "/v1/registration" // POST registers this terminal, DELETE deregisters it
	PathChallenge    = "/v1/challenge"    // POST
	PathCheck        = "/v1/check"        // POST
	PathHealth       = "/healthz"         // GET
)

// RegistrationRequest is the four entries of initial registration (INI-02) and the terminal that they are for.
type RegistrationRequest struct {
	InstitutionCode string `json:"institutionCode"`
	AccountID       string `json:"accountId"`
	Password        string `json:"password"`
	ActivationCode  string `json:"activationCode"`
	// Platform is windows, ios or android.
	Platform string `json:"platform"`
}

// RegistrationAnswer (201) makes the terminal a registered one.
type RegistrationAnswer struct {
	DeviceToken     string `json:"deviceToken"`
	InstitutionCode string `json:"institutionCode"`
	InstitutionName string `json:"institutionName"`
}

// ChallengeAnswer (201) is a nonce for one check.
type ChallengeAnswer struct {
	ChallengeID string `json:"challengeId"`
	// Nonce is 32 bytes; the card signs the DigestInfo of their SHA-256.
	Nonce     []byte    `json:"nonce"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// Mode is how the person was identified at the counter.
type Mode string

// The modes of the limited type (TYP-04).
const (
	ModeVisual Mode = "visual"
	ModePIN    Mode = "pin"
)

// CheckRequest asks for the qualification of the certificate's holder.
type CheckRequest struct {
	ChallengeID string `json:"challengeId"`
	Mode        Mode   `json:"mode"`
	// Certificate is the user-authentication certificate, DER.
	Certificate []byte `json:"certificate"`
	// Signature is RSASSA-PKCS1-v1_5 with SHA-256 over the nonce.
	Signature []byte `json:"signature"`
}
