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

// migrate brings a database's tables to this program's version. Replicas may do so at once: a migration and the note that
// it was made are one transaction, so one of them commits it, and the others, which fail on tables that are there now,
// look again.
func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return err
	}
	steps, err := fs.Glob(files, "*.sql")
	if err != nil {
		return err
	}
	// One attempt for the table of versions, one for each step that another replica may take first, and the one that counts.
	for range len(steps) + 2 {
		if err = migrateOnce(ctx, db, files); err == nil || ctx.Err() != nil {
			return err
		}
	}
	return err
}

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
		return fmt.Errorf("its tables are of version %d and this program knows %d: use a newer mynalab, or another database", there, known)
	}
	_, err = provider.Up(ctx)
	return err
}
