package store

import (
	"context"
	"database/sql/driver"
	"path/filepath"
)

// LookUps returns, for each table, the statement that finds a row by its key.
func LookUps() []string {
	k := newKinds("")
	return []string{k.setup.selectByKey, k.facilities.selectByKey, k.accounts.selectByKey, k.persons.selectByKey, k.certificates.selectByKey, k.revocations.selectByKey,
		k.challenges.selectByKey, k.users.selectByKey, k.sessions.selectByKey, k.applications.selectByKey, k.secrets.selectByKey, k.attachments.selectByKey, k.colocations.selectByKey,
		k.attempts.selectByKey}
}

// OpenSQLite opens a file with a driver that a test wraps to make it fail.
func OpenSQLite(ctx context.Context, file string, way func(driver.Connector) driver.Connector) (*SQL, error) {
	return openSQLite(ctx, file, way)
}

// OpenInTransactions opens a SQLite file, but runs changes as for PostgreSQL: each in a transaction of its own.
func OpenInTransactions(ctx context.Context, file string, way func(driver.Connector) driver.Connector) (*SQL, error) {
	db, err := sqlitePool(filepath.Clean(file), 2, "_txlock=immediate", way)
	if err != nil {
		return nil, err
	}
	s := &SQL{kinds: newKinds(""), writeOrder: sqliteWriteOrder, close: closeAll(db),
		read: session{db, sqlitePlace(file)}, change: inTransaction(db, sqlitePlace(file))}
	return s, migrate(ctx, db)
}
