package store

import (
	"context"
	"database/sql"
	"fmt"
)

// What a store promises: a change that was answered without an error is kept, whatever ends the process or the machine;
// one that was answered with an error is not there in part.
//
// Memory keeps its rows as long as the process lives, and no longer. A change that is refused leaves them as they were.
//
// A SQLite file has its rows in FILE, and what was written since in FILE-wal; FILE-shm is an index of that and may be lost.
// A change is: begin immediate, statements, commit; SQLite appends to FILE-wal, syncs it (synchronous FULL), syncs the
// directory when the file is new, and only then says yes. Changes that wait share one transaction, each in a savepoint
// (sql_writer.go). kill -9 or a power cut leaves what was committed; a half written end of FILE-wal is known by its check
// sums and left out. Other processes may have FILE open, too: SQLite's locks keep them apart and end with their process.
//
// PostgreSQL says yes to a commit once its log is synced (synchronous_commit on, whatever the server's default is). A
// connection that ends takes its transaction with it. The next change takes another connection; one that broke while it
// lay idle is found out at the latest by the first statement, which fails.
//
// A full disk, or any statement that fails, undoes the whole transaction. All who share it are told that failure, and no
// other: what a statement found in a transaction that is undone was never so. The next change begins with a rollback.
//
// A connection to a SQLite file is in this process and can't be lost.
//
// Not covered: whether a change is there whose commit failed on the way back (its connection was lost): whoever is told
// an error asks again. A network file system without SQLite's locks. A disk, or a server with fsync off, that says it wrote
// and did not. A row that somebody else edits.

// sqliteKept and postgresKept are the settings by which an answer is on the disk, and by which an UPDATE sees what was
// committed before it.
const sqliteKept = "_journal_mode=WAL&_synchronous=FULL"

func postgresKept() map[string]string {
	return map[string]string{"synchronous_commit": "on", "default_transaction_isolation": "read committed"}
}

// inTransaction is change for a database that lets many write at once.
func inTransaction(db *sql.DB, at place) func(context.Context, func(session) error) error {
	return func(ctx context.Context, work func(session) error) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return at.failure(fmt.Errorf("beginning a transaction: %w", err))
		}
		// After a commit this does nothing; a connection that can't roll back is closed, which does.
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
