package reports

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports/trace"
)

// constants returns the values of the string constants of one type in a file of another package, i.e. the terms that the
// package exports.
func constants(t *testing.T, file, typeName string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	require.NoError(t, err)
	var values []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		name, ok := spec.Type.(*ast.Ident)
		if !ok || name.Name != typeName || len(spec.Values) != 1 {
			return true
		}
		if literal, ok := spec.Values[0].(*ast.BasicLit); ok {
			value, err := strconv.Unquote(literal.Value)
			require.NoError(t, err)
			values = append(values, value)
		}
		return true
	})
	require.NotEmpty(t, values, "%s in %s", typeName, file)
	return values
}

func TestEveryTermHasItsWords(t *testing.T) {
	for _, c := range []struct {
		file, typeName string
		words          []recordWord
	}{
		{"../sim/driver/call.go", "Verb", verbs()},
		{"../sim/driver/screen.go", "ScreenID", screens()},
		{"../sim/driver/screen.go", "Outcome", outcomes()},
		{"trace/claim.go", "Basis", bases()},
		{"trace/event.go", "Plane", planes()},
	} {
		t.Run(c.typeName, func(t *testing.T) {
			for _, term := range constants(t, c.file, c.typeName) {
				said := say(c.words, term)
				require.True(t, term == "" || (said.JA != term && said.JA != "" && said.EN != ""), term)
			}
		})
	}
	require.Equal(t, trace.Sentence{JA: "novel", EN: "novel"}, say(verbs(), "novel"), "a later version may have more verbs")
}

func TestEveryKindOfEventIsTold(t *testing.T) {
	for _, kind := range constants(t, "trace/event.go", "Kind") {
		require.NotEqual(t, kind, eventSentenceOf(trace.Kind(kind)).what.JA, kind)
	}
	for _, row := range eventSentences() {
		for _, name := range row.used {
			require.True(t, known(row.kind, name), "%s %s", row.kind, name)
		}
	}
	require.False(t, known(trace.KindStep, "kyeword"))
}

// known reports whether the kind has a field of this name.
func known(kind trace.Kind, name string) bool {
	for _, row := range trace.Vocabulary() {
		if row.Kind == kind {
			return slices.ContainsFunc(row.Fields, func(f trace.Field) bool { return f.Name == name })
		}
	}
	return false
}

func TestEveryChapterHasItsName(t *testing.T) {
	requirements, err := features.Requirements()
	require.NoError(t, err)
	for _, r := range requirements {
		require.NotEmpty(t, chapterNames()[chapterOf(r.ID)], r.ID)
	}
}

func TestARefusalIsToldInTheWordsOfTheService(t *testing.T) {
	answer := func(f trace.Fields) trace.Event { return trace.Event{Kind: trace.KindAnswer, Fields: f} }
	refused := answer(trace.Fields{"status": "401", "body": `{"code":"MOCK-E101","messageJa":"異なります。","messageEn":"do not match"}`})
	require.Equal(t, trace.Sentence{JA: "401 Unauthorized MOCK-E101 異なります。", EN: "401 Unauthorized MOCK-E101 do not match"}, answerText(refused))
	require.Equal(t, "204 No Content", answerText(answer(trace.Fields{"status": "204"})).JA)
}
