package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/store"
)

// race is something that many callers try at once and only one of them may succeed with.
type race struct {
	name string
	// ready prepares the store, try is one caller's attempt, lost is the error of those who don't succeed.
	ready func(s store.Store) error
	try   func(s store.Store, caller int) error
	lost  error
}

// errTooLate is returned by a caller who sees that another one was first.
var errTooLate = errors.New("too late")

// races are the things that may be given to one caller only.
func races(t *testing.T) []race {
	ctx := t.Context()
	nothing := func(store.Store) error { return nil }
	waiting := []store.AccountKey{{InstitutionCode: "1", ID: "A"}, {InstitutionCode: "1", ID: "B"}}
	return []race{
		{"SVC-290 a challenge", func(s store.Store) error { return s.PutChallenge(ctx, store.Challenge{ID: "c", Account: key}) },
			func(s store.Store, _ int) error { _, err := s.UseChallenge(ctx, "c", at); return err }, store.ErrUsed},
		{"SVC-119 a binding", func(s store.Store) error { return s.PutAccount(ctx, store.Account{Key: key, IssuedAt: at}) },
			func(s store.Store, caller int) error {
				return s.ChangeAccount(ctx, key, func(a *store.Account) error {
					if !a.BoundAt.IsZero() {
						return errTooLate
					}
					a.BoundAt, a.Device = at, store.DigestOf(fmt.Sprint(caller))
					return nil
				})
			}, errTooLate},
		{"REG-29 a link", func(s store.Store) error {
			return s.ChangeUser(ctx, userKey, func(u *store.User) error { *u = fullUser(); return nil })
		}, func(s store.Store, _ int) error {
			return s.ChangeUser(ctx, userKey, func(u *store.User) error {
				if u.Link == (store.Digest{}) {
					return errTooLate
				}
				u.Link, u.ActivatedAt = store.Digest{}, at
				return nil
			})
		}, errTooLate},
		{"a first registration", nothing, func(s store.Store, caller int) error {
			return s.ChangeUser(ctx, userKey, func(u *store.User) error {
				if u.Wrong > 0 {
					return errTooLate
				}
				u.Wrong = 1 + caller
				return nil
			})
		}, errTooLate},
		{"SVC-207 a grant", nothing, func(s store.Store, caller int) error {
			return s.AddApplication(ctx, store.Application{ID: fmt.Sprint(caller), Once: "grant"}, nil, nil)
		}, store.ErrTaken},
		{"accounts that wait", func(s store.Store) error {
			return errors.Join(s.PutAccount(ctx, store.Account{Key: waiting[0]}), s.PutAccount(ctx, store.Account{Key: waiting[1]}))
		}, func(s store.Store, caller int) error {
			accounts := []store.Account{{Key: waiting[0], IssuedAt: at}, {Key: waiting[1], IssuedAt: at}}
			if caller%2 == 1 {
				slices.Reverse(accounts)
			}
			return s.AddApplication(ctx, store.Application{ID: fmt.Sprint(caller)}, accounts, nil)
		}, store.ErrTaken},
		{"an account that is new", nothing, func(s store.Store, caller int) error {
			return s.AddApplication(ctx, store.Application{ID: fmt.Sprint(caller)}, []store.Account{{Key: key, IssuedAt: at}}, nil)
		}, store.ErrTaken},
		{"a session's token", nothing, func(s store.Store, caller int) error {
			return s.AddSession(ctx, store.Session{Token: store.DigestOf("t"), SeenAt: at.Add(time.Duration(caller))})
		}, store.ErrTaken},
		{"an attachment's id", nothing, func(s store.Store, caller int) error {
			return s.AddAttachment(ctx, store.Attachment{ID: "f", Size: int64(caller)})
		}, store.ErrTaken},
	}
}

// callers is how many callers try at once, alternating between the replicas. 16 is our choice: enough to collide in practice,
// and as many as one replica has connections to PostgreSQL.
const callers = 16

// replicas lets callers do something at once, each at one of two replicas of one database, and collects their errors.
func replicas(t *testing.T, o opener, try func(s store.Store, caller int) error) []error {
	stores := []store.Store{o.reopen(t), o.reopen(t)}
	outcomes := make([]error, callers)
	var all sync.WaitGroup
	for i := range callers {
		all.Go(func() { outcomes[i] = try(stores[i%len(stores)], i) })
	}
	all.Wait()
	return outcomes
}

// onlyOneWins checks that two replicas never give twice what may be given once.
func onlyOneWins(t *testing.T, o opener) {
	s := o.open(t)
	for _, r := range races(t) {
		t.Run(r.name, func(t *testing.T) {
			require.NoError(t, s.Reset(t.Context()))
			require.NoError(t, r.ready(s))
			won := 0
			for _, err := range replicas(t, o, r.try) {
				if err == nil {
					won++
					continue
				}
				require.ErrorIs(t, err, r.lost)
			}
			require.Equal(t, 1, won)
		})
	}
}

// nothingIsLost checks that every one of many simultaneous changes has its effect, and that no number is drawn twice.
func nothingIsLost(t *testing.T, o opener) {
	ctx := t.Context()
	s := o.open(t)
	numbers := make([]int, callers)
	for _, err := range replicas(t, o, func(s store.Store, caller int) error {
		n, err := s.CountDraw(ctx, "nonce")
		numbers[caller] = int(n)
		return errors.Join(err,
			s.ChangeSetup(ctx, func(r *store.Setup) error { r.Seed++; return nil }),
			s.AppendAudit(ctx, store.Audit{FailedStep: caller}),
			s.AppendMail(ctx, store.Mail{Subject: fmt.Sprint(caller)}),
			s.PutRevocation(ctx, store.Revocation{Serial: "7A", Reason: fmt.Sprint(caller)}),
			s.PutAccount(ctx, store.Account{Key: key, Password: store.DigestOf(fmt.Sprint(caller))}),
			s.ChangeTries(ctx, userKey, func(t *store.Tries) error { t.Wrong++; t.WrongAt = at; return nil }),
			s.SweepTries(ctx, at.Add(-1)),
			s.ChangeColocation(ctx, "1", func(c *store.Colocation) error { c.Main += "x"; return nil }))
	}) {
		require.NoError(t, err)
	}
	slices.Sort(numbers)
	for i, n := range numbers {
		require.Equal(t, i, n)
	}
	setup, err := s.Setup(ctx)
	require.NoError(t, err)
	require.EqualValues(t, callers, setup.Seed)
	audits, err := s.AuditList(ctx)
	require.NoError(t, err)
	require.Len(t, audits, callers)
	mails, err := s.MailList(ctx)
	require.NoError(t, err)
	require.Len(t, mails, callers)
	colocations, err := s.ColocationList(ctx)
	require.NoError(t, err)
	require.Len(t, colocations[0].Main, callers)
	require.Equal(t, callers, wrongTries(t, s, userKey))
}
