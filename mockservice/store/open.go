package store

import (
	"context"
	"fmt"
	"strings"
)

// postgresForm shows how to write the URL of a PostgreSQL database.
const postgresForm = "postgres://USER:PASSWORD@HOST:PORT/DATABASE"

// Open opens the store that a URL names: memory, sqlite:FILE or postgres://…. A database that is new, or older than the
// program, first gets the program's current tables. Errors are one line and never show the URL of a PostgreSQL database,
// because it may contain a password.
func Open(ctx context.Context, url string) (Store, error) {
	scheme, file, _ := strings.Cut(url, ":")
	switch {
	case url == "memory":
		return NewMemory(), nil
	case scheme == "sqlite" && file != "":
		return opened(file, func() (*SQL, error) { return openSQLite(ctx, file, unwrapped) })
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		return opened("the PostgreSQL database", func() (*SQL, error) { return openPostgres(ctx, url) })
	}
	return nil, fmt.Errorf("unknown kind of store: use memory, sqlite:FILE or %s", postgresForm)
}

// opened turns an error of open into one line that says what couldn't be opened.
func opened(what string, open func() (*SQL, error)) (Store, error) {
	s, err := open()
	if err != nil {
		return nil, fmt.Errorf("opening %s: %s", what, oneLine(err))
	}
	return s, nil
}

// oneLine returns the text of an error with its lines joined by semicolons.
func oneLine(err error) string {
	lines := strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' })
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.Join(lines, "; ")
}
