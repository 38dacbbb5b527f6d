package portal

import (
	"slices"
	"time"
)

// Rules are the tables and settings of the two portals.
type Rules struct {
	Sites         []Site
	Forms         []Form
	Kinds         []Kind
	Digits        []Digit
	MailTemplates []MailTemplate
	Holidays      []Holiday
	// Promises say how long a review takes, Reviews say which promise applies to an application.
	Promises []Promise
	Reviews  []Review
	// Settings is how long after the completion mail the settings sheet becomes readable (SVC-203).
	Settings Span
	// NewBody is how long after its notification a new 健診 body can register (SVC-204).
	NewBody Span
	// LinkLife is how long a 有効化用リンク works; exactly at its end it is void (SVC-205).
	LinkLife time.Duration
	// Opening is when 各種申請 opens: before that, the tile says that it is being prepared (APP-52).
	Opening  time.Time
	Grant    Grant
	Accounts Drawn
	Files    FileRules
	Password Argon
	Lockout  Lockout
	Session  SessionLife
	Limits   []Limit
}

// Drawn describes the accounts that are drawn at random if a facility has no prepared ones (ours).
type Drawn struct {
	// Prefixes are the first letters of account ids by platform (SVC-130, SVC-131); "" is for an application without platform.
	Prefixes map[string]string
	Digits   int // how many digits follow the prefix
}

// Lockout refuses logins for a time after too many wrong passwords in a row (ours). Wrong 0 turns it off.
type Lockout struct {
	Wrong int
	For   time.Duration
}

// SessionLife is how long a login is valid (ours): Idle since its last use, and Most in all.
type SessionLife struct{ Idle, Most time.Duration }

// Limit is how often one address may try something within Window (ours). Most 0 turns it off.
type Limit struct {
	What   string
	Most   int
	Window time.Duration
}

// The values of Limit.What.
const (
	LimitRegistration  = "registration"
	LimitLogin         = "login"
	LimitFacilityCheck = "facility-check"
)

// DefaultRules returns the rules of eligibility reference §2.7 and §3. The numbers of Lockout, Session and Limits are our choice:
// strict enough to stop the guessing of passwords, generous enough that people and ordinary tests don't reach them.
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

// DefaultForms returns all forms of both portals.
func DefaultForms() []Form {
	return slices.Concat(registrationForms(), startForms(), accountForms(), []Form{grantForm()}, colocationForms())
}

// limit returns the limit of something; without a row there is no limit.
func (r *Rules) limit(what string) Limit {
	for _, l := range r.Limits {
		if l.What == what {
			return l
		}
	}
	return Limit{}
}
