package store

import (
	"context"
	"fmt"
	"strings"
)

// postgresForm is how the URL of a PostgreSQL database is written.
const postgresForm = "postgres://USER:PASSWORD@HOST:PORT/DATABASE"

// Open opens the store that a URL names: memory, sqlite:FILE or postgres://…. A database that is new or older than the
// program gets the program's tables first. Errors are one line and never show the URL of a PostgreSQL database, which may
// hold a password.
func Open(ctx context.Context, url string) (Store, error) {
	scheme, file, _ := strings.Cut(url, ":")
	switch {
	case url == "memory":
		return NewMemory(), nil
	case scheme == "sqlite" && file != "":
		return opened(file, func() (*SQL, error) { return openSQLite(ctx, file, direct) })
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		return opened("the PostgreSQL database", func() (*SQL, error) { return openPostgres(ctx, url) })
	}
	return nil, fmt.Errorf("there is no such store: say memory, sqlite:FILE or %s", postgresForm)
}

// opened says in one line what of couldn't be opened.
func opened(what string, open func() (*SQL, error)) (Store, error) {
	s, err := open()
	if err != nil {
		return nil, fmt.Errorf("opening %s: %s", what, oneLine(err))
	}
	return s, nil
}

// oneLine is an error's text with its lines side by side.
func oneLine(err error) string {
	lines := strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' })
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.Join(lines, "; ")
}
