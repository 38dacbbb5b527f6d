package store

import (
	"context"
	"database/sql/driver"
	"path/filepath"
)

// LookUps are the statements that find the row with a key, of each table.
func LookUps() []string {
	k := newKinds("")
	return []string{k.setup.one, k.facilities.one, k.accounts.one, k.persons.one, k.certificates.one, k.revocations.one,
		k.challenges.one, k.users.one, k.sessions.one, k.applications.one, k.secrets.one, k.attachments.one, k.colocations.one,
		k.attempts.one}
}

// OpenSQLite opens a file through a test's way to break it.
func OpenSQLite(ctx context.Context, file string, way func(driver.Connector) driver.Connector) (*SQL, error) {
	return openSQLite(ctx, file, way)
}

// OpenInTransactions opens a file as a database is opened that lets many write at once.
func OpenInTransactions(ctx context.Context, file string, way func(driver.Connector) driver.Connector) (*SQL, error) {
	db, err := sqlitePool(filepath.Clean(file), 2, "_txlock=immediate", way)
	if err != nil {
		return nil, err
	}
	s := &SQL{kinds: newKinds(""), written: sqliteWritten, close: closeAll(db),
		read: session{db, sqliteAt(file)}, change: inTransaction(db, sqliteAt(file))}
	return s, migrate(ctx, db)
}
