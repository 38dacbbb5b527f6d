package store_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/store"
)

var (
	at  = time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)
	key = store.AccountKey{InstitutionCode: "2800001234", ID: "W0000001"}
)

// TestStores runs the same contract on each implementation, and further checks on those whose rows outlive the process. All
// PostgreSQL tests share one server.
func TestStores(t *testing.T) {
	onEach(t, func(t *testing.T, o opener) {
		t.Run("contract", func(t *testing.T) { contract(t, o) })
		if o.database == nil {
			return
		}
		for name, check := range map[string]func(*testing.T, opener){
			"reopen": reopen, "open at once": openAtOnce, "open a newer database": openNewer, "look-ups": lookUps,
			"only one wins": onlyOneWins, "nothing is lost": nothingIsLost, "agrees with memory": agreesWithMemory,
		} {
			t.Run(name, func(t *testing.T) { check(t, o) })
		}
	})
}

func contract(t *testing.T, o opener) {
	s := o.open(t)
	for part, check := range map[string]func(*testing.T, store.Store){
		"stage": stage, "draws": draws, "facilities": facilities, "accounts": accounts, "persons": persons,
		"certificates": certificates, "certificate lists": certificateLists,
		"challenges": challenges, "audits": audits, "reset": reset,
		"inquiries": inquiries, "whole persons": wholePersons, "facility numbers": facilityNumbers, "accounts of an institution": accountsOf,
		"users": users, "user links": userLinks, "sessions": sessions, "applications": applications,
		"application accounts": applicationAccounts, "single applications": singleApplications,
		"account secrets": accountSecrets, "attachments": attachments, "mails": mails,
		"colocations": colocations, "attempts": attempts, "tries": tries, "portal reset": portalReset,
	} {
		require.NoError(t, s.Reset(t.Context()))
		t.Run(part, func(t *testing.T) { check(t, s) })
	}
	if o.log != nil {
		require.Contains(t, o.log(), "insert into audits")
		require.NotRegexp(t, askingTime(), o.log(), "by the server's own log no statement asked it for the time")
	}
}

func stage(t *testing.T, s store.Store) {
	ctx := t.Context()
	require.NoError(t, s.ChangeSetup(ctx, func(r *store.Setup) error { r.Seed, r.Now = 7, at; return nil }))
	boom := errors.New("boom")
	require.ErrorIs(t, s.ChangeSetup(ctx, func(r *store.Setup) error { r.Seed = 8; return boom }), boom)
	row, err := s.Setup(ctx)
	require.NoError(t, err)
	require.Equal(t, store.Setup{Seed: 7, Now: at}, row)
}

func draws(t *testing.T, s store.Store) {
	for want := range uint64(3) {
		n, err := s.CountDraw(t.Context(), "nonce")
		require.NoError(t, err)
		require.Equal(t, want, n)
	}
	n, err := s.CountDraw(t.Context(), "token")
	require.NoError(t, err)
	require.Zero(t, n, "each purpose has its own count")
}

func facilities(t *testing.T, s store.Store) {
	_, err := s.Facility(t.Context(), "1")
	require.ErrorIs(t, err, store.ErrNotFound)
	f := store.Facility{Code: "1", Name: "みなと接骨院"}
	require.NoError(t, s.PutFacility(t.Context(), f))
	got, err := s.Facility(t.Context(), "1")
	require.NoError(t, err)
	require.Equal(t, f, got)
}

func accounts(t *testing.T, s store.Store) {
	ctx := t.Context()
	none := func(*store.Account) error { return nil }
	require.ErrorIs(t, s.ChangeAccount(ctx, key, none), store.ErrNotFound)
	_, err := s.AccountByDevice(ctx, store.Digest{})
	require.ErrorIs(t, err, store.ErrNotFound)

	require.NoError(t, s.PutAccount(ctx, store.Account{Key: key, Password: store.DigestOf("old"), IssuedAt: at}))
	_, err = s.AccountByDevice(ctx, store.Digest{})
	require.ErrorIs(t, err, store.ErrNotFound, "the zero token finds nothing")
	require.NoError(t, s.ChangeAccount(ctx, key, func(a *store.Account) error {
		a.BoundAt, a.Device = at, store.DigestOf("token")
		return nil
	}))
	require.NoError(t, s.PutAccount(ctx, store.Account{Key: key, Password: store.DigestOf("new")}))
	got, err := s.AccountByDevice(ctx, store.DigestOf("token"))
	require.NoError(t, err)
	require.Equal(t, store.Account{Key: key, Password: store.DigestOf("new"), IssuedAt: at, BoundAt: at,
		Device: store.DigestOf("token")}, got, "facts stay, digests change")

	boom := errors.New("boom")
	require.ErrorIs(t, s.ChangeAccount(ctx, key, func(a *store.Account) error { a.LostAt = at; return boom }), boom)
	again, err := s.Account(ctx, key)
	require.NoError(t, err)
	require.Equal(t, got, again, "a failed change has no effect")

	require.NoError(t, s.PutAccount(ctx, store.Account{Key: store.AccountKey{InstitutionCode: "1", ID: "Z"}}))
	list, err := s.AccountList(ctx)
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, "Z", list[0].Key.ID)
}

func persons(t *testing.T, s store.Store) {
	ctx := t.Context()
	p := store.Person{ID: "P01", Registered: true, Qualifications: []store.Qualification{{Name: "佐藤　花子"}}}
	require.NoError(t, s.PutPerson(ctx, p))
	p.Qualifications[0].Name = "changed outside"
	got, err := s.Person(ctx, "P01")
	require.NoError(t, err)
	require.Equal(t, "佐藤　花子", got.Qualifications[0].Name, "rows are not shared")
	require.NoError(t, s.PutPerson(ctx, store.Person{ID: "P01"}))
	got, err = s.Person(ctx, "P01")
	require.NoError(t, err)
	require.Empty(t, got.Qualifications, "replaces the person with the same id")
	_, err = s.Person(ctx, "P02")
	require.ErrorIs(t, err, store.ErrNotFound)
}

// certificates checks that the serials of a person are a history: a former one is still found (SVC-316).
func certificates(t *testing.T, s store.Store) {
	ctx := t.Context()
	for _, serial := range []string{"7A", "7B"} {
		require.NoError(t, s.PutCertificate(ctx, store.Certificate{Serial: serial, PersonID: "P01"}))
	}
	c, err := s.Certificate(ctx, "7A")
	require.NoError(t, err)
	require.Equal(t, "P01", c.PersonID)
	_, err = s.Certificate(ctx, "7C")
	require.ErrorIs(t, err, store.ErrNotFound)

	_, err = s.Revocation(ctx, "7A")
	require.ErrorIs(t, err, store.ErrNotFound)
	require.NoError(t, s.PutRevocation(ctx, store.Revocation{Serial: "7A", At: at, Reason: "superseded"}))
	require.NoError(t, s.PutRevocation(ctx, store.Revocation{Serial: "7A", At: at.AddDate(1, 0, 0)}))
	r, err := s.Revocation(ctx, "7A")
	require.NoError(t, err)
	require.Equal(t, store.Revocation{Serial: "7A", At: at, Reason: "superseded"}, r, "the first revocation stays")
}

// certificateLists checks the order of certificates and revocations (SVC-316, SVC-307).
func certificateLists(t *testing.T, s store.Store) {
	ctx := t.Context()
	first, second := store.Certificate{Serial: "7B", PersonID: "P01", ToldAt: at}, store.Certificate{Serial: "7A", PersonID: "P01", ToldAt: at.Add(1)}
	third := store.Certificate{Serial: "7C", PersonID: "P02", ToldAt: at.Add(1)}
	for _, c := range []store.Certificate{third, second, first, {Serial: "7B", PersonID: "P01", ToldAt: at.AddDate(1, 0, 0)}} {
		require.NoError(t, s.PutCertificate(ctx, c))
	}
	list, err := s.CertificateList(ctx)
	require.NoError(t, err)
	require.Equal(t, []store.Certificate{first, second, third}, list, "a serial that was reported twice keeps its first time")
	for _, serial := range []string{"7C", "99", "7A"} {
		require.NoError(t, s.PutRevocation(ctx, store.Revocation{Serial: serial, At: at, Reason: "superseded"}))
	}
	revocations, err := s.RevocationList(ctx)
	require.NoError(t, err)
	require.Equal(t, []store.Revocation{{Serial: "7A", At: at, Reason: "superseded"}, {Serial: "7C", At: at, Reason: "superseded"}},
		revocations, "99 is not the serial of a stored certificate")
}

// challenges checks that of many callers exactly one consumes a challenge (SVC-290).
func challenges(t *testing.T, s store.Store) {
	ctx := t.Context()
	_, err := s.UseChallenge(ctx, "c", at)
	require.ErrorIs(t, err, store.ErrNotFound)
	nonce := []byte{1, 2, 3}
	require.NoError(t, s.PutChallenge(ctx, store.Challenge{ID: "c", Nonce: nonce, Account: key, IssuedAt: at}))
	nonce[0] = 9
	var won atomic.Int32
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			c, err := s.UseChallenge(context.WithoutCancel(ctx), "c", at)
			if err == nil && c.Nonce[0] == 1 && c.UsedAt.Equal(at) {
				won.Add(1)
			} else if !errors.Is(err, store.ErrUsed) {
				won.Add(100)
			}
		})
	}
	all.Wait()
	require.EqualValues(t, 1, won.Load())
}

func audits(t *testing.T, s store.Store) {
	for i := range 3 {
		require.NoError(t, s.AppendAudit(t.Context(), store.Audit{At: at, FailedStep: i}))
	}
	list, err := s.AuditList(t.Context())
	require.NoError(t, err)
	require.Len(t, list, 3)
	require.Equal(t, 2, list[2].FailedStep)
}

func reset(t *testing.T, s store.Store) {
	ctx := t.Context()
	require.NoError(t, s.PutAccount(ctx, store.Account{Key: key}))
	require.NoError(t, s.AppendAudit(ctx, store.Audit{At: at}))
	_, err := s.CountDraw(ctx, "nonce")
	require.NoError(t, err)
	require.NoError(t, s.Reset(ctx))
	accounts, err := s.AccountList(ctx)
	require.NoError(t, err)
	require.Empty(t, accounts)
	records, err := s.AuditList(ctx)
	require.NoError(t, err)
	require.Empty(t, records)
	n, err := s.CountDraw(ctx, "nonce")
	require.NoError(t, err)
	require.Zero(t, n)
}
