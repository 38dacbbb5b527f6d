package store_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/ci/postgres"
	"github.com/mynalab/mynalab/mockservice/store"
)

// engines are the two ways in which changes are kept; the second one is PostgreSQL's.
func engines() map[string]func(context.Context, string, func(driver.Connector) driver.Connector) (*store.SQL, error) {
	return map[string]func(context.Context, string, func(driver.Connector) driver.Connector) (*store.SQL, error){
		"shared transactions": store.OpenSQLite, "a transaction each": store.OpenInTransactions,
	}
}

// changes are some that a caller may be told something else of than that they failed, if nobody takes care.
func changes(t *testing.T, s store.Store) map[string]error {
	t.Helper()
	ctx := t.Context()
	_, used := s.UseChallenge(ctx, "c", at)
	_, drawn := s.CountDraw(ctx, "nonce")
	return map[string]error{
		"PutPerson":     s.PutPerson(ctx, store.Person{ID: "P02"}),
		"UseChallenge":  used,
		"CountDraw":     drawn,
		"ChangeSetup":   s.ChangeSetup(ctx, func(r *store.Setup) error { r.Seed++; return nil }),
		"AddSession":    s.AddSession(ctx, store.Session{Token: store.DigestOf("t"), At: at}),
		"AddAttachment": s.AddAttachment(ctx, store.Attachment{ID: "f"}),
	}
}

// failed demands of an error that it tells file, cause and next move in one line, and nothing about rows.
func failed(t *testing.T, err error, where string) {
	t.Helper()
	require.Error(t, err)
	for _, domain := range []error{store.ErrNotFound, store.ErrUsed, store.ErrTaken} {
		require.NotErrorIs(t, err, domain)
	}
	require.NotContains(t, err.Error(), "\n")
	require.Contains(t, err.Error(), where+": ")
	require.Regexp(t, "; (make room for it, and see that it can be read and written|see that its server runs and has room)$", err.Error())
}

// TestBrokenDatabase has statements fail. While it lasts every change is told to have failed, and nothing else; once it is
// over everything works, on the same connections; what was kept before is there, and of the failed changes nothing.
func TestBrokenDatabase(t *testing.T) {
	for name, open := range engines() {
		for _, words := range [][]string{
			{"begin"}, {"insert", "update"}, {"select", "insert", "update"}, {"savepoint"}, {"release"}, {"commit"}, {"commit", "rollback"},
			{"insert", "update", "rollback"}, {"insert", "update", "rollback to"}, {"begin", "savepoint", "insert", "update", "select", "release", "commit", "rollback"},
		} {
			if name == "a transaction each" && (words[0] == "savepoint" || words[0] == "release") {
				continue // it has none
			}
			t.Run(name+"/"+words[0], func(t *testing.T) {
				broken := &brokenDriver{}
				file := filepath.Join(t.TempDir(), "rows.db")
				s, err := open(t.Context(), file, broken.through)
				require.NoError(t, err)
				defer s.Close()
				require.NoError(t, s.PutPerson(t.Context(), store.Person{ID: "P01", Registered: true}))
				require.NoError(t, s.PutChallenge(t.Context(), store.Challenge{ID: "c", Account: key}))

				broken.breaks(errBroken, false, words...)
				for range 2 {
					for what, err := range changes(t, s) {
						t.Run(what, func(t *testing.T) {
							failed(t, err, file)
							require.ErrorIs(t, err, errBroken)
						})
					}
				}
				broken.heals()
				for what, err := range changes(t, s) {
					require.NoError(t, err, what)
				}
				again, err := store.Open(t.Context(), "sqlite:"+file)
				require.NoError(t, err)
				defer again.Close()
				for _, s := range []store.Store{s, again} {
					kept, err := s.Person(t.Context(), "P01")
					require.NoError(t, err)
					require.True(t, kept.Registered)
					setup, err := s.Setup(t.Context())
					require.NoError(t, err)
					require.EqualValues(t, 1, setup.Seed, "of the failed ones nothing")
				}
				n, err := again.CountDraw(t.Context(), "nonce")
				require.NoError(t, err)
				require.EqualValues(t, 1, n)
			})
		}
	}
}

// TestBrokenRead: who can't be read is not told to be missing.
func TestBrokenRead(t *testing.T) {
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			broken := &brokenDriver{}
			file := filepath.Join(t.TempDir(), "rows.db")
			s, err := open(t.Context(), file, broken.through)
			require.NoError(t, err)
			defer s.Close()
			require.NoError(t, s.PutPerson(t.Context(), store.Person{ID: "P01"}))
			broken.breaks(errBroken, false, "select")
			_, one := s.Person(t.Context(), "P01")
			_, list := s.AuditList(t.Context())
			for _, err := range []error{one, list} {
				failed(t, err, file)
			}
			broken.heals()
			_, err = s.Person(t.Context(), "P01")
			require.NoError(t, err)
		})
	}
}

// TestALostAnswer: the commit is carried out and nobody hears of it. The change is told to have failed and may be there,
// as a whole.
func TestALostAnswer(t *testing.T) {
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			broken := &brokenDriver{}
			file := filepath.Join(t.TempDir(), "rows.db")
			s, err := open(t.Context(), file, broken.through)
			require.NoError(t, err)
			defer s.Close()
			broken.breaks(errBroken, true, "commit")
			failed(t, s.ChangeSetup(t.Context(), func(r *store.Setup) error { r.Seed, r.Now = 7, at; return nil }), file)
			broken.heals()
			setup, err := s.Setup(t.Context())
			require.NoError(t, err)
			require.Contains(t, []store.Setup{{}, {Seed: 7, Now: at}}, setup)
			require.NoError(t, s.ChangeSetup(t.Context(), func(r *store.Setup) error { r.Seed = 8; return nil }))
		})
	}
}

// TestABrokenOpening: a database that can't be reached is told by its file, and can be opened once it is whole.
func TestABrokenOpening(t *testing.T) {
	for _, words := range []string{"connect", "begin", "create", "insert", "commit"} {
		t.Run(words, func(t *testing.T) {
			broken := &brokenDriver{}
			file := filepath.Join(t.TempDir(), "rows.db")
			broken.breaks(errBroken, false, words, "CREATE", "INSERT")
			s, err := store.OpenSQLite(t.Context(), file, broken.through)
			require.ErrorIs(t, err, errBroken)
			require.Nil(t, s)
			broken.heals()
			s, err = store.OpenSQLite(t.Context(), file, broken.through)
			require.NoError(t, err)
			require.NoError(t, s.PutPerson(t.Context(), store.Person{ID: "P01"}))
			require.NoError(t, s.Close())
		})
	}
}

// TestTheServerGoes: while there is none every change is told to have failed, without the URL; once it is back everything
// works, without opening anew, and what was answered is there.
func TestTheServerGoes(t *testing.T) {
	cluster := postgres.Start(t)
	s, err := store.Open(t.Context(), cluster.Database(t))
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, s.PutPerson(t.Context(), store.Person{ID: "P01", Registered: true}))
	require.NoError(t, s.PutChallenge(t.Context(), store.Challenge{ID: "c", Account: key}))
	cluster.Kill()
	for what, err := range changes(t, s) {
		t.Run(what, func(t *testing.T) { failed(t, err, "the PostgreSQL database") })
	}
	_, err = s.Person(t.Context(), "P01")
	failed(t, err, "the PostgreSQL database")
	cluster.Restart(t)
	for what, err := range changes(t, s) {
		require.NoError(t, err, what)
	}
	kept, err := s.Person(t.Context(), "P01")
	require.NoError(t, err)
	require.True(t, kept.Registered)
}

// TestMemoryLeavesRowsAsTheyWere where a change is refused, or panics: the store in memory has no other failure.
func TestMemoryLeavesRowsAsTheyWere(t *testing.T) {
	s := store.NewMemory()
	require.NoError(t, s.ChangeSetup(t.Context(), func(r *store.Setup) error { r.Seed = 1; return nil }))
	refused := errors.New("refused")
	require.ErrorIs(t, s.ChangeSetup(t.Context(), func(r *store.Setup) error { r.Seed = 2; return refused }), refused)
	require.Panics(t, func() {
		_ = s.ChangeSetup(t.Context(), func(r *store.Setup) error { r.Seed = 3; panic("at the disco") })
	})
	setup, err := s.Setup(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 1, setup.Seed)
	require.NoError(t, s.ChangeSetup(t.Context(), func(r *store.Setup) error { r.Seed++; return nil }))
}

// TestALostConnection: a transaction goes with its connection, and the next one has another.
func TestALostConnection(t *testing.T) {
	for _, words := range []string{"begin", "insert", "commit"} {
		t.Run(words, func(t *testing.T) {
			broken := &brokenDriver{}
			file := filepath.Join(t.TempDir(), "rows.db")
			s, err := store.OpenInTransactions(t.Context(), file, broken.through)
			require.NoError(t, err)
			defer s.Close()
			require.NoError(t, s.PutPerson(t.Context(), store.Person{ID: "P01"}))
			broken.breaks(driver.ErrBadConn, false, words)
			failed(t, s.PutPerson(t.Context(), store.Person{ID: "P02"}), file)
			broken.heals()
			_, err = s.Person(t.Context(), "P02")
			require.ErrorIs(t, err, store.ErrNotFound)
			require.NoError(t, s.PutPerson(t.Context(), store.Person{ID: "P02"}))
			_, err = s.Person(t.Context(), "P01")
			require.NoError(t, err)
		})
	}
}
