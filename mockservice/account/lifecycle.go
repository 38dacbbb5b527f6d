// Package account is the life of a 資格確認アカウント: which device may register with it, and what a failed attempt leaves.
//
// The life cycle is one table of values; a state is never kept but derived from facts and the time. It knows no HTTP, no
// portal page and no card.
package account

import (
	"time"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// State is where an account stands in its life (eligibility reference §2.2).
type State string

// The states.
const (
	Applied   State = "applied"   // 追加申請 is under review
	Issued    State = "issued"    // its settings sheet is out, no device holds it
	Bound     State = "bound"     // a device holds it
	Cooldown  State = "cooldown"  // its device was deregistered a short time ago
	Orphaned  State = "orphaned"  // its device was lost without デバイス登録解除
	Cancelled State = "cancelled" // アカウント解除申請 was granted
)

// States are all states.
func States() []State { return []State{Applied, Issued, Bound, Cooldown, Orphaned, Cancelled} }

// Event is what may happen to an account.
type Event string

// The events. Register means one with the right four entries: wrong ones are nobody's event.
const (
	Issue      Event = "issue"      // the review of 追加申請 is ok
	Register   Event = "register"   // initial registration
	Deregister Event = "deregister" // デバイス登録解除
	Use        Event = "use"        // the bound device asks for something
	Cancel     Event = "cancel"     // アカウント解除申請 is granted
	TimeOver   Event = "time-over"  // the cooldown is over
)

// Events are all events.
func Events() []Event { return []Event{Issue, Register, Deregister, Use, Cancel, TimeOver} }

// Fact is what an event leaves on the account's row.
type Fact string

// The facts. An event that leaves none changes no state, but for TimeOver, which the clock alone brings.
const (
	NoFact      Fact = ""
	IsIssued    Fact = "issued"
	IsBound     Fact = "bound"
	IsReleased  Fact = "released" // deregistered: the device's token ends
	IsLost      Fact = "lost"
	IsCancelled Fact = "cancelled"
)

// Row is one transition. A Refusal is answered to whoever brought the event; the fact is kept all the same.
type Row struct {
	From    State
	Event   Event
	To      State
	Fact    Fact
	Refusal wire.Code
	Source  string
}

// DefaultLifecycle is the table of eligibility reference §2.2, with a row for each state and event.
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

		// The service can't know that a device is gone: one that still answers is served, yet nothing heals the account.
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

// Rules are the table and the length of the cooldown.
type Rules struct {
	Lifecycle []Row
	// Cooldown is how long after デバイス登録解除 an account can't be registered (SVC-124); at that very moment it is over.
	Cooldown time.Duration
	// Lockout is after how many wrong registrations in a row an account takes no more of them, until it has a new activation
	// code. No public text speaks of such a thing (ours), so the default is 0: never.
	Lockout int
	// Tries is how often one address may try to register terminals in a window (ours); its zero value: as often as it likes.
	Tries Limit
}

// Limit is how often something may be tried in a window.
type Limit struct {
	Most   int
	Window time.Duration
}

// DefaultRules are the rules of eligibility reference §2.2.
func DefaultRules() Rules { return Rules{Lifecycle: DefaultLifecycle(), Cooldown: time.Hour} }
