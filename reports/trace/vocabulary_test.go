package trace_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/reports/trace"
)

func TestCheckKnowsWhatTheHarnessWrites(t *testing.T) {
	for _, e := range []trace.Event{
		event(),
		{Plane: trace.World, By: trace.Harness, Dir: trace.Observation, Kind: trace.KindQuiet, Fields: trace.Fields{"state": "busy", "requests": "1", "apdus": "0"}},
		{Plane: trace.Card, By: trace.PersonActor, Dir: trace.Stimulus, Kind: trace.KindInserted},
		{Plane: trace.Control, By: trace.Product, Dir: trace.Observation, Kind: trace.KindScreen,
			Fields: trace.Fields{"screen": "a screen of its own", "outcome": "and an outcome", "field.": "no label", "field.a\nb": "two lines"}},
		{Plane: trace.Service, By: trace.TheService, Dir: trace.Observation, Kind: trace.KindMailbox,
			Fields: trace.Fields{"to": "a", "mails": "1", "mail.1.kind": "x", "mail.12.link": "y"}},
		{Plane: trace.Service, By: trace.TheService, Dir: trace.Observation, Kind: trace.KindInventory,
			Fields: trace.Fields{"checks": "1", "portal-logins": "2", "account.W0000001": "bound"}},
		{Plane: trace.World, By: trace.Harness, Dir: trace.Stimulus, Kind: trace.KindClaim,
			Fields: trace.Fields{"check": "c", "arg.anything": "x", trace.Leak: "arg.anything", trace.Masked: trace.Masked}},
	} {
		require.NoError(t, trace.Check(e), "%+v", e)
	}
}

func TestCheckNamesWhatItDoesNotKnowButNoValue(t *testing.T) {
	const value = "value that nobody may read"
	good := func() trace.Event {
		return trace.Event{Plane: trace.World, By: trace.Harness, Dir: trace.Stimulus, Kind: trace.KindLine, Fields: trace.Fields{"state": "cut"}}
	}
	for want, spoil := range map[string]func(*trace.Event){
		`kind "lime": `:                            func(e *trace.Event) { e.Kind = "lime" },
		`plane of kind "line": `:                   func(e *trace.Event) { e.Plane = trace.Card },
		`actor of kind "line": `:                   func(e *trace.Event) { e.By = value },
		`direction of kind "line": `:               func(e *trace.Event) { e.Dir = value },
		`field "stat" of kind "line": `:            func(e *trace.Event) { e.Fields = trace.Fields{"stat": value} },
		`value of field "state" of kind "line": `:  func(e *trace.Event) { e.Fields["state"] = value },
		`field "mail.0.kind" of kind "mailbox": `:  func(e *trace.Event) { *e = mailbox("mail.0.kind", value) },
		`field "mail.1.kinds" of kind "mailbox": `: func(e *trace.Event) { *e = mailbox("mail.1.kinds", value) },
		`value of field "verb" of kind "call": `: func(e *trace.Event) {
			e.Plane, e.Kind, e.Fields = trace.Control, trace.KindCall, trace.Fields{"verb": value}
		},
		`value of field "error" of kind "failure": `: func(e *trace.Event) {
			e.Plane, e.Kind, e.Fields = trace.Card, trace.KindFailure, trace.Fields{"error": value}
		},
		`value of field "status" of kind "outcome": `: func(e *trace.Event) { e.Kind, e.Fields = trace.KindOutcome, trace.Fields{"status": value} },
		`value of field "state" of kind "quiet": `:    func(e *trace.Event) { e.Kind, e.Fields = trace.KindQuiet, trace.Fields{"state": "cut"} },
		`field "state" of kind "person": `:            func(e *trace.Event) { e.Kind = trace.KindPerson },
		`value of field "arg.on" of kind "call": `: func(e *trace.Event) {
			e.Plane, e.Kind, e.Fields = trace.Control, trace.KindCall, trace.Fields{"arg.on": "yes"}
		},
		`field "**" of kind "line": `: func(e *trace.Event) { e.Fields["**"] = value },
		`field "arg.novel" of kind "call": `: func(e *trace.Event) {
			e.Plane, e.Kind, e.Fields = trace.Control, trace.KindCall, trace.Fields{"arg.novel": "yes"}
		},
	} {
		e := good()
		require.NoError(t, trace.Check(e))
		spoil(&e)
		err := trace.Check(e)
		require.ErrorIs(t, err, trace.ErrUnknown)
		require.Equal(t, want+trace.ErrUnknown.Error(), err.Error())
		require.NotContains(t, err.Error(), value)
	}
}

func mailbox(name, value string) trace.Event {
	return trace.Event{Plane: trace.Service, By: trace.TheService, Dir: trace.Observation, Kind: trace.KindMailbox, Fields: trace.Fields{name: value}}
}

// TestNoMistypedFieldIsKnown removes one letter from the name of a field that is not a pattern.
func TestNoMistypedFieldIsKnown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := rapid.SampledFrom(trace.Vocabulary()).Filter(func(k trace.KindRow) bool { return len(k.Fields) > 0 && k.Kind != trace.KindClaim }).Draw(t, "kind")
		field := rapid.SampledFrom(row.Fields).Filter(func(f trace.Field) bool { return !f.IsPattern() }).Draw(t, "field")
		i := rapid.IntRange(0, len(field.Name)-1).Draw(t, "letter")
		name := field.Name[:i] + field.Name[i+1:]
		known := func(f trace.Field) bool { return f.Name == name }
		err := trace.Check(trace.Event{Plane: row.Planes[0], By: trace.Harness, Dir: trace.Stimulus, Kind: row.Kind, Fields: trace.Fields{name: ""}})
		if err == nil && !slices.ContainsFunc(row.Fields, known) {
			t.Fatalf("%s knows %s", row.Kind, name)
		}
	})
}

// constants returns the values of the string constants of one type of this package.
func constants(t *testing.T, file, typeName string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	require.NoError(t, err)
	var values []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if name, ok := spec.Type.(*ast.Ident); ok && name.Name == typeName {
				value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				require.NoError(t, err)
				values = append(values, value)
			}
		}
		return true
	})
	require.NotEmpty(t, values, typeName)
	return values
}

func TestClosedSetsAreWhole(t *testing.T) {
	var kinds []string
	for _, row := range trace.Vocabulary() {
		kinds = append(kinds, string(row.Kind))
	}
	require.ElementsMatch(t, constants(t, "event.go", "Kind"), kinds)
	require.ElementsMatch(t, constants(t, "event.go", "Plane"), written(trace.Planes()))
	require.ElementsMatch(t, constants(t, "event.go", "Actor"), written(trace.Actors()))
	require.ElementsMatch(t, constants(t, "event.go", "Dir"), written(trace.Dirs()))
	require.ElementsMatch(t, constants(t, "closed_terms.go", "Screen"), wordsOf(trace.Screens()))
	require.ElementsMatch(t, constants(t, "closed_terms.go", "Outcome"), append(wordsOf(trace.Outcomes()), ""))
	require.ElementsMatch(t, constants(t, "closed_terms.go", "Code"), written(trace.Codes()))
	for _, form := range trace.Forms() {
		switch {
		case form.Go == "Verb":
			require.ElementsMatch(t, constants(t, "closed_terms.go", form.Go), form.Terms)
		case form.Terms != nil && form.Go != "bool":
			require.ElementsMatch(t, constants(t, "closed_terms_harness.go", form.Go), form.Terms)
		}
	}
}

func written[T ~string](terms []T) []string {
	list := make([]string, len(terms))
	for i, term := range terms {
		list[i] = string(term)
	}
	return list
}

func wordsOf(list []trace.Term) []string {
	terms := make([]string, len(list))
	for i, w := range list {
		terms[i] = w.Term
	}
	return terms
}

// TestTheVocabularyIsWellFormed: each kind has a plane and a sentence, each field has a form of the table and a unique
// name.
func TestTheVocabularyIsWellFormed(t *testing.T) {
	forms := map[trace.Form]bool{}
	for _, row := range trace.Forms() {
		require.False(t, forms[row.Form], row.Form)
		forms[row.Form] = true
	}
	for _, row := range trace.Vocabulary() {
		require.NotEmpty(t, row.Planes, row.Kind)
		require.NotEmpty(t, row.Says, row.Kind)
		names := map[string]bool{}
		for _, f := range slices.Concat(row.Fields, trace.CommonFields()) {
			require.False(t, names[f.Name], "%s %s", row.Kind, f.Name)
			names[f.Name] = true
			require.True(t, forms[f.Form], "%s %s", row.Kind, f.Name)
			require.False(t, f.Required && f.IsPattern(), "%s %s", row.Kind, f.Name)
		}
	}
}

func TestNumber(t *testing.T) {
	n, ok := trace.Event{Fields: trace.Fields{"tries": "2"}}.Tries().Int()
	require.True(t, ok)
	require.Equal(t, 2, n)
	for _, none := range []trace.Fields{nil, {"tries": ""}, {"tries": "two"}} {
		_, ok := trace.Event{Fields: none}.Tries().Int()
		require.False(t, ok)
	}
}
