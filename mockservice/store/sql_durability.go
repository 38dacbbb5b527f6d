package store

import (
	"context"
	"database/sql"
	"fmt"
)

// What a store promises: a change that returned no error is kept, no matter how the process or the machine ends. A change
// that returned an error is never kept in part.
//
// Memory keeps its rows as long as the process runs. A change that returns an error leaves them as they were.
//
// SQLite keeps the rows in FILE, and recent changes in FILE-wal; FILE-shm is an index of FILE-wal and may be lost. A change is:
// begin immediate, statements, commit. On commit SQLite appends to FILE-wal, syncs it (synchronous FULL), syncs the directory
// if the file is new, and only then reports success. Changes that wait at the same time share one transaction, each in its own
// savepoint (sql_writer.go). After kill -9 or a power cut everything committed is there; SQLite detects a half-written end of
// FILE-wal by its checksums and ignores it. Other processes may have FILE open too: SQLite's locks keep them apart, and the
// locks end with their process.
//
// PostgreSQL reports a commit once its log is synced (synchronous_commit on, no matter what the server's default is). When a
// connection ends, its transaction ends with it. The next change takes another connection. A connection that broke while it
// was idle is noticed at the latest by its first statement, which fails.
//
// A full disk, or any other statement that fails, rolls back the whole transaction. All changes that share the transaction
// get that error and no other: what a statement read in a transaction that is rolled back never became true. The next change
// begins with a rollback.
//
// A connection to a SQLite file lives in this process and can't be lost.
//
// Not covered: whether a change is kept if the connection was lost while the commit was being confirmed (a caller that gets an
// error has to read again). A network file system without SQLite's locks. A disk, or a server with fsync off, that reports a
// write that it did not make. A row that somebody edits by other means.

// sqliteDurable and postgresDurable are the settings with which a successful change is on disk, and with which an UPDATE sees
// everything that was committed before it.
const sqliteDurable = "_journal_mode=WAL&_synchronous=FULL"

func postgresDurable() map[string]string {
	return map[string]string{"synchronous_commit": "on", "default_transaction_isolation": "read committed"}
}

// inTransaction returns the change function for a database that lets several transactions write at once.
func inTransaction(db *sql.DB, at place) func(context.Context, func(session) error) error {
	return func(ctx context.Context, work func(session) error) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return at.failure(fmt.Errorf("beginning a transaction: %w", err))
		}
		// After a commit this does nothing. If the rollback fails, the driver closes the connection, which ends the transaction.
		defer func() { _ = tx.Rollback() }()
		if err := work(session{tx, at}); err != nil {
			return err
		}
		if err := tx.Commit(); err != nil {
			return at.failure(fmt.Errorf("committing a transaction: %w", err))
		}
		return nil
	}
}
