package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/pressly/goose/v3/database"
)

// versions is the table in which goose records the migrations that were made. Goose's own table asks the database for the
// time; none of our statements does. The version is the primary key, so no version is recorded twice.
type versions struct{}

var _ database.Store = versions{}

// Tablename returns the table's name.
func (versions) Tablename() string { return "schema_versions" }

// CreateVersionTable creates the table if it doesn't exist, with version 0, that of a database without our tables. Goose
// itself would wait for a second if another replica does so at the same time.
func (versions) CreateVersionTable(ctx context.Context, db database.DBTxConn) error {
	_, err := db.ExecContext(ctx, "create table if not exists schema_versions (version bigint not null primary key)")
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "insert into schema_versions (version) values (0) on conflict do nothing")
	return err
}

// Insert records a version.
func (versions) Insert(ctx context.Context, db database.DBTxConn, r database.InsertRequest) error {
	_, err := db.ExecContext(ctx, "insert into schema_versions (version) values ($1)", r.Version)
	return err
}

// Delete removes a recorded version.
func (versions) Delete(ctx context.Context, db database.DBTxConn, version int64) error {
	_, err := db.ExecContext(ctx, "delete from schema_versions where version = $1", version)
	return err
}

// GetMigration reports whether a version is recorded.
func (versions) GetMigration(ctx context.Context, db database.DBTxConn, version int64) (*database.GetMigrationResult, error) {
	var found int64
	err := db.QueryRowContext(ctx, "select version from schema_versions where version = $1", version).Scan(&found)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, database.ErrVersionNotFound
	}
	if err != nil {
		return nil, err
	}
	return &database.GetMigrationResult{IsApplied: true}, nil
}

// GetLatestVersion returns the highest recorded version.
func (versions) GetLatestVersion(ctx context.Context, db database.DBTxConn) (int64, error) {
	var latest sql.NullInt64
	err := db.QueryRowContext(ctx, "select max(version) from schema_versions").Scan(&latest)
	if err == nil && !latest.Valid {
		err = database.ErrVersionNotFound
	}
	return latest.Int64, err
}

// ListMigrations returns all recorded versions, the highest first.
func (versions) ListMigrations(ctx context.Context, db database.DBTxConn) (list []*database.ListMigrationsResult, err error) {
	rows, err := db.QueryContext(ctx, "select version from schema_versions order by version desc")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		line := &database.ListMigrationsResult{IsApplied: true}
		if err := rows.Scan(&line.Version); err != nil {
			return nil, err
		}
		list = append(list, line)
	}
	return list, rows.Err()
}
