package reports

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
)

// traceSchema compiles trace.schema.json, which refers to results.schema.json for the header.
func traceSchema(t *testing.T) func(line string) error {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	for _, name := range []string{"results.schema.json", "trace.schema.json"} {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		require.NoError(t, err)
		require.NoError(t, compiler.AddResource("https://github.com/mynalab/mynalab/reports/"+name, value))
	}
	schema, err := compiler.Compile("https://github.com/mynalab/mynalab/reports/trace.schema.json")
	require.NoError(t, err)
	return func(line string) error {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		require.NoError(t, err)
		return schema.Validate(value)
	}
}

func TestEveryLineOfTheRecordFitsItsSchema(t *testing.T) {
	validate := traceSchema(t)
	run := fixture(t)
	var b bytes.Buffer
	require.NoError(t, WriteTrace(&b, run.Results, run.Records))
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	require.Len(t, lines, 1+2*len(events(passedID)))
	for _, line := range lines {
		require.NoError(t, validate(line), line)
	}
	for name, defect := range map[string]func(*trace.Event){
		"unknown plane":              func(e *trace.Event) { e.Plane = "moon" },
		"scenario without a file":    func(e *trace.Event) { e.Scenario = "x" },
		"seq zero":                   func(e *trace.Event) { e.Seq = 0 },
		"a command on another plane": func(e *trace.Event) { e.Plane = trace.Service },
		"no status word":             func(e *trace.Event) { e.Fields = nil },
		"a field of another kind":    func(e *trace.Event) { e.Fields = trace.Fields{"sw": "9000", "screen": "pin"} },
		"a mistyped field":           func(e *trace.Event) { e.Fields = trace.Fields{"sw": "9000", "tris": "2"} },
		"an unknown line state": func(e *trace.Event) {
			e.Plane, e.Kind, e.Fields = trace.World, trace.KindLine, trace.Fields{"state": "cutt"}
		},
		"a status word in words": func(e *trace.Event) { e.Fields = trace.Fields{"sw": "good"} },
	} {
		t.Run(name, func(t *testing.T) {
			e := events(passedID)[1]
			defect(&e)
			var line bytes.Buffer
			require.NoError(t, trace.Encode(&line, e))
			require.Error(t, validate(line.String()))
		})
	}
}
