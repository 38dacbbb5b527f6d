package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/store"
)

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text")
	require.NoError(t, os.WriteFile(text, []byte(strings.Repeat("no database\n", 1000)), 0o600))
	for _, c := range []struct{ name, url, want string }{
		{"nothing", "", "unknown kind of store: use memory, sqlite:FILE or postgres://USER:PASSWORD@HOST:PORT/DATABASE"},
		{"another database", "mysql://root:hunter2@host/db", "unknown kind of store"},
		{"a file without a name", "sqlite:", "unknown kind of store"},
		{"a directory that isn't there", "sqlite:" + dir + "/no/such.db", "no such file or directory"},
		{"a directory", "sqlite:" + dir, "is a directory"},
		{"a file that is not a database", "sqlite:" + text, "file is not a database"},
		{"no server listens", "postgres://user:hunter2@127.0.0.1:1/db", "connection refused"},
		{"no server listens on either address", "postgresql://user:hunter2@127.0.0.1:1,127.0.0.1:2/db?sslmode=disable", "connection refused"},
		{"a slash in the password", "postgres://user:hunt/er2@127.0.0.1:1/db", "special characters of the password as %XX"},
		{"a percent sign in the password", "postgres://user:hunter2%@127.0.0.1:1/db", "special characters of the password as %XX"},
		{"an unknown value of an option", "postgres://user:hunter2@127.0.0.1:1/db?sslmode=hunter2", "special characters of the password as %XX"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := store.Open(t.Context(), c.url)
			require.ErrorContains(t, err, c.want)
			require.Nil(t, s)
			require.NotContains(t, err.Error(), "\n")
			for _, secret := range []string{"hunter2", "hunt", "er2"} {
				require.NotContains(t, err.Error(), secret)
			}
		})
	}
}

func TestOpenMemory(t *testing.T) {
	s, err := store.Open(t.Context(), "memory")
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

// reopen checks that rows are kept after the last store is closed, and that another store on the same database sees them.
func reopen(t *testing.T, o opener) {
	s := o.open(t)
	require.NoError(t, s.PutPerson(t.Context(), store.Person{ID: "P01", Registered: true}))
	for range 2 {
		again := o.reopen(t)
		got, err := again.Person(t.Context(), "P01")
		require.NoError(t, err)
		require.True(t, got.Registered)
		require.NoError(t, s.Close())
		s = again
	}
}

// openAtOnce checks that replicas that start together create the tables once.
func openAtOnce(t *testing.T, o opener) {
	migrations, err := filepath.Glob("migrations/*.sql")
	require.NoError(t, err)
	url := o.fresh(t)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			s, err := store.Open(t.Context(), url)
			if err != nil {
				t.Error(err)
				return
			}
			_, err = s.AuditList(t.Context())
			if err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.EqualValues(t, len(migrations)+1, o.ask(t, url, "select count(*) from schema_versions"), "one row for each migration, and version 0")
}

// openNewer checks that a database from a newer program is refused.
func openNewer(t *testing.T, o opener) {
	url := o.fresh(t)
	s, err := store.Open(t.Context(), url)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	o.ask(t, url, "insert into schema_versions (version) values (99) returning version")
	_, err = store.Open(t.Context(), url)
	require.ErrorContains(t, err, "its tables have version 99, this program knows versions up to")
	require.ErrorContains(t, err, "use a newer mynalab, or another database")
	require.NotContains(t, err.Error(), "\n")
}

// The file contains what settings sheets print, so others may not read it.
func TestNewFileIsItsOwnersAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rows.db")
	s, err := store.Open(t.Context(), "sqlite:"+file)
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, s.PutFacility(t.Context(), store.Facility{Code: "1"}))
	for _, name := range []string{file, file + "-wal", file + "-shm"} {
		info, err := os.Stat(name)
		require.NoError(t, err)
		require.Zero(t, info.Mode().Perm()&0o077, name)
	}
}
