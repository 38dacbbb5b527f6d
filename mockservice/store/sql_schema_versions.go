package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/pressly/goose/v3/database"
)

// versions is the table in which goose notes the migrations that were made. Goose's own one has the database say when; no
// statement of ours asks a database for the time. A version is its key: none is noted twice.
type versions struct{}

var _ database.Store = versions{}

// Tablename is the table's name.
func (versions) Tablename() string { return "schema_versions" }

// CreateVersionTable makes the table where there is none, with the version that a database without ours has. Goose would
// wait a second for another replica that does so at the same time.
func (versions) CreateVersionTable(ctx context.Context, db database.DBTxConn) error {
	_, err := db.ExecContext(ctx, "create table if not exists schema_versions (version bigint not null primary key)")
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "insert into schema_versions (version) values (0) on conflict do nothing")
	return err
}

// Insert notes a version.
func (versions) Insert(ctx context.Context, db database.DBTxConn, r database.InsertRequest) error {
	_, err := db.ExecContext(ctx, "insert into schema_versions (version) values ($1)", r.Version)
	return err
}

// Delete takes a note back.
func (versions) Delete(ctx context.Context, db database.DBTxConn, version int64) error {
	_, err := db.ExecContext(ctx, "delete from schema_versions where version = $1", version)
	return err
}

// GetMigration says whether a version is noted.
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

// GetLatestVersion is the highest version that is noted.
func (versions) GetLatestVersion(ctx context.Context, db database.DBTxConn) (int64, error) {
	var latest sql.NullInt64
	err := db.QueryRowContext(ctx, "select max(version) from schema_versions").Scan(&latest)
	if err == nil && !latest.Valid {
		err = database.ErrVersionNotFound
	}
	return latest.Int64, err
}

// ListMigrations is every version that is noted, the highest first.
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
