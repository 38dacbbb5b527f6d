package portal

import (
	"slices"
	"time"
)

// Rules are the tables and switches of the two portals.
type Rules struct {
	Sites         []Site
	Forms         []Form
	Kinds         []Kind
	Digits        []Digit
	MailTemplates []MailTemplate
	Holidays      []Holiday
	// Promises say how long a review takes, Reviews which promise an application follows.
	Promises []Promise
	Reviews  []Review
	// Settings is how long after the completion mail the settings sheet can be read (SVC-203).
	Settings Span
	// NewBody is how long after its notification a new 健診 body can register (SVC-204).
	NewBody Span
	// LinkLife is how long 有効化用リンク works; at that very moment it is void (SVC-205).
	LinkLife time.Duration
	// Opening is when 各種申請 opens: before, it shows as being prepared (APP-52).
	Opening  time.Time
	Grant    Grant
	Accounts Drawn
	Files    FileRules
	Password Argon
	Lockout  Lockout
	Session  SessionLife
	Limits   []Limit
}

// Drawn is how accounts are drawn that nobody put in advance (ours).
type Drawn struct {
	// Prefixes are the first letters of an ID by platform (SVC-130, SVC-131); the one of "" is for those who don't say.
	Prefixes map[string]string
	Digits   int
}

// Lockout closes a login after wrong passwords in a row (ours). A Wrong of 0 switches it off.
type Lockout struct {
	Wrong int
	For   time.Duration
}

// SessionLife is how long a login lasts (ours): since its last use, and at most.
type SessionLife struct{ Idle, Most time.Duration }

// Limit is how often one address may try something in a window (ours). A Most of 0 switches it off.
type Limit struct {
	What   string
	Most   int
	Window time.Duration
}

// What can be limited.
const (
	LimitRegistration  = "registration"
	LimitLogin         = "login"
	LimitFacilityCheck = "facility-check"
)

// DefaultRules are the rules of eligibility reference §2.7 and §3.
func DefaultRules() Rules {
	return Rules{
		Sites:         DefaultSites(),
		Forms:         DefaultForms(),
		Kinds:         DefaultKinds(),
		Digits:        DefaultDigits(),
		MailTemplates: DefaultMailTemplates(),
		Holidays:      DefaultHolidays(),
		Promises:      DefaultPromises(),
		Reviews:       DefaultReviews(),
		Settings:      Span{Days: 1},
		NewBody:       Span{Days: 30},
		LinkLife:      180 * time.Minute,
		Opening:       time.Date(2024, 1, 31, 0, 0, 0, 0, Zone()),
		Grant:         DefaultGrant(),
		Accounts:      Drawn{Prefixes: map[string]string{"": "W", "windows": "W", "ios": "I", "android": "A"}, Digits: 7},
		Files:         DefaultFileRules(),
		Password:      DefaultArgon(),
		Lockout:       Lockout{Wrong: 10, For: 30 * time.Minute},
		Session:       SessionLife{Idle: 30 * time.Minute, Most: 12 * time.Hour},
		Limits: []Limit{{LimitRegistration, 30, 10 * time.Minute}, {LimitLogin, 100, 10 * time.Minute},
			{LimitFacilityCheck, 30, 10 * time.Minute}},
	}
}

// DefaultForms are all forms of both portals.
func DefaultForms() []Form {
	return slices.Concat(registrations(), starts(), accountForms(), []Form{grantForm()}, colocationForms())
}

// limit finds the limit of something.
func (r *Rules) limit(what string) Limit {
	for _, l := range r.Limits {
		if l.What == what {
			return l
		}
	}
	return Limit{}
}
