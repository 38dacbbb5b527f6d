package store_test

import (
	"database/sql"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/store"
)

// askingTime matches what asks a database for the time, in SQLite or PostgreSQL.
func askingTime() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(now|date|time|datetime|julianday|unixepoch|strftime|timeofday|age|\w+_timestamp)\s*\(|` +
		`\b(current_(date|time|timestamp)|local(time|timestamp))\b|'now'`)
}

// literals returns the string literals in the package's code.
func literals(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	var list []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		ast.Inspect(tree, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				text, err := strconv.Unquote(lit.Value)
				require.NoError(t, err)
				list = append(list, text)
			}
			return true
		})
	}
	require.NotEmpty(t, list)
	return list
}

// The service's clock is passed in, and all replicas share it. So no statement may ask a database for the time.
func TestNoStatementAsksForTheTime(t *testing.T) {
	texts := literals(t)
	migrations, err := filepath.Glob("migrations/*.sql")
	require.NoError(t, err)
	require.NotEmpty(t, migrations)
	for _, name := range migrations {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		texts = append(texts, string(text))
	}
	for _, text := range texts {
		require.NotRegexp(t, askingTime(), text)
	}
	for _, asks := range []string{"select now()", "default CURRENT_TIMESTAMP", "datetime('x')", "values ('now')", "clock_timestamp ()"} {
		require.Regexp(t, askingTime(), asks, "the test can fail")
	}
}

// lookUps checks that every look-up uses an index, so that it is as fast among a million rows as among a few.
func lookUps(t *testing.T, o opener) {
	queries := store.LookUps()
	for _, text := range literals(t) {
		first, _, _ := strings.Cut(text, " ")
		if (first == "select" || first == "delete") && strings.Contains(text, " where ") {
			queries = append(queries, text)
		}
	}
	require.Subset(t, queries, []string{"select body from accounts where device = $1", "delete from strangers where at <= $1"})
	url := o.fresh(t)
	s, err := store.Open(t.Context(), url)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	db := o.database(t, url)
	db.SetMaxOpenConns(1)
	explain := "explain query plan "
	if o.log != nil {
		explain = "explain "
		// The tables are empty, so PostgreSQL would prefer to read them completely.
		_, err := db.ExecContext(t.Context(), "set enable_seqscan = off; set enable_bitmapscan = off")
		require.NoError(t, err)
	}
	for _, query := range queries {
		t.Run(query, func(t *testing.T) {
			require.Regexp(t, `SEARCH \w+ USING (COVERING )?INDEX|Index (Only )?Scan`, plan(t, db, explain, query))
		})
	}
}

// plan returns how a database would run a query.
func plan(t *testing.T, db *sql.DB, explain, query string) string {
	t.Helper()
	args := make([]any, strings.Count(query, "$"))
	for i := range args {
		args[i] = "1"
	}
	rows, err := db.QueryContext(t.Context(), explain+query, args...)
	require.NoError(t, err)
	defer rows.Close()
	columns, err := rows.Columns()
	require.NoError(t, err)
	var text strings.Builder
	for rows.Next() {
		line := make([]any, len(columns))
		for i := range line {
			line[i] = new(any)
		}
		require.NoError(t, rows.Scan(line...))
		for _, value := range line {
			fmt.Fprintln(&text, *value.(*any))
		}
	}
	require.NoError(t, rows.Err())
	return text.String()
}
