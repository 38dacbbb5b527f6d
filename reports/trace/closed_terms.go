package trace

// The closed sets of terms in the record are types with constants, so that a mistyped term does not compile. The words for
// people are in term_names.go. A product may report screens and outcomes that are not in these lists; that is a finding
// about the product, so only the judge treats these two sets as closed.

// Verb is what was called on the product (KindCall): a verb of the driver, or one of the three by which the harness
// configures the product.
type Verb string

// The verbs (sim/driver, Verb; reports/capture).
const (
	VerbInstall          Verb = "install"
	VerbLaunch           Verb = "launch"
	VerbAgree            Verb = "agree"
	VerbEnterCredentials Verb = "enter-credentials"
	VerbSetPasscode      Verb = "set-passcode"
	VerbLogin            Verb = "login"
	VerbOpenSettings     Verb = "open-settings"
	VerbSetVisual        Verb = "set-visual"
	VerbLeaveSettings    Verb = "leave-settings"
	VerbStartCheck       Verb = "start-check"
	VerbConfirmFace      Verb = "confirm-face"
	VerbEnterPIN         Verb = "enter-pin"
	VerbReadCard         Verb = "read-card"
	VerbClose            Verb = "close"
	VerbDeregister       Verb = "deregister"
	VerbUninstall        Verb = "uninstall"

	VerbConfigure Verb = "configure"
	VerbDescribe  Verb = "describe"
	VerbClock     Verb = "clock"
)

// Screen is a screen of the published list (KindScreen).
type Screen string

// The screens (sim/driver, ScreenID).
const (
	ScreenNone        Screen = "none"
	ScreenInstalled   Screen = "installed"
	ScreenNotice      Screen = "notice"
	ScreenCredentials Screen = "credentials"
	ScreenPasscodeSet Screen = "passcode-set"
	ScreenLocked      Screen = "locked"
	ScreenAuthSelect  Screen = "auth-select"
	ScreenSettings    Screen = "settings"
	ScreenVisual      Screen = "visual"
	ScreenPIN         Screen = "pin"
	ScreenCardRead    Screen = "card-read"
	ScreenResult      Screen = "result"
)

// Outcome is the result of the last action that a screen shows (KindScreen); empty if the screen shows none.
type Outcome string

// The outcomes (sim/driver, Outcome).
const (
	OutcomeNone               Outcome = ""
	OutcomeRegistered         Outcome = "registered"
	OutcomeFormat             Outcome = "activation-code-format"
	OutcomeMismatch           Outcome = "credentials-mismatch"
	OutcomePasscodeWrong      Outcome = "passcode-wrong"
	OutcomeDeregistered       Outcome = "deregistered"
	OutcomeNotDeregistered    Outcome = "not-deregistered"
	OutcomeConfirmed          Outcome = "confirmed"
	OutcomeNotConfirmed       Outcome = "not-confirmed"
	OutcomePINWrong           Outcome = "pin-wrong"
	OutcomePINLocked          Outcome = "pin-locked"
	OutcomePINFormat          Outcome = "pin-format"
	OutcomeFaceMismatch       Outcome = "face-mismatch"
	OutcomeCertificateExpired Outcome = "certificate-expired"
	OutcomeCertificateRevoked Outcome = "certificate-revoked"
	OutcomeCardInvalid        Outcome = "card-invalid"
	OutcomeNotRegistered      Outcome = "not-registered-as-insurance-card"
	OutcomeNotUsable          Outcome = "not-usable"
	OutcomeNoCard             Outcome = "no-card"
	OutcomeCardRemoved        Outcome = "card-removed"
	OutcomeCardFailed         Outcome = "card-failed"
	OutcomeUnreachable        Outcome = "service-unreachable"
	OutcomeServiceFailed      Outcome = "service-failed"
	OutcomeTerminalUnknown    Outcome = "terminal-not-registered"
	OutcomeNotPossible        Outcome = "not-possible-here"
)

// Code is the code of a refusal or a note of the service (eligibility §1.7), as far as claims need it.
type Code string

// The codes (mockservice/wire, Code and Note).
const (
	CodeInternal           Code = "MOCK-E005"
	CodeUnavailable        Code = "MOCK-E007"
	CodeAccountMismatch    Code = "MOCK-E101"
	CodeTerminalUnknown    Code = "MOCK-E102"
	CodeChallenge          Code = "MOCK-E201"
	CodeCardInvalid        Code = "MOCK-E202"
	CodeCertificateExpired Code = "MOCK-E203"
	CodeCertificateNotYet  Code = "MOCK-E204"
	CodeCertificateRevoked Code = "MOCK-E205"
	CodeRevocationDown     Code = "MOCK-E206"
	CodeNotRegistered      Code = "MOCK-E207"
	CodeNotUsable          Code = "MOCK-E208"
	CodeFieldRefused       Code = "MOCK-E401"
	CodeRateLimited        Code = "MOCK-E406"
	CodeGraceNote          Code = "MOCK-N001"
	CodeExpiryNote         Code = "MOCK-N002"
)

// Codes returns all codes.
func Codes() []Code {
	return []Code{CodeInternal, CodeUnavailable, CodeAccountMismatch, CodeTerminalUnknown, CodeChallenge, CodeCardInvalid,
		CodeCertificateExpired, CodeCertificateNotYet, CodeCertificateRevoked, CodeRevocationDown, CodeNotRegistered,
		CodeNotUsable, CodeFieldRefused, CodeRateLimited, CodeGraceNote, CodeExpiryNote}
}
