package trace

// Only the harness writes the terms of these sets, so the recorder refuses any other term.

// LineState is the state of the clinic's line from this event on (KindLine).
type LineState string

// The states: the line is cut, leads to an impostor, is restored, or has a fault in the requests and answers of checks
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

// ServiceFault is a fault that the world gives the service (KindPerson, field deed), as far as claims need it; the whole
// table is in sim/world, ServiceFault.
type ServiceFault string

// The faults with which a check gets no answer from the service that the product may trust.
const (
	ServiceBreaksOff   ServiceFault = "service-breaks-off"
	ServiceAnswersHalf ServiceFault = "service-answers-half"
	ServiceOtherName   ServiceFault = "service-other-name"
	ServiceExpired     ServiceFault = "service-expired"
)

// Failure is why there was no answer (KindFailure).
type Failure string

// The failures of a reader (virtualcard/reader), of the service, and of a call to the product.
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

// Doing is the operation of a reader that failed (KindFailure).
type Doing string

// The operations of a reader.
const (
	DoingConnect    Doing = "connect"
	DoingTransmit   Doing = "transmit"
	DoingDisconnect Doing = "disconnect"
)

// Ending is the status that the step engine reports of a scenario (KindOutcome): passed, or the status of the first step
// that did not pass.
type Ending string

// The endings: those of the step engine, and panicked if the steps could not be bound.
const (
	EndingPassed    Ending = "passed"
	EndingFailed    Ending = "failed"
	EndingUndefined Ending = "undefined"
	EndingPending   Ending = "pending"
	EndingAmbiguous Ending = "ambiguous"
	EndingSkipped   Ending = "skipped"
	EndingPanicked  Ending = "panicked"
)

// Auth is the authentication scheme of a request (KindRequest); the value itself is a secret.
type Auth string

// The schemes.
const (
	AuthNone   Auth = "none"
	AuthBearer Auth = "bearer"
	AuthOther  Auth = "other"
)

// Quiet says whether anything was still under way at the seams (KindQuiet).
type Quiet string

// The two states: nothing is under way, or something still is.
const (
	QuietReached Quiet = "quiet"
	QuietBusy    Quiet = "busy"
)
