package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// kind describes how one kind of row is stored in its table, with the texts of the statements about one row. All statements
// but insert go by the key; selectForUpdate also locks the row where the database needs that.
type kind[R any] struct {
	table string
	// columns returns the values of the table's columns without body, those of the key first.
	columns                                  func(R) []any
	insert, replace, update, selectForUpdate string
	selectByKey                              string
}

// newKind describes a kind of row whose table has the columns keys, and the columns more that queries use. forUpdate is
// appended to a query for a row that will be changed.
func newKind[R any](table, keys, more, forUpdate string, columns func(R) []any) kind[R] {
	key := strings.Fields(keys)
	all := append(strings.Fields(keys+" "+more), "body")
	insert := fmt.Sprintf("insert into %s (%s) values (%s)", table, strings.Join(all, ", "), placeholders(1, len(all)))
	where := " where " + assign(key, 1, " and ")
	edited := assign(all[len(key):], len(key)+1, ", ")
	one := fmt.Sprintf("select body from %s%s", table, where)
	return kind[R]{table: table, columns: columns, selectByKey: one, selectForUpdate: one + forUpdate,
		insert:  insert + " on conflict do nothing",
		replace: fmt.Sprintf("%s on conflict (%s) do update set %s", insert, strings.Join(key, ", "), edited),
		update:  fmt.Sprintf("update %s set %s%s", table, edited, where)}
}

// placeholders returns n placeholders, the first of them $first.
func placeholders(first, n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("$%d", first+i)
	}
	return strings.Join(list, ", ")
}

// assign writes "column = placeholder" for each column, the first placeholder being $first, with between as separator.
func assign(columns []string, first int, between string) string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = fmt.Sprintf("%s = $%d", c, first+i)
	}
	return strings.Join(list, between)
}

// values returns the arguments of a statement that writes a row: its columns, then body.
func (k kind[R]) values(row R) ([]any, error) {
	body, err := json.Marshal(row)
	if err != nil {
		return nil, fmt.Errorf("writing a row of %s: %w", k.table, err)
	}
	return append(k.columns(row), string(body)), nil
}

// put adds or replaces a row.
func (k kind[R]) put(ctx context.Context, q session, row R) error {
	values, err := k.values(row)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, k.replace, values...)
	return err
}

// add adds a row and reports whether it did. It doesn't if a row with the same unique columns exists.
func (k kind[R]) add(ctx context.Context, q session, row R) (bool, error) {
	values, err := k.values(row)
	if err != nil {
		return false, err
	}
	result, err := q.ExecContext(ctx, k.insert, values...)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// addNew adds a row, or returns ErrTaken if it exists.
func (k kind[R]) addNew(ctx context.Context, q session, row R) error {
	added, err := k.add(ctx, q, row)
	if err == nil && !added {
		err = ErrTaken
	}
	return err
}

// get returns the row with a key.
func (k kind[R]) get(ctx context.Context, q session, key ...any) (R, error) {
	return k.find(ctx, q, k.selectByKey, key...)
}

// find returns the row that a query for the column body finds.
func (k kind[R]) find(ctx context.Context, q session, query string, args ...any) (R, error) {
	row, _, err := k.read(ctx, q, query, args)
	return row, err
}

// read returns the row that a query for the column body finds, and the body as it is stored.
func (k kind[R]) read(ctx context.Context, q session, query string, args []any) (row R, body string, err error) {
	err = q.QueryRowContext(ctx, query, args...).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return row, "", ErrNotFound
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), &row)
	}
	if err != nil {
		return row, "", fmt.Errorf("reading a row of %s: %w", k.table, err)
	}
	return row, body, nil
}

// edit changes the row with a key inside a transaction. It writes nothing if change left the row as it was.
func (k kind[R]) edit(ctx context.Context, q session, change func(*R) error, key ...any) error {
	row, before, err := k.read(ctx, q, k.selectForUpdate, key)
	if err != nil {
		return err
	}
	if err := change(&row); err != nil {
		return err
	}
	values, err := k.values(row)
	if err != nil || values[len(values)-1] == before {
		return err
	}
	copy(values, key)
	_, err = q.ExecContext(ctx, k.update, values...)
	return err
}

// addOrEdit changes a row inside a transaction. If it doesn't exist, change gets fresh and the result is added.
func (k kind[R]) addOrEdit(ctx context.Context, q session, fresh R, change func(*R) error, key ...any) error {
	// The row is added first, so that of two callers who both find no row, one waits for the other.
	if _, err := k.add(ctx, q, fresh); err != nil {
		return err
	}
	return k.edit(ctx, q, change, key...)
}

// list returns all rows that a query for the column body finds.
func (k kind[R]) list(ctx context.Context, q session, query string, args ...any) (list []R, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var body sql.RawBytes
		var row R
		if err := rows.Scan(&body); err != nil {
			return nil, q.at.failure(err)
		}
		if err := json.Unmarshal(body, &row); err != nil {
			return nil, fmt.Errorf("reading a row of %s: %w", k.table, err)
		}
		list = append(list, row)
	}
	return list, q.at.failure(rows.Err())
}
