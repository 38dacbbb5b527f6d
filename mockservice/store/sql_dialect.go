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

// What the two databases don't have in common: how they are opened, how a row is locked that is going to be changed (in
// SQLite a transaction that writes is the only one from its beginning), by which column rows come in the order in which
// they were written, and the code of an error. Every other statement is one text for both.
const (
	sqliteWritten   = "rowid"
	postgresWritten = "place"
	postgresLock    = " for update"
)

// How long a writer waits for one in another process, and a connection for its server.
const (
	busyTimeout    = 10 * time.Second
	connectTimeout = 10 * time.Second
)

// postgresConnections is how many connections one replica holds: a few replicas fit into a server's default of 100.
const postgresConnections = 16

// through is what a database is reached through: direct, or a test's way to break it.
type through func(driver.Connector) driver.Connector

func direct(c driver.Connector) driver.Connector { return c }

// openSQLite opens a file. A new one is its owner's alone.
func openSQLite(ctx context.Context, file string, way through) (*SQL, error) {
	path, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	// SQLite gives its journals the permissions of the file.
	there, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := there.Close(); err != nil {
		return nil, err
	}
	write, err := sqlitePool(path, 1, "_txlock=immediate", way)
	if err != nil {
		return nil, err
	}
	s := &SQL{kinds: newKinds(""), written: sqliteWritten, close: closeAll(write)}
	if err := s.beginSQLite(ctx, path, write, way); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// beginSQLite brings the tables up to date, and parts those who read from the one who writes.
func (s *SQL) beginSQLite(ctx context.Context, path string, write *sql.DB, way through) error {
	if err := migrate(ctx, write); err != nil {
		return err
	}
	connection, err := write.Conn(ctx)
	if err != nil {
		return err
	}
	read, err := sqlitePool(path, max(4, runtime.GOMAXPROCS(0)), "_query_only=1", way)
	if err != nil {
		return errors.Join(err, connection.Close())
	}
	s.close = closeAll(read, connection, write)
	s.read = session{&prepared{on: read}, sqliteAt(path)}
	s.change = newWriter(session{&prepared{on: connection}, sqliteAt(path)}).change
	return nil
}

// sqlitePool is a pool of connections to a file.
func sqlitePool(path string, connections int, more string, way through) (*sql.DB, error) {
	options := fmt.Sprintf(sqliteKept+"&_busy_timeout=%d&_dqs=0&_error_rc=1&%s", busyTimeout.Milliseconds(), more)
	name := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: options}
	connector, err := sqlite.NewConnector(name.String())
	if err != nil {
		return nil, err
	}
	return pool(sql.OpenDB(way(connector)), connections), nil
}

// openPostgres opens a database. Its settings are ours, whatever the server's defaults are.
func openPostgres(ctx context.Context, address string) (*SQL, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		// The cause may quote a piece of the password.
		return nil, fmt.Errorf("its URL can't be read: write %s, with special characters of the password as %%XX", postgresForm)
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	maps.Copy(config.RuntimeParams, postgresKept())
	config.RuntimeParams["application_name"] = "mynalab"
	db := pool(stdlib.OpenDB(*config), postgresConnections)
	s := &SQL{kinds: newKinds(postgresLock), written: postgresWritten, close: closeAll(db),
		read: session{db, postgresThere()}, change: inTransaction(db, postgresThere())}
	if err := migrate(ctx, db); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// pool keeps as many connections as it may open: a new one costs more than a query.
func pool(db *sql.DB, connections int) *sql.DB {
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db
}

// isDuplicate says whether a statement would have put a row beside one that is there already.
func isDuplicate(err error) bool {
	const uniqueViolation = "23505" // PostgreSQL's manual, appendix A
	var inSQLite *sqlite.Error
	var inPostgres *pgconn.PgError
	return errors.As(err, &inSQLite) && inSQLite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE ||
		errors.As(err, &inPostgres) && inPostgres.Code == uniqueViolation
}
