package store

import "time"

// kinds are all kinds of row. The migrations create their tables.
type kinds struct {
	setup        kind[Setup]
	facilities   kind[Facility]
	accounts     kind[Account]
	persons      kind[Person]
	certificates kind[Certificate]
	revocations  kind[Revocation]
	challenges   kind[Challenge]
	audits       kind[Audit]

	insured    kind[Insured]
	receptions kind[Reception]
	references kind[Reference]

	users        kind[User]
	strangers    kind[strangerRow]
	sessions     kind[Session]
	applications kind[Application]
	secrets      kind[AccountSecret]
	attachments  kind[Attachment]
	mails        kind[Mail]
	colocations  kind[Colocation]
	attempts     kind[attemptRow]
}

// attemptRow holds the times at which somebody tried something.
type attemptRow struct {
	What, Who string
	At        []time.Time
}

// strangerRow counts wrong passwords for an address that no user has. Who is the digest of portal and address.
type strangerRow struct {
	Who Digest
	Tries
}

// setupKey is the key of the only row of the table stage.
const setupKey = "stage"

// newKinds returns all kinds with their columns. forUpdate is passed on to newKind.
func newKinds(forUpdate string) kinds {
	return kinds{
		setup:      newKind("stage", "id", "", forUpdate, func(Setup) []any { return []any{setupKey} }),
		facilities: newKind("facilities", "code", "number", forUpdate, func(f Facility) []any { return []any{keyText(f.Code), orNull(f.Number)} }),
		accounts: newKind("accounts", "institution id", "device", forUpdate, func(a Account) []any {
			return append(a.Key.columns(), orNull(digestText(a.Device)))
		}),
		persons:      newKind("persons", "id", "", forUpdate, func(p Person) []any { return []any{keyText(p.ID)} }),
		certificates: newKind("certificates", "serial", "", forUpdate, func(c Certificate) []any { return []any{keyText(c.Serial)} }),
		revocations:  newKind("revocations", "serial", "", forUpdate, func(r Revocation) []any { return []any{keyText(r.Serial)} }),
		challenges: newKind("challenges", "id", "used", forUpdate, func(c Challenge) []any {
			return []any{keyText(c.ID), orNull(usedText(c))}
		}),
		audits: newKind("audits", "", "", forUpdate, func(Audit) []any { return nil }),

		insured: newKind("insured", "number person", "", forUpdate, func(i Insured) []any {
			return []any{keyText(i.Number), keyText(i.PersonID)}
		}),
		receptions: newKind("receptions", "number", "", forUpdate, func(r Reception) []any { return []any{keyText(r.Number)} }),
		references: newKind("reference_numbers", "institution person", "", forUpdate, func(r Reference) []any {
			return []any{keyText(r.Institution), keyText(r.PersonID)}
		}),

		users: newKind("users", "portal mail", "link", forUpdate, func(u User) []any {
			return append(u.Key.columns(), orNull(digestText(u.Link)))
		}),
		strangers: newKind("strangers", "who", "at", forUpdate, func(r strangerRow) []any {
			return []any{digestText(r.Who), timeText(r.WrongAt)}
		}),
		sessions: newKind("sessions", "token", "", forUpdate, func(s Session) []any { return []any{digestText(s.Token)} }),
		applications: newKind("applications", "id", "institution single", forUpdate, func(a Application) []any {
			return []any{keyText(a.ID), keyText(a.InstitutionCode), orNull(a.Once)}
		}),
		secrets:     newKind("account_secrets", "institution id", "", forUpdate, func(s AccountSecret) []any { return s.Key.columns() }),
		attachments: newKind("attachments", "id", "", forUpdate, func(a Attachment) []any { return []any{keyText(a.ID)} }),
		mails:       newKind("mails", "", "", forUpdate, func(Mail) []any { return nil }),
		colocations: newKind("colocations", "subordinate", "", forUpdate, func(c Colocation) []any { return []any{keyText(c.Subordinate)} }),
		attempts: newKind("attempts", "what who", "", forUpdate, func(a attemptRow) []any {
			return []any{keyText(a.What), keyText(a.Who)}
		}),
	}
}

// tables returns the names of all tables with rows of the service, in the order in which Reset empties them.
func (k kinds) tables() []string {
	return []string{k.setup.table, "draws", k.facilities.table, k.accounts.table, k.persons.table, k.certificates.table,
		k.revocations.table, k.challenges.table, k.audits.table, k.users.table, k.strangers.table, k.sessions.table, k.applications.table,
		k.secrets.table, k.attachments.table, k.mails.table, k.colocations.table, k.attempts.table,
		k.insured.table, k.receptions.table, k.references.table}
}

func (k AccountKey) columns() []any { return []any{keyText(k.InstitutionCode), keyText(k.ID)} }
func (k UserKey) columns() []any    { return []any{keyText(k.Portal), keyText(k.Mail)} }

// usedText is the column that marks a challenge as consumed. UseChallenge sets only the column; the JSON in body keeps its
// zero UsedAt.
func usedText(c Challenge) string {
	if c.UsedAt.IsZero() {
		return ""
	}
	return timeText(c.UsedAt)
}
