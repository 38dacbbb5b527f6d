package store_test

import (
	"context"
	"maps"

	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/store"
)

// operations are all operations of a store, each with a function that draws its arguments. Devices, links and numbers are
// drawn so that no two rows share one: otherwise a look-up could return either row.
func operations() map[string]func(d dice) operation {
	all := serviceOperations()
	maps.Copy(all, portalOperations())
	return all
}

func serviceOperations() map[string]func(d dice) operation {
	return map[string]func(d dice) operation{
		"ChangeSetup": func(d dice) operation {
			row, outcome := store.Setup{Scenario: d.text("scenario"), Now: d.time("now"), Seed: rapid.Uint64().Draw(d.T, "seed")}, d.outcome()
			return withoutResult(func(ctx context.Context, s store.Store) error {
				return s.ChangeSetup(ctx, func(r *store.Setup) error { row.RevocationStale = !r.RevocationStale; *r = row; return outcome })
			})
		},
		"CountDraw": func(d dice) operation {
			purpose := d.key("purpose")
			return func(ctx context.Context, s store.Store) (any, error) { return s.CountDraw(ctx, purpose) }
		},
		"PutFacility": func(d dice) operation {
			code := d.key("code")
			row := store.Facility{Code: code, Name: d.text("name"), Number: rapid.SampledFrom([]string{"", "契" + code}).Draw(d.T, "number"), NotifiedAt: d.time("notified")}
			return withoutResult(func(ctx context.Context, s store.Store) error { return s.PutFacility(ctx, row) })
		},
		"Facility": func(d dice) operation {
			code := d.key("code")
			return func(ctx context.Context, s store.Store) (any, error) { return s.Facility(ctx, code) }
		},
		"FacilityByNumber": func(d dice) operation {
			number := rapid.SampledFrom([]string{"", "契" + d.key("code")}).Draw(d.T, "number")
			return func(ctx context.Context, s store.Store) (any, error) { return s.FacilityByNumber(ctx, number) }
		},
		"PutAccount": func(d dice) operation {
			row := store.Account{Key: d.account(), Password: d.digest("password"), ActivationCode: d.digest("code"), IssuedAt: d.time("issued")}
			return withoutResult(func(ctx context.Context, s store.Store) error { return s.PutAccount(ctx, row) })
		},
		"Account": func(d dice) operation {
			key := d.account()
			return func(ctx context.Context, s store.Store) (any, error) { return s.Account(ctx, key) }
		},
		"AccountByDevice": func(d dice) operation {
			device := deviceOf(d.account())
			return func(ctx context.Context, s store.Store) (any, error) { return s.AccountByDevice(ctx, device) }
		},
		"ChangeAccount": func(d dice) operation {
			key, at, outcome := d.account(), d.time("bound"), d.outcome()
			device := rapid.SampledFrom([]store.Digest{{}, deviceOf(key)}).Draw(d.T, "device")
			return withoutResult(func(ctx context.Context, s store.Store) error {
				return s.ChangeAccount(ctx, key, func(a *store.Account) error { a.BoundAt, a.Device = at, device; return outcome })
			})
		},
		"AccountsOf": func(d dice) operation {
			code := d.key("code")
			return func(ctx context.Context, s store.Store) (any, error) { return s.AccountsOf(ctx, code) }
		},
		"PutPerson": func(d dice) operation {
			row := store.Person{ID: d.key("person"), Qualifications: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) store.Qualification {
				return store.Qualification{Name: dice{t}.text("name"), From: dice{t}.text("from")}
			}), 0, 2).Draw(d.T, "qualifications")}
			return withoutResult(func(ctx context.Context, s store.Store) error { return s.PutPerson(ctx, row) })
		},
		"Person": func(d dice) operation {
			id := d.key("person")
			return func(ctx context.Context, s store.Store) (any, error) { return s.Person(ctx, id) }
		},
		"PutCertificate": func(d dice) operation {
			row := store.Certificate{Serial: d.key("serial"), PersonID: d.key("person"), ToldAt: d.time("told")}
			return withoutResult(func(ctx context.Context, s store.Store) error { return s.PutCertificate(ctx, row) })
		},
		"Certificate": func(d dice) operation {
			serial := d.key("serial")
			return func(ctx context.Context, s store.Store) (any, error) { return s.Certificate(ctx, serial) }
		},
		"PutRevocation": func(d dice) operation {
			row := store.Revocation{Serial: d.key("serial"), At: d.time("at"), Reason: d.text("reason")}
			return withoutResult(func(ctx context.Context, s store.Store) error { return s.PutRevocation(ctx, row) })
		},
		"Revocation": func(d dice) operation {
			serial := d.key("serial")
			return func(ctx context.Context, s store.Store) (any, error) { return s.Revocation(ctx, serial) }
		},
		"PutChallenge": func(d dice) operation {
			row := store.Challenge{ID: d.key("id"), Nonce: rapid.SliceOfN(rapid.Byte(), 1, 4).Draw(d.T, "nonce"), Account: d.account(), IssuedAt: d.time("issued")}
			return withoutResult(func(ctx context.Context, s store.Store) error { return s.PutChallenge(ctx, row) })
		},
		"UseChallenge": func(d dice) operation {
			id := d.key("id")
			return func(ctx context.Context, s store.Store) (any, error) { return s.UseChallenge(ctx, id, at) }
		},
		"AppendAudit": func(d dice) operation {
			row := store.Audit{At: d.time("at"), What: d.text("what"), Account: d.account(), FailedStep: rapid.Int().Draw(d.T, "step")}
			return withoutResult(func(ctx context.Context, s store.Store) error { return s.AppendAudit(ctx, row) })
		},
	}
}

// deviceOf returns the only device that an account may have.
func deviceOf(key store.AccountKey) store.Digest {
	return store.DigestOf(key.InstitutionCode + "\xff" + key.ID)
}

func portalOperations() map[string]func(d dice) operation {
	return map[string]func(d dice) operation{
		"User": func(d dice) operation {
			key := d.user()
			return func(ctx context.Context, s store.Store) (any, error) { return s.User(ctx, key) }
		},
		"UserByLink": func(d dice) operation {
			link := linkOf(d.user())
			return func(ctx context.Context, s store.Store) (any, error) { return s.UserByLink(ctx, link) }
		},
		"ChangeUser": func(d dice) operation {
			key, pending, outcome := d.user(), store.Registration{At: d.time("at"), Password: d.text("password")}, d.outcome()
			link := rapid.SampledFrom([]store.Digest{{}, linkOf(key)}).Draw(d.T, "link")
			return withoutResult(func(ctx context.Context, s store.Store) error {
				return s.ChangeUser(ctx, key, func(u *store.User) error { u.Pending, u.Link = pending, link; u.Wrong++; return outcome })
			})
		},
		"ChangeTries": func(d dice) operation {
			key, at, outcome := d.user(), d.time("at"), d.outcome()
			return func(ctx context.Context, s store.Store) (before any, err error) {
				err = s.ChangeTries(ctx, key, func(r *store.Tries) error {
					before = *r
					r.Wrong, r.WrongAt = r.Wrong+1, at
					return outcome
				})
				return before, err
			}
		},
		"SweepTries": func(d dice) operation {
			since := d.time("since")
			return withoutResult(func(ctx context.Context, s store.Store) error { return s.SweepTries(ctx, since) })
		},
		"AddSession": func(d dice) operation {
			row := store.Session{Token: d.digest("token"), User: d.user(), At: d.time("at")}
			return withoutResult(func(ctx context.Context, s store.Store) error { return s.AddSession(ctx, row) })
		},
		"Session": func(d dice) operation {
			token := d.digest("token")
			return func(ctx context.Context, s store.Store) (any, error) { return s.Session(ctx, token) }
		},
		"ChangeSession": func(d dice) operation {
			token, seen, outcome := d.digest("token"), d.time("seen"), d.outcome()
			return withoutResult(func(ctx context.Context, s store.Store) error {
				return s.ChangeSession(ctx, token, func(r *store.Session) error { r.SeenAt = seen; return outcome })
			})
		},
		"AddApplication": addApplication,
		"Application": func(d dice) operation {
			id := d.key("id")
			return func(ctx context.Context, s store.Store) (any, error) { return s.Application(ctx, id) }
		},
		"ChangeApplication": func(d dice) operation {
			id, once, code, outcome := d.key("id"), d.key("once"), d.key("code"), d.outcome()
			return withoutResult(func(ctx context.Context, s store.Store) error {
				return s.ChangeApplication(ctx, id, func(a *store.Application) error { a.Once, a.InstitutionCode = once, code; return outcome })
			})
		},
		"ApplicationsOf": func(d dice) operation {
			code := d.key("code")
			return func(ctx context.Context, s store.Store) (any, error) { return s.ApplicationsOf(ctx, code) }
		},
		"PutAccountSecret": func(d dice) operation {
			row := store.AccountSecret{Key: d.account(), Password: d.text("password")}
			return withoutResult(func(ctx context.Context, s store.Store) error { return s.PutAccountSecret(ctx, row) })
		},
		"AccountSecret": func(d dice) operation {
			key := d.account()
			return func(ctx context.Context, s store.Store) (any, error) { return s.AccountSecret(ctx, key) }
		},
		"AddAttachment": func(d dice) operation {
			row := store.Attachment{ID: d.key("id"), Name: d.text("name"), Size: rapid.Int64().Draw(d.T, "size"), Content: d.digest("content")}
			return withoutResult(func(ctx context.Context, s store.Store) error { return s.AddAttachment(ctx, row) })
		},
		"Attachment": func(d dice) operation {
			id := d.key("id")
			return func(ctx context.Context, s store.Store) (any, error) { return s.Attachment(ctx, id) }
		},
		"AppendMail": func(d dice) operation {
			row := store.Mail{To: d.text("to"), At: d.time("at"), Text: d.text("text")}
			return withoutResult(func(ctx context.Context, s store.Store) error { return s.AppendMail(ctx, row) })
		},
		"ChangeColocation": func(d dice) operation {
			code, main, outcome := d.key("subordinate"), d.text("main"), d.outcome()
			return withoutResult(func(ctx context.Context, s store.Store) error {
				return s.ChangeColocation(ctx, code, func(c *store.Colocation) error { c.Main = main; return outcome })
			})
		},
		"CountAttempt": func(d dice) operation {
			what, who, at, since := d.key("what"), d.key("who"), d.time("at"), d.time("since")
			return func(ctx context.Context, s store.Store) (any, error) {
				return s.CountAttempt(ctx, what, who, at, since)
			}
		},
	}
}

// linkOf returns the only link that a user may have.
func linkOf(key store.UserKey) store.Digest { return store.DigestOf(key.Portal + "\xff" + key.Mail) }

func addApplication(d dice) operation {
	row := store.Application{ID: d.key("id"), InstitutionCode: d.key("code"), Applicant: d.user(), At: d.time("at"), Once: d.key("once"),
		Values: rapid.MapOfN(rapid.String(), rapid.String(), 0, 2).Draw(d.T, "values")}
	var accounts []store.Account
	var secrets []store.AccountSecret
	account := rapid.Custom(func(t *rapid.T) store.AccountKey { return dice{t}.account() })
	for _, key := range rapid.SliceOfNDistinct(account, 0, 2, rapid.ID).Draw(d.T, "accounts") {
		accounts = append(accounts, store.Account{Key: key, Password: d.digest("password"), IssuedAt: d.time("issued")})
		secrets = append(secrets, store.AccountSecret{Key: key, Password: d.text("password")})
	}
	return withoutResult(func(ctx context.Context, s store.Store) error { return s.AddApplication(ctx, row, accounts, secrets) })
}
