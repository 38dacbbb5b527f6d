package reports

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
)

var update = flag.Bool("update", false, "rewrite trace.schema.json from the vocabulary")

const traceSchemaFile = "trace.schema.json"

// schemaKind is one kind of the vocabulary in the form that the schema template needs.
type schemaKind struct {
	trace.KindRow
	Required        []string
	Named, Patterns []trace.Field
}

func schemaKinds() []schemaKind {
	var kinds []schemaKind
	for _, row := range trace.Vocabulary() {
		k := schemaKind{KindRow: row}
		for _, f := range slices.Concat(row.Fields, trace.CommonFields()) {
			if f.Required {
				k.Required = append(k.Required, f.Name)
			}
			if f.IsPattern() {
				k.Patterns = append(k.Patterns, f)
			} else {
				k.Named = append(k.Named, f)
			}
		}
		kinds = append(kinds, k)
	}
	return kinds
}

// madeSchema returns the schema of the record, made from the vocabulary.
func madeSchema(t *testing.T) string {
	t.Helper()
	inJSON := func(v any) (string, error) {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		err := enc.Encode(v)
		return strings.ReplaceAll(strings.TrimSpace(b.String()), `","`, `", "`), err
	}
	text, err := template.New("trace.schema.tmpl").Funcs(template.FuncMap{"json": inJSON}).ParseFiles("testdata/trace.schema.tmpl")
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, text.Execute(&b, map[string]any{
		"Schema": trace.Schema, "Planes": trace.Planes(), "Actors": trace.Actors(), "Dirs": trace.Dirs(),
		"Kinds": schemaKinds(), "Forms": trace.Forms(),
	}))
	return b.String()
}

func TestTheTraceSchemaIsThatOfTheVocabulary(t *testing.T) {
	want := madeSchema(t)
	if *update {
		require.NoError(t, os.WriteFile(traceSchemaFile, []byte(want), 0o600))
	}
	got, err := os.ReadFile(traceSchemaFile)
	require.NoError(t, err)
	require.Equal(t, want, string(got), "go test ./reports -run Schema -update")
}
