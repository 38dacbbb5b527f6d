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

// opener opens stores of one implementation for a test.
type opener struct {
	// fresh returns the URL of an empty store. last is the URL that was opened last.
	fresh func(t *testing.T) string
	last  *string
	// database opens a store's database directly, without the store; nil if the implementation has no database.
	database func(t *testing.T, url string) *sql.DB
	// log returns the log of the database's server, with every statement; nil if there is no server.
	log func() string
}

// onEach runs check on each implementation. A new implementation is a new row here.
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

// open opens an empty store and closes it at the end of the test.
func (o opener) open(t *testing.T) store.Store {
	*o.last = o.fresh(t)
	return o.reopen(t)
}

// reopen opens the database of the last store once more, as another replica does.
func (o opener) reopen(t *testing.T) store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), *o.last)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// ask queries a store's database for one value.
func (o opener) ask(t *testing.T, url, query string) any {
	t.Helper()
	var answer any
	require.NoError(t, o.database(t, url).QueryRowContext(t.Context(), query).Scan(&answer))
	return answer
}
