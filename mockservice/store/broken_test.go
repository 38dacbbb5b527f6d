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

// engines are the two ways in which SQL runs changes. "a transaction each" is PostgreSQL's, here on SQLite.
func engines() map[string]func(context.Context, string, func(driver.Connector) driver.Connector) (*store.SQL, error) {
	return map[string]func(context.Context, string, func(driver.Connector) driver.Connector) (*store.SQL, error){
		"shared transactions": store.OpenSQLite, "a transaction each": store.OpenInTransactions,
	}
}

// changes makes changes whose failure could be mistaken for another result, e.g. "was used before". It returns their errors.
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

// requireFailure requires an error that names file, cause and next move in one line and isn't one of the errors about rows.
func requireFailure(t *testing.T, err error, where string) {
	t.Helper()
	require.Error(t, err)
	for _, domain := range []error{store.ErrNotFound, store.ErrUsed, store.ErrTaken} {
		require.NotErrorIs(t, err, domain)
	}
	require.NotContains(t, err.Error(), "\n")
	require.Contains(t, err.Error(), where+": ")
	require.Regexp(t, "; (free disk space, and check that the file can be read and written|check that the server runs and has free disk space)$", err.Error())
}

// TestBrokenDatabase makes statements fail. Meanwhile every change returns that failure and no other error. Afterwards
// everything works again on the same connections; earlier changes are kept, and nothing of the failed ones.
func TestBrokenDatabase(t *testing.T) {
	for name, open := range engines() {
		for _, words := range [][]string{
			{"begin"}, {"insert", "update"}, {"select", "insert", "update"}, {"savepoint"}, {"release"}, {"commit"}, {"commit", "rollback"},
			{"insert", "update", "rollback"}, {"insert", "update", "rollback to"}, {"begin", "savepoint", "insert", "update", "select", "release", "commit", "rollback"},
		} {
			if name == "a transaction each" && (words[0] == "savepoint" || words[0] == "release") {
				continue // it uses no savepoints
			}
			t.Run(name+"/"+words[0], func(t *testing.T) {
				broken := &brokenDriver{}
				file := filepath.Join(t.TempDir(), "rows.db")
				s, err := open(t.Context(), file, broken.through)
				require.NoError(t, err)
				defer s.Close()
				require.NoError(t, s.PutPerson(t.Context(), store.Person{ID: "P01", Registered: true}))
				require.NoError(t, s.PutChallenge(t.Context(), store.Challenge{ID: "c", Account: key}))

				broken.failOn(errBroken, false, words...)
				for range 2 {
					for what, err := range changes(t, s) {
						t.Run(what, func(t *testing.T) {
							requireFailure(t, err, file)
							require.ErrorIs(t, err, errBroken)
						})
					}
				}
				broken.stopFailing()
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
					require.EqualValues(t, 1, setup.Seed, "nothing of the failed changes is kept")
				}
				n, err := again.CountDraw(t.Context(), "nonce")
				require.NoError(t, err)
				require.EqualValues(t, 1, n)
			})
		}
	}
}

// TestBrokenRead: a failed read is not reported as a missing row.
func TestBrokenRead(t *testing.T) {
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			broken := &brokenDriver{}
			file := filepath.Join(t.TempDir(), "rows.db")
			s, err := open(t.Context(), file, broken.through)
			require.NoError(t, err)
			defer s.Close()
			require.NoError(t, s.PutPerson(t.Context(), store.Person{ID: "P01"}))
			broken.failOn(errBroken, false, "select")
			_, one := s.Person(t.Context(), "P01")
			_, list := s.AuditList(t.Context())
			for _, err := range []error{one, list} {
				requireFailure(t, err, file)
			}
			broken.stopFailing()
			_, err = s.Person(t.Context(), "P01")
			require.NoError(t, err)
		})
	}
}

// TestALostAnswer: the commit is executed, but its confirmation is lost. The change returns an error, and is either kept as a
// whole or not at all.
func TestALostAnswer(t *testing.T) {
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			broken := &brokenDriver{}
			file := filepath.Join(t.TempDir(), "rows.db")
			s, err := open(t.Context(), file, broken.through)
			require.NoError(t, err)
			defer s.Close()
			broken.failOn(errBroken, true, "commit")
			requireFailure(t, s.ChangeSetup(t.Context(), func(r *store.Setup) error { r.Seed, r.Now = 7, at; return nil }), file)
			broken.stopFailing()
			setup, err := s.Setup(t.Context())
			require.NoError(t, err)
			require.Contains(t, []store.Setup{{}, {Seed: 7, Now: at}}, setup)
			require.NoError(t, s.ChangeSetup(t.Context(), func(r *store.Setup) error { r.Seed = 8; return nil }))
		})
	}
}

// TestABrokenOpening: if a database can't be opened, the error names the file; once the fault is gone it can be opened.
func TestABrokenOpening(t *testing.T) {
	for _, words := range []string{"connect", "begin", "create", "insert", "commit"} {
		t.Run(words, func(t *testing.T) {
			broken := &brokenDriver{}
			file := filepath.Join(t.TempDir(), "rows.db")
			broken.failOn(errBroken, false, words, "CREATE", "INSERT")
			s, err := store.OpenSQLite(t.Context(), file, broken.through)
			require.ErrorIs(t, err, errBroken)
			require.Nil(t, s)
			broken.stopFailing()
			s, err = store.OpenSQLite(t.Context(), file, broken.through)
			require.NoError(t, err)
			require.NoError(t, s.PutPerson(t.Context(), store.Person{ID: "P01"}))
			require.NoError(t, s.Close())
		})
	}
}

// TestTheServerGoes: while the server is down every change fails, with an error that doesn't contain the URL. Once it is back
// everything works without opening the store again, and earlier changes are kept.
func TestTheServerGoes(t *testing.T) {
	cluster := postgres.Start(t)
	s, err := store.Open(t.Context(), cluster.Database(t))
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, s.PutPerson(t.Context(), store.Person{ID: "P01", Registered: true}))
	require.NoError(t, s.PutChallenge(t.Context(), store.Challenge{ID: "c", Account: key}))
	cluster.Kill()
	for what, err := range changes(t, s) {
		t.Run(what, func(t *testing.T) { requireFailure(t, err, "the PostgreSQL database") })
	}
	_, err = s.Person(t.Context(), "P01")
	requireFailure(t, err, "the PostgreSQL database")
	cluster.Restart(t)
	for what, err := range changes(t, s) {
		require.NoError(t, err, what)
	}
	kept, err := s.Person(t.Context(), "P01")
	require.NoError(t, err)
	require.True(t, kept.Registered)
}

// TestMemoryLeavesRowsAsTheyWere if a change returns an error or panics: the store in memory can't fail in another way.
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

// TestALostConnection: a transaction ends with its connection, and the next one uses a new connection.
func TestALostConnection(t *testing.T) {
	for _, words := range []string{"begin", "insert", "commit"} {
		t.Run(words, func(t *testing.T) {
			broken := &brokenDriver{}
			file := filepath.Join(t.TempDir(), "rows.db")
			s, err := store.OpenInTransactions(t.Context(), file, broken.through)
			require.NoError(t, err)
			defer s.Close()
			require.NoError(t, s.PutPerson(t.Context(), store.Person{ID: "P01"}))
			broken.failOn(driver.ErrBadConn, false, words)
			requireFailure(t, s.PutPerson(t.Context(), store.Person{ID: "P02"}), file)
			broken.stopFailing()
			_, err = s.Person(t.Context(), "P02")
			require.ErrorIs(t, err, store.ErrNotFound)
			require.NoError(t, s.PutPerson(t.Context(), store.Person{ID: "P02"}))
			_, err = s.Person(t.Context(), "P01")
			require.NoError(t, err)
		})
	}
}
