package store_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/ci/postgres"
	"github.com/mynalab/mynalab/mockservice/store"
)

// opener opens stores of one implementation.
type opener struct {
	// fresh is the URL of an empty store.
	fresh func(t *testing.T) string
	last  *string
	// database opens a store's database behind its back; nil where there is none.
	database func(t *testing.T, url string) *sql.DB
	// log is what a database's server wrote, every statement among it; nil where there is no server.
	log func() string
}

// onEach runs checks on each implementation; a new one is a row here.
func onEach(t *testing.T, check func(t *testing.T, o opener)) {
	t.Run("memory", func(t *testing.T) {
		check(t, opener{fresh: func(*testing.T) string { return "memory" }, last: new(string)})
	})
	t.Run("sqlite", func(t *testing.T) {
		check(t, opener{last: new(string), database: sqliteDatabase, fresh: func(t *testing.T) string {
			return "sqlite:" + filepath.Join(t.TempDir(), "a %3F?#&.db")
		}})
	})
	t.Run("postgres", func(t *testing.T) {
		cluster := postgres.Start(t)
		check(t, opener{last: new(string), database: postgresDatabase, log: cluster.Log,
			fresh: func(t *testing.T) string { return cluster.Database(t) }})
	})
}

func sqliteDatabase(t *testing.T, url string) *sql.DB {
	file := strings.TrimPrefix(url, "sqlite:")
	return openDatabase(t, "sqlite", "file:"+strings.NewReplacer("%", "%25", "?", "%3F", "#", "%23", " ", "%20").Replace(file))
}

func postgresDatabase(t *testing.T, url string) *sql.DB { return openDatabase(t, "pgx", url) }

func openDatabase(t *testing.T, driver, name string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, name)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// open opens an empty store that ends with the test.
func (o opener) open(t *testing.T) store.Store {
	*o.last = o.fresh(t)
	return o.reopen(t)
}

// reopen opens the last one's database once more, as another replica does.
func (o opener) reopen(t *testing.T) store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), *o.last)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// ask asks a store's database for one value.
func (o opener) ask(t *testing.T, url, query string) any {
	t.Helper()
	var answer any
	require.NoError(t, o.database(t, url).QueryRowContext(t.Context(), query).Scan(&answer))
	return answer
}
