package trace

// The closed sets below are written by the harness alone, so the recorder refuses any other term.

// LineState is how the clinic's line is from here on (KindLine).
type LineState string

// The states: the line is cut, leads to somebody else, is whole again, or does something to the requests of checks
// (sim/world, LineFault).
const (
	LineCut               LineState = "cut"
	LineAstray            LineState = "astray"
	LineRestored          LineState = "restored"
	LineDelayed           LineState = "delayed"
	LineAnswersLost       LineState = "answers-lost"
	LineRubbish           LineState = "rubbish"
	LineUnavailable       LineState = "unavailable"
	LineCutAfterChallenge LineState = "cut-after-challenge"
)

// ServiceFault is a deed by which the service suffers from something (KindPerson), as far as a claim asks for it; the world has
// the whole table (sim/world, ServiceFault).
type ServiceFault string

// The ailments in which a check gets no answer from the service that the product may trust.
const (
	ServiceBreaksOff   ServiceFault = "service-breaks-off"
	ServiceAnswersHalf ServiceFault = "service-answers-half"
	ServiceOtherName   ServiceFault = "service-other-name"
	ServiceExpired     ServiceFault = "service-expired"
)

// Failure is why an answer did not come (KindFailure).
type Failure string

// The failures: of a reader (virtualcard/reader), of the service, of a call to the product.
const (
	FailureNoCard  Failure = "no-card"
	FailureRemoved Failure = "removed"
	FailureReset   Failure = "reset"
	FailureTimeout Failure = "timeout"
	FailureReader  Failure = "reader"

	FailureNoAnswer Failure = "no answer"
	FailureAborted  Failure = "aborted"

	FailureUnsupported Failure = "unsupported"
	FailureCancelled   Failure = "cancelled"
	FailureCall        Failure = "failed"
)

// Doing is what a reader was asked for when it failed (KindFailure).
type Doing string

// The doings.
const (
	DoingConnect    Doing = "connect"
	DoingTransmit   Doing = "transmit"
	DoingDisconnect Doing = "disconnect"
)

// Ending is what the step engine says of a scenario (KindOutcome): the status of the first step that did not pass, or
// passed.
type Ending string

// The endings: those of the step engine, and panicked where the steps could not even be bound.
const (
	EndingPassed    Ending = "passed"
	EndingFailed    Ending = "failed"
	EndingUndefined Ending = "undefined"
	EndingPending   Ending = "pending"
	EndingAmbiguous Ending = "ambiguous"
	EndingSkipped   Ending = "skipped"
	EndingPanicked  Ending = "panicked"
)

// Auth is how a request names its sender (KindRequest); what it says is a secret.
type Auth string

// The schemes.
const (
	AuthNone   Auth = "none"
	AuthBearer Auth = "bearer"
	AuthOther  Auth = "other"
)

// Quiet is whether anything was still under way at the seams (KindQuiet).
type Quiet string

// The two.
const (
	QuietReached Quiet = "quiet"
	QuietBusy    Quiet = "busy"
)
