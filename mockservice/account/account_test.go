package account_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

var (
	start = time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)
	key   = store.AccountKey{InstitutionCode: "2800001234", ID: "W0000001"}
)

func entries() wire.RegistrationRequest {
	return wire.RegistrationRequest{InstitutionCode: key.InstitutionCode, AccountID: key.ID, Password: "Minato-Test-01",
		ActivationCode: "402871596034", Platform: "windows"}
}

// put returns a registry, and its store, with one account that has the facts of a.
func put(t require.TestingT, a store.Account) (*account.Registry, *store.Memory) {
	rows := store.NewMemory()
	a.Key, a.Password, a.ActivationCode = key, store.DigestOf("Minato-Test-01"), store.DigestOf("402871596034")
	require.NoError(t, rows.PutFacility(context.Background(), store.Facility{Code: key.InstitutionCode, Name: "みなと接骨院"}))
	require.NoError(t, rows.PutAccount(context.Background(), a))
	return account.New(rows, account.DefaultRules()), rows
}

func refused(t require.TestingT, err error, code wire.Code) {
	var p wire.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, wire.ProblemFor(code, ""), p)
}

func state(t require.TestingT, d *account.Registry, rows *store.Memory, now time.Time) account.State {
	a, err := rows.Account(context.Background(), key)
	require.NoError(t, err)
	s, err := d.State(a, now)
	require.NoError(t, err)
	return s
}

// facts returns, for each state, an account that is in this state at the time start.
func facts() map[account.State]store.Account {
	before := start.Add(-24 * time.Hour)
	device := store.DigestOf("token")
	return map[account.State]store.Account{
		account.Applied:   {},
		account.Issued:    {IssuedAt: before},
		account.Bound:     {IssuedAt: before, BoundAt: before, Device: device},
		account.Cooldown:  {IssuedAt: before, BoundAt: before, DeregisteredAt: start.Add(-time.Minute)},
		account.Orphaned:  {IssuedAt: before, BoundAt: before, Device: device, LostAt: before},
		account.Cancelled: {IssuedAt: before, BoundAt: before, Device: device, CancelledAt: before},
	}
}

func TestLifecycleIsTotal(t *testing.T) {
	type cell struct {
		state account.State
		event account.Event
	}
	count := map[cell]int{}
	for _, row := range account.DefaultLifecycle() {
		count[cell{row.From, row.Event}]++
		require.NotEmpty(t, row.Source, "%s %s", row.From, row.Event)
	}
	for _, s := range account.States() {
		for _, e := range account.Events() {
			require.Equal(t, 1, count[cell{s, e}], "%s %s", s, e)
		}
	}
	require.Len(t, count, len(account.States())*len(account.Events()))
}

func TestLifecycleIsReachable(t *testing.T) {
	reached := map[account.State]bool{account.Applied: true}
	for range account.States() {
		for _, row := range account.DefaultLifecycle() {
			if reached[row.From] {
				reached[row.To] = true
			}
		}
	}
	require.Len(t, reached, len(account.States()))
	t.Run("SVC-128 nothing leaves CANCELLED", func(t *testing.T) {
		for _, row := range account.DefaultLifecycle() {
			if row.From == account.Cancelled {
				require.Equal(t, account.Cancelled, row.To)
				require.Equal(t, account.NoFact, row.Fact)
			}
		}
	})
	t.Run("SVC-125 only cancellation leaves ORPHANED (SVC-126)", func(t *testing.T) {
		for _, row := range account.DefaultLifecycle() {
			if row.From == account.Orphaned && row.Event != account.Cancel {
				require.Equal(t, account.Orphaned, row.To)
			}
		}
	})
}

// After each row's event the state that is derived from the facts is the row's To, so table and derivation agree.
func TestEachRowHappens(t *testing.T) {
	for _, row := range account.DefaultLifecycle() {
		if row.Event == account.TimeOver {
			continue
		}
		t.Run(fmt.Sprintf("%s %s (%s)", row.From, row.Event, row.Source), func(t *testing.T) {
			d, rows := put(t, facts()[row.From])
			require.Equal(t, row.From, state(t, d, rows, start))
			err := trigger(t.Context(), d, row.Event)
			require.Equal(t, row.To, state(t, d, rows, start))
			switch {
			case row.Refusal == "":
				require.NoError(t, err)
			default:
				refused(t, err, row.Refusal)
			}
		})
	}
}

func trigger(ctx context.Context, d *account.Registry, e account.Event) error {
	switch e {
	case account.Register:
		_, err := d.Register(ctx, entries(), "new token", start)
		return err
	case account.Deregister:
		return d.Deregister(ctx, key, start)
	case account.Use:
		_, err := d.Authenticate(ctx, "token", start)
		return err
	default:
		return d.Decide(ctx, key, e, start)
	}
}

func TestCooldown(t *testing.T) {
	for _, c := range []struct {
		name  string
		after time.Duration
		state account.State
	}{
		{"SVC-120 SVC-122 at once", 0, account.Cooldown},
		{"SVC-122 59 minutes", 59 * time.Minute, account.Cooldown},
		{"SVC-124 one second short", time.Hour - time.Second, account.Cooldown},
		{"SVC-123 SVC-124 60 minutes", time.Hour, account.Issued},
		{"SVC-123 61 minutes", 61 * time.Minute, account.Issued},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, rows := put(t, facts()[account.Bound])
			require.NoError(t, d.Deregister(t.Context(), key, start))
			now := start.Add(c.after)
			require.Equal(t, c.state, state(t, d, rows, now))
			_, err := d.Register(t.Context(), entries(), "second", now)
			if c.state == account.Cooldown {
				refused(t, err, wire.CodeAccountMismatch)
				require.Equal(t, account.Cooldown, state(t, d, rows, now), "a failed attempt does not prolong the cooldown")
				return
			}
			require.NoError(t, err)
			require.Equal(t, account.Bound, state(t, d, rows, now))
			_, err = d.Authenticate(t.Context(), "second", now)
			require.NoError(t, err)
			_, err = d.Authenticate(t.Context(), "token", now)
			refused(t, err, wire.CodeTerminalUnknown)
		})
	}
	t.Run("SVC-124 is a switch", func(t *testing.T) {
		rules := account.DefaultRules()
		rules.Cooldown = time.Minute
		s, err := rules.State(facts()[account.Cooldown], start)
		require.NoError(t, err)
		require.Equal(t, account.Issued, s)
	})
}

func TestRegistrationTellsNothing(t *testing.T) {
	wrong := map[string]func(*wire.RegistrationRequest){
		"institution code": func(r *wire.RegistrationRequest) { r.InstitutionCode = "2800001235" },
		"account id":       func(r *wire.RegistrationRequest) { r.AccountID = "W0000009" },
		"password":         func(r *wire.RegistrationRequest) { r.Password += " " },
		"activation code":  func(r *wire.RegistrationRequest) { r.ActivationCode = "4028-7159-6034" },
		"everything empty": func(r *wire.RegistrationRequest) { *r = wire.RegistrationRequest{Platform: "ios"} },
	}
	for name, edit := range wrong {
		t.Run("SVC-129 wrong "+name, func(t *testing.T) {
			for s, a := range facts() {
				d, rows := put(t, a)
				r := entries()
				edit(&r)
				_, err := d.Register(t.Context(), r, "new token", start)
				refused(t, err, wire.CodeAccountMismatch)
				require.Equal(t, s, state(t, d, rows, start), "wrong entries change no state")
				records, err := rows.AuditList(t.Context())
				require.NoError(t, err)
				require.Len(t, records, 1)
				require.Equal(t, string(wire.CodeAccountMismatch), records[0].Result)
				require.Contains(t, []string{"", key.InstitutionCode}, records[0].Account.InstitutionCode)
				require.Contains(t, []string{"", key.ID}, records[0].Account.ID, "what was typed is not recorded")
			}
		})
	}
	t.Run("SVC-129 the sentence of seed 000 Q9", func(t *testing.T) {
		require.Equal(t, "機関コード、ID、パスワード、アクティベーションコードが異なります。",
			wire.ProblemFor(wire.CodeAccountMismatch, "").MessageJA)
	})
	t.Run("an unknown platform is a malformed request", func(t *testing.T) {
		d, _ := put(t, facts()[account.Issued])
		r := entries()
		r.Platform = "plan9"
		_, err := d.Register(t.Context(), r, "t", start)
		var p wire.Problem
		require.ErrorAs(t, err, &p)
		require.Equal(t, wire.CodeBadRequest, p.Code)
	})
}

func TestOneDeviceWins(t *testing.T) {
	d, rows := put(t, facts()[account.Issued])
	var wins, losses int
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			_, err := d.Register(t.Context(), entries(), fmt.Sprint("token", i), start)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				wins++
			} else {
				losses++
			}
		})
	}
	all.Wait()
	require.Equal(t, 1, wins, "SVC-119")
	require.Equal(t, 7, losses)
	require.Equal(t, account.Orphaned, state(t, d, rows, start), "SVC-121")
}

// After any sequence of events, an account that was orphaned stays so or is cancelled (SVC-125), and a cancelled one stays
// cancelled (SVC-128).
func TestNothingHeals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, rows := put(t, store.Account{})
		now := start
		former := account.Applied
		for range rapid.IntRange(1, 30).Draw(t, "length") {
			now = now.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "minutes")) * time.Minute)
			switch e := rapid.SampledFrom(account.Events()).Draw(t, "event"); e {
			case account.Register:
				_, _ = d.Register(context.Background(), entries(), "token", now)
			case account.Deregister:
				_ = d.Deregister(context.Background(), key, now)
			case account.Use:
				_, _ = d.Authenticate(context.Background(), "token", now)
			case account.Issue, account.Cancel:
				_ = d.Decide(context.Background(), key, e, now)
			}
			s := state(t, d, rows, now)
			if former == account.Cancelled || former == account.Orphaned {
				require.Contains(t, []account.State{former, account.Cancelled}, s)
			}
			former = s
		}
	})
}

func TestMissingRowIsAnError(t *testing.T) {
	rows := store.NewMemory()
	require.NoError(t, rows.PutAccount(t.Context(), store.Account{Key: key}))
	err := account.New(rows, account.Rules{}).Decide(t.Context(), key, account.Issue, start)
	require.ErrorContains(t, err, "no row for issue in state applied")
	require.ErrorContains(t, account.New(rows, account.Rules{}).Decide(t.Context(), key, account.Use, start), "must be issue or cancel")
}
