// Package account is the life cycle of a 資格確認アカウント: which device may register with it, in which states it can be used,
// and what a failed attempt changes.
//
// The life cycle is one table, [DefaultLifecycle]. A state is never stored: it is derived from the facts on the account's row
// and the time. The package has no HTTP, no portal pages and no cards.
//
// Start with [Registry], which registers, authenticates and deregisters devices; [Rules] are its table and its limits.
package account

import (
	"time"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// State is the state of an account in its life cycle (eligibility reference §2.2).
type State string

// The states of an account.
const (
	Applied   State = "applied"   // 追加申請 is under review
	Issued    State = "issued"    // its settings sheet has been issued, no device is registered
	Bound     State = "bound"     // a device is registered
	Cooldown  State = "cooldown"  // its device was deregistered less than Rules.Cooldown ago
	Orphaned  State = "orphaned"  // its device was lost without デバイス登録解除
	Cancelled State = "cancelled" // アカウント解除申請 was granted
)

// States returns all states.
func States() []State { return []State{Applied, Issued, Bound, Cooldown, Orphaned, Cancelled} }

// Event is something that can happen to an account.
type Event string

// The events. Register is an initial registration whose four entries match the account; one with wrong entries is not an event.
const (
	Issue      Event = "issue"      // the review of 追加申請 is ok
	Register   Event = "register"   // initial registration
	Deregister Event = "deregister" // デバイス登録解除
	Use        Event = "use"        // the registered device sends a request
	Cancel     Event = "cancel"     // アカウント解除申請 is granted
	TimeOver   Event = "time-over"  // the cooldown is over
)

// Events returns all events.
func Events() []Event { return []Event{Issue, Register, Deregister, Use, Cancel, TimeOver} }

// Fact is what an event writes to the account's row.
type Fact string

// The facts. An event without a fact does not change the state. The exception is TimeOver, which follows from the time alone.
const (
	NoFact      Fact = ""
	IsIssued    Fact = "issued"
	IsBound     Fact = "bound"
	IsReleased  Fact = "released" // deregistered: the device's token is not valid any more
	IsLost      Fact = "lost"
	IsCancelled Fact = "cancelled"
)

// Row is one transition of the life cycle.
type Row struct {
	From    State
	Event   Event
	To      State
	Fact    Fact      // written to the account's row, even if the event is refused
	Refusal wire.Code // the problem that is answered, empty if the event is accepted
	Source  string
}

// DefaultLifecycle returns the table of eligibility reference §2.2, with one row for each pair of state and event.
func DefaultLifecycle() []Row {
	const (
		mismatch = wire.CodeAccountMismatch
		unknown  = wire.CodeTerminalUnknown
		decision = wire.CodeDecision
		ok       = wire.Code("")
	)
	return []Row{
		{Applied, Issue, Issued, IsIssued, ok, "SVC-117"},
		{Applied, Register, Applied, NoFact, mismatch, "SVC-117, SVC-129"},
		{Applied, Deregister, Applied, NoFact, unknown, "ours"},
		{Applied, Use, Applied, NoFact, unknown, "ours"},
		{Applied, Cancel, Cancelled, IsCancelled, ok, "ours"},
		{Applied, TimeOver, Applied, NoFact, ok, "ours"},

		{Issued, Issue, Issued, NoFact, decision, "ours"},
		{Issued, Register, Bound, IsBound, ok, "SVC-119"},
		{Issued, Deregister, Issued, NoFact, unknown, "ours"},
		{Issued, Use, Issued, NoFact, unknown, "ours"},
		{Issued, Cancel, Cancelled, IsCancelled, ok, "ours"},
		{Issued, TimeOver, Issued, NoFact, ok, "ours"},

		{Bound, Issue, Bound, NoFact, decision, "ours"},
		{Bound, Register, Orphaned, IsLost, mismatch, "SVC-121, SVC-129"},
		{Bound, Deregister, Cooldown, IsReleased, ok, "SVC-120"},
		{Bound, Use, Bound, NoFact, ok, "SVC-119"},
		{Bound, Cancel, Cancelled, IsCancelled, ok, "ours"},
		{Bound, TimeOver, Bound, NoFact, ok, "ours"},

		{Cooldown, Issue, Cooldown, NoFact, decision, "ours"},
		{Cooldown, Register, Cooldown, NoFact, mismatch, "SVC-122, SVC-129"},
		{Cooldown, Deregister, Cooldown, NoFact, unknown, "ours"},
		{Cooldown, Use, Cooldown, NoFact, unknown, "SVC-120"},
		{Cooldown, Cancel, Cancelled, IsCancelled, ok, "ours"},
		{Cooldown, TimeOver, Issued, NoFact, ok, "SVC-123"},

		// The service cannot know whether the device is really lost. If it still sends requests, it is served. But the account
		// stays orphaned until it is cancelled.
		{Orphaned, Issue, Orphaned, NoFact, decision, "SVC-127"},
		{Orphaned, Register, Orphaned, NoFact, mismatch, "SVC-125, SVC-129"},
		{Orphaned, Deregister, Orphaned, IsReleased, ok, "ours; SVC-125 for the state"},
		{Orphaned, Use, Orphaned, NoFact, ok, "ours; SVC-125 for the state"},
		{Orphaned, Cancel, Cancelled, IsCancelled, ok, "SVC-126"},
		{Orphaned, TimeOver, Orphaned, NoFact, ok, "SVC-125"},

		{Cancelled, Issue, Cancelled, NoFact, decision, "SVC-128"},
		{Cancelled, Register, Cancelled, NoFact, mismatch, "SVC-128, SVC-129"},
		{Cancelled, Deregister, Cancelled, NoFact, unknown, "SVC-128"},
		{Cancelled, Use, Cancelled, NoFact, unknown, "SVC-128"},
		{Cancelled, Cancel, Cancelled, NoFact, decision, "SVC-128"},
		{Cancelled, TimeOver, Cancelled, NoFact, ok, "SVC-128"},
	}
}

// Rules are the life cycle and the limits of registration.
type Rules struct {
	Lifecycle []Row
	// Cooldown is how long after デバイス登録解除 an account cannot be registered again (SVC-124). Exactly at its end the account can
	// be registered.
	Cooldown time.Duration
	// Lockout is the number of wrong registrations in a row after which an account refuses all registrations, until it gets a new
	// activation code. No public text mentions such a rule (ours), so the default is 0: never.
	Lockout int
	// Tries limits how often one network address may try to register terminals (ours). The zero value means no limit.
	Tries Limit
}

// Limit is the greatest number of attempts, Most, within a Window.
type Limit struct {
	Most   int
	Window time.Duration
}

// DefaultRules returns the rules of eligibility reference §2.2: the table, and a cooldown of one hour (SVC-124).
func DefaultRules() Rules { return Rules{Lifecycle: DefaultLifecycle(), Cooldown: time.Hour} }
