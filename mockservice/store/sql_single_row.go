package store

import "context"

// keep adds or replaces a row.
func (k kind[R]) keep(ctx context.Context, s *SQL, row R) error {
	return s.change(ctx, func(q session) error { return k.put(ctx, q, row) })
}

// keepFirst adds a row. If its key exists, the existing row stays as it is.
func (k kind[R]) keepFirst(ctx context.Context, s *SQL, row R) error {
	return s.change(ctx, func(q session) error {
		_, err := k.add(ctx, q, row)
		return err
	})
}

// keepNew adds a row, or returns ErrTaken if its key exists.
func (k kind[R]) keepNew(ctx context.Context, s *SQL, row R) error {
	return s.change(ctx, func(q session) error { return k.addNew(ctx, q, row) })
}

// change changes the row with a key.
func (k kind[R]) change(ctx context.Context, s *SQL, change func(*R) error, key ...any) error {
	return s.change(ctx, func(q session) error { return k.edit(ctx, q, change, key...) })
}

// changeOrAdd changes the row with a key. If it doesn't exist, change gets fresh and the result is added.
func (k kind[R]) changeOrAdd(ctx context.Context, s *SQL, fresh R, change func(*R) error, key ...any) error {
	return s.change(ctx, func(q session) error { return k.addOrEdit(ctx, q, fresh, change, key...) })
}

// keepOrChange adds a row. If it exists, change edits the existing one instead.
func (k kind[R]) keepOrChange(ctx context.Context, s *SQL, row R, change func(old *R) error, key ...any) error {
	return s.change(ctx, func(q session) error {
		added, err := k.add(ctx, q, row)
		if err != nil || added {
			return err
		}
		return k.edit(ctx, q, change, key...)
	})
}

// listAll returns all rows, in no particular order.
func (k kind[R]) listAll(ctx context.Context, s *SQL) ([]R, error) {
	return k.list(ctx, s.read, "select body from "+k.table)
}

// listInWriteOrder returns all rows in the order in which they were written.
func (k kind[R]) listInWriteOrder(ctx context.Context, s *SQL) ([]R, error) {
	return k.list(ctx, s.read, "select body from "+k.table+" order by "+s.writeOrder)
}
