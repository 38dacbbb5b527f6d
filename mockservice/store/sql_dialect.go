package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The differences between the two databases: how they are opened, how a row that will be changed is locked (in SQLite a
// transaction that writes locks out all others from its beginning), which column gives the order in which rows were written,
// and the error codes. Every other statement has the same text for both.
const (
	sqliteWriteOrder   = "rowid"
	postgresWriteOrder = "place"
	postgresLock       = " for update"
)

// How long a writer waits for one in another process, and a connection for its server. 10 seconds are our choice: long enough
// for a busy disk or a server that is starting, short enough that a person who waits gets an error instead of silence.
const (
	busyTimeout    = 10 * time.Second
	connectTimeout = 10 * time.Second
)

// postgresConnections is how many connections one replica holds. Our choice: a server allows 100 by default, so a few
// replicas fit into it.
const postgresConnections = 16

// driverWrapper wraps the connection to a database: production code uses unwrapped, a test uses it to make the database fail.
type driverWrapper func(driver.Connector) driver.Connector

func unwrapped(c driver.Connector) driver.Connector { return c }

// openSQLite opens a file. A new file can be read and written by its owner only.
func openSQLite(ctx context.Context, file string, wrap driverWrapper) (*SQL, error) {
	path, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	// The file is created here because SQLite gives its journals the permissions of the file.
	there, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := there.Close(); err != nil {
		return nil, err
	}
	write, err := sqlitePool(path, 1, "_txlock=immediate", wrap)
	if err != nil {
		return nil, err
	}
	s := &SQL{kinds: newKinds(""), writeOrder: sqliteWriteOrder, close: closeAll(write)}
	if err := s.beginSQLite(ctx, path, write, wrap); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// beginSQLite updates the tables, and opens a pool of read-only connections beside the one connection that writes. The pool
// has one connection per core and at least 4 (our choice), so that on a small machine one slow list doesn't hold up the rest.
func (s *SQL) beginSQLite(ctx context.Context, path string, write *sql.DB, wrap driverWrapper) error {
	if err := migrate(ctx, write); err != nil {
		return err
	}
	connection, err := write.Conn(ctx)
	if err != nil {
		return err
	}
	read, err := sqlitePool(path, max(4, runtime.GOMAXPROCS(0)), "_query_only=1", wrap)
	if err != nil {
		return errors.Join(err, connection.Close())
	}
	s.close = closeAll(read, connection, write)
	s.read = session{&prepared{on: read}, sqlitePlace(path)}
	s.change = newWriter(session{&prepared{on: connection}, sqlitePlace(path)}).change
	return nil
}

// sqlitePool returns a pool of connections to a file.
func sqlitePool(path string, connections int, more string, wrap driverWrapper) (*sql.DB, error) {
	options := fmt.Sprintf(sqliteDurable+"&_busy_timeout=%d&_dqs=0&_error_rc=1&%s", busyTimeout.Milliseconds(), more)
	name := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: options}
	connector, err := sqlite.NewConnector(name.String())
	if err != nil {
		return nil, err
	}
	return pool(sql.OpenDB(wrap(connector)), connections), nil
}

// openPostgres opens a database. It sets the settings that matter itself, so the server's defaults don't count.
func openPostgres(ctx context.Context, address string) (*SQL, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		// The cause is left out, because it may quote part of the password.
		return nil, fmt.Errorf("its URL can't be parsed: write %s, with special characters of the password as %%XX", postgresForm)
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	maps.Copy(config.RuntimeParams, postgresDurable())
	config.RuntimeParams["application_name"] = "mynalab"
	db := pool(stdlib.OpenDB(*config), postgresConnections)
	s := &SQL{kinds: newKinds(postgresLock), writeOrder: postgresWriteOrder, close: closeAll(db),
		read: session{db, postgresPlace()}, change: inTransaction(db, postgresPlace())}
	if err := migrate(ctx, db); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// pool keeps idle connections open up to the maximum, because opening a new one costs more than a query.
func pool(db *sql.DB, connections int) *sql.DB {
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db
}

// isDuplicate reports whether a statement failed because it would have added a row whose key exists already.
func isDuplicate(err error) bool {
	const uniqueViolation = "23505" // PostgreSQL's manual, appendix A
	var inSQLite *sqlite.Error
	var inPostgres *pgconn.PgError
	return errors.As(err, &inSQLite) && inSQLite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE ||
		errors.As(err, &inPostgres) && inPostgres.Code == uniqueViolation
}
