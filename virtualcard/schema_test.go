package virtualcard_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
)

var updateSchema = flag.Bool("update", false, "write profiles/SCHEMA.md again")

const schemaFile = "profiles/SCHEMA.md"

// notKeys lists the facts with use "profile" that are not keys, and says why.
func notKeys() [][2]string {
	return [][2]string{
		{"CARD-627", "Q17, details of T=1: no key; a virtual reader does not use T=1, only a hardware card would need one"},
		{"CARD-632", "Q22, the next generation: it gets a profile of its own once its commands are public; until then `key.algorithm` has one value"},
		{"CARD-637", "presets for phones: `android` is embedded; for an iPhone write a profile with `token.label` JPKIAPIOSTOKEN and `phone.last_command` true (§13 row 6: no public log)"},
		{"CARD-638", "every preset can be changed: copy a file, change a key, pass its path"},
	}
}

// TestSchema requires that profiles/SCHEMA.md is equal to what the Go comments, the embedded profiles and the table above
// produce. Write it again with: go test ./virtualcard -run TestSchema -update
func TestSchema(t *testing.T) {
	text := schemaText(t)
	if *updateSchema {
		require.NoError(t, os.WriteFile(schemaFile, []byte(text), 0o644))
	}
	written, err := os.ReadFile(schemaFile)
	require.NoError(t, err)
	require.Equal(t, text, string(written), "%s is outdated; run: go test ./virtualcard -run TestSchema -update", schemaFile)

	facts, err := os.ReadFile("../features/facts.tsv")
	require.NoError(t, err)
	profileFacts := 0
	for line := range strings.Lines(string(facts)) {
		id, _, _ := strings.Cut(line, "\t")
		if strings.HasPrefix(id, "CARD-") && strings.HasSuffix(strings.TrimSpace(line), "\tprofile") {
			profileFacts++
			require.Contains(t, expandedIDs(text), id, "a fact with use profile must be a key or a preset, or be listed in notKeys")
		}
	}
	require.NotZero(t, profileFacts)
}

// expandedIDs returns the text with ranges such as "CARD-008 to CARD-010" written out.
func expandedIDs(text string) string {
	words := strings.Fields(text)
	for i := 2; i < len(words); i++ {
		var from, to int
		if _, err := fmt.Sscanf(words[i-2]+" "+words[i], "CARD-%d CARD-%d", &from, &to); err != nil || words[i-1] != "to" {
			continue
		}
		for n := from; n <= to; n++ {
			text += fmt.Sprintf(" CARD-%03d", n)
		}
	}
	return text
}

func schemaText(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("# Card profiles\n\nA test writes this file from the comments of the Go type Profile; do not edit it. Sections (§), questions (Q) and\n" +
		"CARD numbers are those of the card reference. A profile is one JSON object with exactly the keys below;\n" +
		"an error names the key, the line and the column. `mynalab card --profile FILE.json` makes a card from a file of\n" +
		"your own, `virtualcard.LoadProfileFile` reads it.\n")
	fmt.Fprintf(&b, "\n## Keys\n\nThe default is the value in contact-a1.\n\n| key | type | default | meaning |\n|---|---|---|---|\n")
	types := profileTypes(t)
	writeKeys(&b, types, "Profile", "", defaults(t))
	b.WriteString("\n## Embedded profiles\n\n| name | differs from contact-a1 in | source |\n|---|---|---|\n")
	for _, name := range virtualcard.ProfileNames() {
		p, err := virtualcard.LoadProfile(name)
		require.NoError(t, err)
		fmt.Fprintf(&b, "| %s | %s | %s |\n", name, strings.Join(differences(t, p), ", "), p.Source)
	}
	b.WriteString("\n## Facts that are not keys\n\n| fact | why |\n|---|---|\n")
	for _, row := range notKeys() {
		fmt.Fprintf(&b, "| %s | %s |\n", row[0], row[1])
	}
	return b.String()
}

// profileTypes returns the struct types of the files that declare the profile.
func profileTypes(t *testing.T) map[string]*ast.StructType {
	t.Helper()
	types := map[string]*ast.StructType{}
	for _, name := range []string{"profile.go", "profile_policies.go", "token_information.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if s, ok := spec.Type.(*ast.StructType); ok {
					types[spec.Name.Name] = s
				}
			}
			return true
		})
	}
	return types
}

func writeKeys(b *strings.Builder, types map[string]*ast.StructType, name, prefix string, defaults map[string]any) {
	for _, field := range types[name].Fields.List {
		tag := reflect.StructTag(strings.Trim(field.Tag.Value, "`")).Get("json")
		path := prefix + tag
		if inner, ok := field.Type.(*ast.Ident); ok && types[inner.Name] != nil {
			object, _ := defaults[tag].(map[string]any)
			writeKeys(b, types, inner.Name, path+".", object)
			continue
		}
		value, err := json.Marshal(defaults[tag])
		if err != nil {
			panic(err)
		}
		meaning := strings.Join(strings.Fields(field.Doc.Text()), " ")
		fmt.Fprintf(b, "| `%s` | %s | `%s` | %s |\n", path, typeName(field.Type), value, meaning)
	}
}

// typeName returns the type of a key in terms of JSON.
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.ArrayType:
		return "list of " + typeName(e.Elt)
	case *ast.MapType:
		return "object of " + typeName(e.Value)
	case *ast.SelectorExpr: // apdu.Status
		return "status word"
	case *ast.Ident:
		names := map[string]string{"bool": "true or false", "int": "number", "string": "text", "Step": "text", "Hex": "hex", "PINPolicy": "`max_tries`"}
		return names[e.Name]
	default:
		return ""
	}
}

func defaults(t *testing.T) map[string]any {
	t.Helper()
	p, err := virtualcard.LoadProfile("contact-a1")
	require.NoError(t, err)
	return asJSON(t, p)
}

func asJSON(t *testing.T, p virtualcard.Profile) map[string]any {
	t.Helper()
	text, err := json.Marshal(p)
	require.NoError(t, err)
	var object map[string]any
	require.NoError(t, json.Unmarshal(text, &object))
	return object
}

// differences returns the keys whose values differ from those of contact-a1, except name and source.
func differences(t *testing.T, p virtualcard.Profile) []string {
	t.Helper()
	var keys []string
	ours, base := asJSON(t, p), defaults(t)
	for _, key := range slices.Sorted(maps.Keys(base)) {
		object, isObject := base[key].(map[string]any)
		if key == "name" || key == "source" {
			continue
		}
		if !isObject {
			if !reflect.DeepEqual(ours[key], base[key]) {
				keys = append(keys, "`"+key+"`")
			}
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(object)) {
			if !reflect.DeepEqual(ours[key].(map[string]any)[name], object[name]) {
				keys = append(keys, "`"+key+"."+name+"`")
			}
		}
	}
	return keys
}
