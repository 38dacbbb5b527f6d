package store_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/store"
)

// operation is one call of a store with fixed arguments. It returns the results of the call.
type operation func(ctx context.Context, s store.Store) (any, error)

// dice draws the arguments of operations. There are only a few keys, so that operations often hit the same row; some of them
// are hard to store.
type dice struct{ *rapid.T }

func (d dice) key(name string) string {
	return rapid.SampledFrom([]string{"1", "2", "みなと", "\x00", `\x00`, "", strings.Repeat("長", 1000)}).Draw(d.T, name)
}

func (d dice) text(name string) string { return rapid.StringN(0, 8, -1).Draw(d.T, name) }

func (d dice) digest(name string) store.Digest {
	return rapid.SampledFrom([]store.Digest{{}, store.DigestOf("a"), store.DigestOf("b")}).Draw(d.T, name)
}

func (d dice) time(name string) time.Time {
	return rapid.SampledFrom([]time.Time{{}, at, at.Add(1), at.AddDate(-100, 0, 0), at.AddDate(7000, 0, 0)}).Draw(d.T, name)
}

func (d dice) account() store.AccountKey {
	return store.AccountKey{InstitutionCode: d.key("institution"), ID: d.key("account")}
}

func (d dice) user() store.UserKey {
	return store.UserKey{Portal: d.key("portal"), Mail: d.key("mail")}
}

// outcome is the result of a change function. It may be an error after the row was edited; the edit must then have no effect.
func (d dice) outcome() error {
	return rapid.SampledFrom([]error{nil, nil, nil, errRefused}).Draw(d.T, "outcome")
}

var errRefused = errors.New("refused")

// agreesWithMemory runs the same random operations on a database and on the store in memory, and compares the results.
func agreesWithMemory(t *testing.T, o opener) {
	s := o.open(t)
	ctx := t.Context()
	rapid.Check(t, func(r *rapid.T) {
		model := store.NewMemory()
		require.NoError(r, s.Reset(ctx))
		step := func(do operation) {
			want, wantErr := do(ctx, model)
			got, err := do(ctx, s)
			require.Equal(r, wantErr, err)
			require.Equal(r, nilIfEmpty(want), nilIfEmpty(got))
		}
		actions := map[string]func(*rapid.T){}
		for name, draw := range operations() {
			actions[name] = func(r *rapid.T) { step(draw(dice{r})) }
		}
		r.Repeat(actions)
		for _, list := range lists() {
			step(list)
		}
	})
}

// nilIfEmpty replaces an empty list by nil, so that the two compare equal.
func nilIfEmpty(answer any) any {
	if v := reflect.ValueOf(answer); v.Kind() == reflect.Slice && v.Len() == 0 {
		return nil
	}
	return answer
}

// withoutResult makes an operation without results, except for its error.
func withoutResult(do func(ctx context.Context, s store.Store) error) operation {
	return func(ctx context.Context, s store.Store) (any, error) { return nil, do(ctx, s) }
}

// lists are the operations that read all rows of a kind.
func lists() []operation {
	return []operation{
		func(ctx context.Context, s store.Store) (any, error) { return s.Setup(ctx) },
		func(ctx context.Context, s store.Store) (any, error) { return s.AccountList(ctx) },
		func(ctx context.Context, s store.Store) (any, error) { return s.CertificateList(ctx) },
		func(ctx context.Context, s store.Store) (any, error) { return s.RevocationList(ctx) },
		func(ctx context.Context, s store.Store) (any, error) { return s.AuditList(ctx) },
		func(ctx context.Context, s store.Store) (any, error) { return s.ApplicationList(ctx) },
		func(ctx context.Context, s store.Store) (any, error) { return s.MailList(ctx) },
		func(ctx context.Context, s store.Store) (any, error) { return s.ColocationList(ctx) },
	}
}
