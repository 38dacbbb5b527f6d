package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrate brings the tables of a database to this program's version. Several replicas may do so at once: a migration and the
// row that records it are one transaction, so one replica commits it. The others fail, because the tables exist by then, and
// try again.
func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return err
	}
	steps, err := fs.Glob(files, "*.sql")
	if err != nil {
		return err
	}
	// One attempt may fail on the table of versions, one on each step that another replica makes first, and the last one counts.
	for range len(steps) + 2 {
		if err = migrateOnce(ctx, db, files); err == nil || ctx.Err() != nil {
			return err
		}
	}
	return err
}

// migrateOnce makes the missing migrations. It refuses a database that a newer program has migrated.
func migrateOnce(ctx context.Context, db *sql.DB, files fs.FS) error {
	if err := (versions{}).CreateVersionTable(ctx, db); err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectCustom, db, files, goose.WithStore(versions{}), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	there, known, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if there > known {
		return fmt.Errorf("its tables have version %d, this program knows versions up to %d: use a newer mynalab, or another database", there, known)
	}
	_, err = provider.Up(ctx)
	return err
}
