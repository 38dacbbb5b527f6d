package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/store"
)

var userKey = store.UserKey{Portal: "omf", Mail: "minato@clinic.example"}

func facilityNumbers(t *testing.T, s store.Store) {
	ctx := t.Context()
	f := store.Facility{Code: "2804440002", Name: "みなと接骨院", Kind: "judo", Prefecture: "28", Number: "契2804440-0-0",
		Founder: "港　太郎", Phone: "0781234567", PostNumber: "999-0001", Address: "架空県架空市1-1", ManagerBirthdate: "19700401",
		BankAccount: "0123456", OnlineCode: "2812345678", Delegated: true, NotifiedAt: at}
	require.NoError(t, s.PutFacility(ctx, f))
	require.NoError(t, s.PutFacility(ctx, store.Facility{Code: "1"}))
	got, err := s.FacilityByNumber(ctx, f.Number)
	require.NoError(t, err)
	require.Equal(t, f, got)
	_, err = s.FacilityByNumber(ctx, "")
	require.ErrorIs(t, err, store.ErrNotFound, "an empty number finds nothing")
	_, err = s.FacilityByNumber(ctx, "契9999999-0-0")
	require.ErrorIs(t, err, store.ErrNotFound)
}

func accountsOf(t *testing.T, s store.Store) {
	for _, k := range []store.AccountKey{{InstitutionCode: "2", ID: "B"}, {InstitutionCode: "1", ID: "C"}, {InstitutionCode: "2", ID: "A"}} {
		require.NoError(t, s.PutAccount(t.Context(), store.Account{Key: k}))
	}
	list, err := s.AccountsOf(t.Context(), "2")
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, "A", list[0].Key.ID)
	list, err = s.AccountsOf(t.Context(), "3")
	require.NoError(t, err)
	require.Empty(t, list)
}

// fullUser returns a user with a value in every field.
func fullUser() store.User {
	r := store.Registration{At: at, InstitutionCode: "2804440002", Affiliation: "施術所（柔道整復）", FamilyName: "基金", GivenName: "太郎",
		Phone: "01201234567", MailAddress: "Minato@clinic.example", Password: "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA"}
	return store.User{Key: userKey, Current: r, ActivatedAt: at.Add(1), Pending: r, Link: store.DigestOf("link"),
		LinkSentAt: at.Add(2), Tries: store.Tries{Wrong: 3, WrongAt: at.Add(3)}}
}

func users(t *testing.T, s store.Store) {
	ctx := t.Context()
	_, err := s.User(ctx, userKey)
	require.ErrorIs(t, err, store.ErrNotFound)
	boom := errors.New("boom")
	require.ErrorIs(t, s.ChangeUser(ctx, userKey, func(u *store.User) error { u.Wrong = 1; return boom }), boom)
	_, err = s.User(ctx, userKey)
	require.ErrorIs(t, err, store.ErrNotFound, "a failed change adds no user")
	require.NoError(t, s.ChangeUser(ctx, userKey, func(u *store.User) error {
		require.Equal(t, store.User{Key: userKey}, *u, "a new user starts with its key only")
		*u = fullUser()
		return nil
	}))
	require.ErrorIs(t, s.ChangeUser(ctx, userKey, func(u *store.User) error { u.Wrong = 9; return boom }), boom)
	got, err := s.User(ctx, userKey)
	require.NoError(t, err)
	require.Equal(t, fullUser(), got)
	_, err = s.User(ctx, store.UserKey{Portal: "csm", Mail: userKey.Mail})
	require.ErrorIs(t, err, store.ErrNotFound, "each portal has its own users")
}

// userLinks checks that of many callers exactly one can use a link (REG-29, REG-30).
func userLinks(t *testing.T, s store.Store) {
	ctx := context.WithoutCancel(t.Context())
	_, err := s.UserByLink(ctx, store.Digest{})
	require.ErrorIs(t, err, store.ErrNotFound)
	require.NoError(t, s.ChangeUser(ctx, userKey, func(*store.User) error { return nil }))
	_, err = s.UserByLink(ctx, store.Digest{})
	require.ErrorIs(t, err, store.ErrNotFound, "the zero link finds nobody")
	require.NoError(t, s.ChangeUser(ctx, userKey, func(u *store.User) error { *u = fullUser(); return nil }))
	used := errors.New("used")
	var won atomic.Int32
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			err := s.ChangeUser(ctx, userKey, func(u *store.User) error {
				if u.Link == (store.Digest{}) {
					return used
				}
				u.Link = store.Digest{}
				return nil
			})
			if err == nil {
				won.Add(1)
			} else if !errors.Is(err, used) {
				won.Add(100)
			}
		})
	}
	_, err = s.UserByLink(ctx, store.DigestOf("another"))
	require.ErrorIs(t, err, store.ErrNotFound)
	all.Wait()
	require.EqualValues(t, 1, won.Load())
	_, err = s.UserByLink(ctx, store.DigestOf("link"))
	require.ErrorIs(t, err, store.ErrNotFound)
}

func sessions(t *testing.T, s store.Store) {
	ctx := t.Context()
	token := store.DigestOf("session")
	none := func(*store.Session) error { return nil }
	require.ErrorIs(t, s.ChangeSession(ctx, token, none), store.ErrNotFound)
	want := store.Session{Token: token, User: userKey, At: at, SeenAt: at.Add(1)}
	require.NoError(t, s.AddSession(ctx, want))
	require.ErrorIs(t, s.AddSession(ctx, store.Session{Token: token}), store.ErrTaken)
	boom := errors.New("boom")
	require.ErrorIs(t, s.ChangeSession(ctx, token, func(r *store.Session) error { r.EndedAt = at; return boom }), boom)
	got, err := s.Session(ctx, token)
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.NoError(t, s.ChangeSession(ctx, token, func(r *store.Session) error { r.EndedAt = at; return nil }))
	got, err = s.Session(ctx, token)
	require.NoError(t, err)
	require.Equal(t, at, got.EndedAt)
	_, err = s.Session(ctx, store.DigestOf("another"))
	require.ErrorIs(t, err, store.ErrNotFound)
}

func fullApplication(id string) store.Application {
	return store.Application{ID: id, Portal: "omf", Form: "start", InstitutionCode: key.InstitutionCode, Applicant: userKey, At: at,
		Values: map[string]string{"職員数": "2", "empty": ""}, Attachments: []string{"a", "b"}, Accounts: []store.AccountKey{key},
		ReviewedAt: at.AddDate(0, 0, 3), Refusal: "why", Once: id}
}

func applications(t *testing.T, s store.Store) {
	ctx := t.Context()
	want := fullApplication("A2")
	require.NoError(t, s.AddApplication(ctx, want, nil, nil))
	want.Values["職員数"], want.Attachments[0] = "changed outside", "changed outside"
	got, err := s.Application(ctx, "A2")
	require.NoError(t, err)
	require.Equal(t, fullApplication("A2"), got, "rows share no memory with the caller")
	got.Values["職員数"] = "changed outside"

	boom := errors.New("boom")
	require.ErrorIs(t, s.ChangeApplication(ctx, "A2", func(a *store.Application) error { a.Values["職員数"] = "3"; return boom }), boom)
	require.ErrorIs(t, s.ChangeApplication(ctx, "A3", func(*store.Application) error { return nil }), store.ErrNotFound)
	require.NoError(t, s.ChangeApplication(ctx, "A2", func(a *store.Application) error { a.Refusal = ""; return nil }))
	want = fullApplication("A2")
	want.Refusal = ""
	got, err = s.Application(ctx, "A2")
	require.NoError(t, err)
	require.Equal(t, want, got)

	require.NoError(t, s.AddApplication(ctx, store.Application{ID: "A1", InstitutionCode: "other", At: at}, nil, nil))
	require.NoError(t, s.AddApplication(ctx, store.Application{ID: "A0", InstitutionCode: key.InstitutionCode, At: at.Add(time.Second)}, nil, nil))
	all, err := s.ApplicationList(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{"A1", "A2", "A0"}, []string{all[0].ID, all[1].ID, all[2].ID}, "by time, then id")
	own, err := s.ApplicationsOf(ctx, key.InstitutionCode)
	require.NoError(t, err)
	require.Equal(t, []string{"A2", "A0"}, []string{own[0].ID, own[1].ID})
}

// applicationAccounts checks that an application and its accounts are added together or not at all, and that a waiting
// account is issued once.
func applicationAccounts(t *testing.T, s store.Store) {
	ctx := t.Context()
	fresh := store.AccountKey{InstitutionCode: key.InstitutionCode, ID: "W0000002"}
	require.NoError(t, s.PutAccount(ctx, store.Account{Key: key, Password: store.DigestOf("known")}))
	require.NoError(t, s.PutAccountSecret(ctx, store.AccountSecret{Key: key, Password: "known"}))
	accounts := []store.Account{{Key: fresh, Password: store.DigestOf("drawn"), IssuedAt: at}, {Key: key, Password: store.DigestOf("drawn"), IssuedAt: at}}
	secrets := []store.AccountSecret{{Key: fresh, Password: "drawn", ActivationCode: "402871596034"}, {Key: key, Password: "drawn"}}
	require.NoError(t, s.AddApplication(ctx, store.Application{ID: "A1"}, accounts, secrets))
	got, err := s.Account(ctx, key)
	require.NoError(t, err)
	require.Equal(t, store.Account{Key: key, Password: store.DigestOf("known"), IssuedAt: at}, got)
	secret, err := s.AccountSecret(ctx, key)
	require.NoError(t, err)
	require.Equal(t, "known", secret.Password)
	secret, err = s.AccountSecret(ctx, fresh)
	require.NoError(t, err)
	require.Equal(t, secrets[0], secret)

	another := store.AccountKey{InstitutionCode: key.InstitutionCode, ID: "W0000003"}
	require.ErrorIs(t, s.AddApplication(ctx, store.Application{ID: "A2"}, []store.Account{{Key: another}, {Key: key}},
		[]store.AccountSecret{{Key: another}}), store.ErrTaken)
	_, err = s.Account(ctx, another)
	require.ErrorIs(t, err, store.ErrNotFound, "all or nothing")
	_, err = s.AccountSecret(ctx, another)
	require.ErrorIs(t, err, store.ErrNotFound)
	_, err = s.Application(ctx, "A2")
	require.ErrorIs(t, err, store.ErrNotFound)
	require.NoError(t, s.PutAccount(ctx, store.Account{Key: another, CancelledAt: at}))
	require.ErrorIs(t, s.AddApplication(ctx, store.Application{ID: "A2"}, []store.Account{{Key: another}}, nil), store.ErrTaken,
		"a cancelled account doesn't wait for its issue")
}

// singleApplications checks that of many applications with one Once exactly one is added (SVC-207).
func singleApplications(t *testing.T, s store.Store) {
	ctx := context.WithoutCancel(t.Context())
	var won atomic.Int32
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			err := s.AddApplication(ctx, store.Application{ID: fmt.Sprint("A", i), At: at, Once: "grant"}, nil, nil)
			if err == nil {
				won.Add(1)
			} else if !errors.Is(err, store.ErrTaken) {
				won.Add(100)
			}
		})
	}
	all.Wait()
	require.EqualValues(t, 1, won.Load())
	list, err := s.ApplicationList(ctx)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.ErrorIs(t, s.AddApplication(ctx, store.Application{ID: list[0].ID}, nil, nil), store.ErrTaken, "ids are unique")
	require.NoError(t, s.ChangeApplication(ctx, list[0].ID, func(a *store.Application) error { a.Once = ""; return nil }))
	require.NoError(t, s.AddApplication(ctx, store.Application{ID: "B", Once: "grant"}, nil, nil), "Once is free again")
	require.ErrorIs(t, s.ChangeApplication(ctx, list[0].ID, func(a *store.Application) error { a.Once = "grant"; return nil }), store.ErrTaken)
	require.NoError(t, s.AddApplication(ctx, store.Application{ID: "C"}, nil, nil))
	require.NoError(t, s.AddApplication(ctx, store.Application{ID: "D"}, nil, nil), "an empty Once limits nothing")
}

func accountSecrets(t *testing.T, s store.Store) {
	_, err := s.AccountSecret(t.Context(), key)
	require.ErrorIs(t, err, store.ErrNotFound)
	for _, password := range []string{"old", "new"} {
		want := store.AccountSecret{Key: key, Password: password, ActivationCode: "402871596034"}
		require.NoError(t, s.PutAccountSecret(t.Context(), want))
		got, err := s.AccountSecret(t.Context(), key)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func attachments(t *testing.T, s store.Store) {
	want := store.Attachment{ID: "f", Portal: "omf", InstitutionCode: "1", Name: "通知書.pdf", Kind: "pdf", Size: 100 << 20,
		Content: store.DigestOf("bytes"), At: at}
	_, err := s.Attachment(t.Context(), "f")
	require.ErrorIs(t, err, store.ErrNotFound)
	require.NoError(t, s.AddAttachment(t.Context(), want))
	require.ErrorIs(t, s.AddAttachment(t.Context(), store.Attachment{ID: "f"}), store.ErrTaken)
	got, err := s.Attachment(t.Context(), "f")
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func mails(t *testing.T, s store.Store) {
	var want []store.Mail
	for i := range 3 {
		m := store.Mail{Portal: "omf", To: userKey.Mail, At: at.Add(-time.Duration(i)), Name: "activation", Subject: fmt.Sprint(i), Text: "a\nb"}
		want = append(want, m)
		require.NoError(t, s.AppendMail(t.Context(), m))
	}
	got, err := s.MailList(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, got, "in the order of writing")
}

func colocations(t *testing.T, s store.Store) {
	ctx := t.Context()
	boom := errors.New("boom")
	require.ErrorIs(t, s.ChangeColocation(ctx, "2", func(*store.Colocation) error { return boom }), boom)
	list, err := s.ColocationList(ctx)
	require.NoError(t, err)
	require.Empty(t, list)
	for _, code := range []string{"2", "1"} {
		require.NoError(t, s.ChangeColocation(ctx, code, func(c *store.Colocation) error {
			require.Equal(t, store.Colocation{Subordinate: code}, *c)
			c.Main, c.DeclaredAt, c.CancelledAt = "9", at, at.Add(1)
			return nil
		}))
	}
	list, err = s.ColocationList(ctx)
	require.NoError(t, err)
	require.Equal(t, []store.Colocation{{Subordinate: "1", Main: "9", DeclaredAt: at, CancelledAt: at.Add(1)},
		{Subordinate: "2", Main: "9", DeclaredAt: at, CancelledAt: at.Add(1)}}, list)
}

func attempts(t *testing.T, s store.Store) {
	ctx := context.WithoutCancel(t.Context())
	var sum atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			n, err := s.CountAttempt(ctx, "login", "127.0.0.1", at, at.Add(-time.Minute))
			if err == nil {
				sum.Add(int64(n))
			}
		})
	}
	all.Wait()
	require.EqualValues(t, 36, sum.Load(), "each caller gets a different number: 1 + … + 8")
	for _, other := range [][2]string{{"login", "127.0.0.2"}, {"registration", "127.0.0.1"}} {
		n, err := s.CountAttempt(ctx, other[0], other[1], at, at.Add(-time.Minute))
		require.NoError(t, err)
		require.Equal(t, 1, n)
	}
	n, err := s.CountAttempt(ctx, "login", "127.0.0.1", at.Add(time.Minute), at)
	require.NoError(t, err)
	require.Equal(t, 1, n, "attempts at exactly since are deleted")
}

// wrongTries returns how many wrong passwords are counted for a user. It changes nothing.
func wrongTries(t *testing.T, s store.Store, key store.UserKey) int {
	looked := errors.New("looked")
	wrong := 0
	require.ErrorIs(t, s.ChangeTries(t.Context(), key, func(r *store.Tries) error { wrong = r.Wrong; return looked }), looked)
	return wrong
}

// tries checks that wrong passwords are counted for users and for addresses that no user has, and that counting adds no user.
// A user that is added later starts with the count. A user keeps its count; other counts are kept until they are swept.
func tries(t *testing.T, s store.Store) {
	ctx := t.Context()
	other, third := store.UserKey{Portal: "csm", Mail: userKey.Mail}, store.UserKey{Portal: "omf", Mail: "nobody@clinic.example"}
	try := func(key store.UserKey, at time.Time) {
		require.NoError(t, s.ChangeTries(ctx, key, func(r *store.Tries) error { r.Wrong++; r.WrongAt = at; return nil }))
	}
	counted := func() []int {
		return []int{wrongTries(t, s, userKey), wrongTries(t, s, other), wrongTries(t, s, third)}
	}
	try(userKey, at)
	try(userKey, at)
	try(other, at)
	try(third, at.Add(time.Second))
	require.Equal(t, []int{2, 1, 1}, counted())
	for _, key := range []store.UserKey{userKey, other, third} {
		_, err := s.User(ctx, key)
		require.ErrorIs(t, err, store.ErrNotFound)
	}
	require.NoError(t, s.ChangeUser(ctx, userKey, func(u *store.User) error {
		require.Equal(t, store.User{Key: userKey, Tries: store.Tries{Wrong: 2, WrongAt: at}}, *u)
		return nil
	}))
	try(userKey, at)
	require.NoError(t, s.SweepTries(ctx, at))
	require.Equal(t, []int{3, 0, 1}, counted(), "counts at exactly since are deleted, but never those of users")
	got, err := s.User(ctx, userKey)
	require.NoError(t, err)
	require.Equal(t, 3, got.Wrong)
	require.NoError(t, s.SweepTries(ctx, at.Add(time.Second)))
	require.Equal(t, []int{3, 0, 0}, counted())
}

func portalReset(t *testing.T, s store.Store) {
	ctx := t.Context()
	require.NoError(t, s.ChangeUser(ctx, userKey, func(*store.User) error { return nil }))
	require.NoError(t, s.AddSession(ctx, store.Session{Token: store.DigestOf("s")}))
	require.NoError(t, s.AddApplication(ctx, fullApplication("A"), nil, nil))
	require.NoError(t, s.PutAccountSecret(ctx, store.AccountSecret{Key: key}))
	require.NoError(t, s.AddAttachment(ctx, store.Attachment{ID: "f"}))
	require.NoError(t, s.AppendMail(ctx, store.Mail{}))
	require.NoError(t, s.ChangeColocation(ctx, "1", func(*store.Colocation) error { return nil }))
	_, err := s.CountAttempt(ctx, "login", "who", at, at)
	require.NoError(t, err)
	stranger := store.UserKey{Portal: "omf", Mail: "nobody@clinic.example"}
	require.NoError(t, s.ChangeTries(ctx, stranger, func(r *store.Tries) error { r.Wrong, r.WrongAt = 1, at; return nil }))
	require.NoError(t, s.Reset(ctx))
	require.Zero(t, wrongTries(t, s, stranger))
	_, err = s.User(ctx, userKey)
	require.ErrorIs(t, err, store.ErrNotFound)
	require.NoError(t, s.AddSession(ctx, store.Session{Token: store.DigestOf("s")}))
	require.NoError(t, s.AddApplication(ctx, fullApplication("A"), nil, nil))
	_, err = s.AccountSecret(ctx, key)
	require.ErrorIs(t, err, store.ErrNotFound)
	require.NoError(t, s.AddAttachment(ctx, store.Attachment{ID: "f"}))
	sent, err := s.MailList(ctx)
	require.NoError(t, err)
	require.Empty(t, sent)
	list, err := s.ColocationList(ctx)
	require.NoError(t, err)
	require.Empty(t, list)
	n, err := s.CountAttempt(ctx, "login", "who", at.Add(-time.Minute), at.Add(-time.Hour))
	require.NoError(t, err)
	require.Equal(t, 1, n)
}
