package store

import "context"

// keep puts a row.
func (k kind[R]) keep(ctx context.Context, s *SQL, row R) error {
	return s.change(ctx, func(q session) error { return k.put(ctx, q, row) })
}

// keepFirst adds a row, or leaves the one that is there as it is.
func (k kind[R]) keepFirst(ctx context.Context, s *SQL, row R) error {
	return s.change(ctx, func(q session) error {
		_, err := k.add(ctx, q, row)
		return err
	})
}

// keepNew adds a row, or answers ErrTaken.
func (k kind[R]) keepNew(ctx context.Context, s *SQL, row R) error {
	return s.change(ctx, func(q session) error { return k.addNew(ctx, q, row) })
}

// change edits the row with a key.
func (k kind[R]) change(ctx context.Context, s *SQL, change func(*R) error, key ...any) error {
	return s.change(ctx, func(q session) error { return k.edit(ctx, q, change, key...) })
}

// changeOrAdd edits the row with a key; where it isn't there yet it begins as fresh.
func (k kind[R]) changeOrAdd(ctx context.Context, s *SQL, fresh R, change func(*R) error, key ...any) error {
	return s.change(ctx, func(q session) error { return k.addOrEdit(ctx, q, fresh, change, key...) })
}

// keepOrChange adds a row; one that is there is edited instead.
func (k kind[R]) keepOrChange(ctx context.Context, s *SQL, row R, change func(old *R) error, key ...any) error {
	return s.change(ctx, func(q session) error {
		added, err := k.add(ctx, q, row)
		if err != nil || added {
			return err
		}
		return k.edit(ctx, q, change, key...)
	})
}

// listAll reads all rows, in no order.
func (k kind[R]) listAll(ctx context.Context, s *SQL) ([]R, error) {
	return k.list(ctx, s.read, "select body from "+k.table)
}

// listWritten reads all rows in the order in which they were written.
func (k kind[R]) listWritten(ctx context.Context, s *SQL) ([]R, error) {
	return k.list(ctx, s.read, "select body from "+k.table+" order by "+s.written)
}
