package mockservice_test

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"pgregory.net/rapid"
)

// drawer draws random requests for the operations of a document. They are valid unless a method makes them invalid on purpose.
type drawer struct {
	t *rapid.T
	// known are values that exist in the service under test, by member name. They are drawn often, so that requests get past
	// look-ups.
	known map[string][]string
	// whole are complete valid bodies, by operation.
	whole map[string][]any
}

func (d drawer) coin(what string) bool { return rapid.Bool().Draw(d.t, what) }

func pick[T any](d drawer, what string, from ...T) T { return rapid.SampledFrom(from).Draw(d.t, what) }

// value draws a valid value of a schema.
func (d drawer) value(name string, schema *openapi3.Schema) any {
	if len(schema.AllOf) == 1 {
		return d.value(name, schema.AllOf[0].Value)
	}
	switch {
	case schema.Nullable && d.coin("null"):
		return nil
	case len(schema.Enum) > 0 && len(d.known[name]) > 0 && d.coin(name+" known"):
		return rapid.SampledFrom(d.known[name]).Draw(d.t, name)
	case len(schema.Enum) > 0:
		return rapid.SampledFrom(schema.Enum).Draw(d.t, name)
	case schema.Type.Is(openapi3.TypeObject):
		return d.object(schema)
	case schema.Type.Is(openapi3.TypeArray):
		list := []any{}
		for range rapid.IntRange(0, 2).Draw(d.t, name+" items") {
			list = append(list, d.value(name, schema.Items.Value))
		}
		return list
	case schema.Type.Is(openapi3.TypeInteger):
		return d.integer(name, schema)
	case schema.Type.Is(openapi3.TypeBoolean):
		return d.coin(name)
	default:
		return d.text(name, schema)
	}
}

func (d drawer) object(schema *openapi3.Schema) map[string]any {
	object := map[string]any{}
	for _, name := range sorted(schema.Properties) {
		if slices.Contains(schema.Required, name) || d.coin("with "+name) {
			object[name] = d.value(name, schema.Properties[name].Value)
		}
	}
	if of := schema.AdditionalProperties.Schema; of != nil {
		for range rapid.IntRange(0, 8).Draw(d.t, "values") {
			name := d.text("field", &openapi3.Schema{})
			object[name] = d.value(name, of.Value)
		}
	}
	return object
}

func (d drawer) integer(name string, schema *openapi3.Schema) any {
	from, to := int64(math.MinInt32), int64(math.MaxInt32)
	if schema.Min != nil {
		from = int64(*schema.Min)
	}
	if schema.Max != nil && *schema.Max < math.MaxInt32 {
		to = int64(*schema.Max)
	}
	return rapid.Int64Range(from, to).Draw(d.t, name)
}

// text draws a text: in three of four cases a known one, if there are any, else a random one that fits the schema.
func (d drawer) text(name string, schema *openapi3.Schema) string {
	if known := d.known[name]; len(known) > 0 && rapid.IntRange(0, 3).Draw(d.t, name+" known") > 0 {
		return rapid.SampledFrom(known).Draw(d.t, name)
	}
	longest := 32
	if schema.MaxLength != nil {
		longest = int(*schema.MaxLength)
	}
	switch {
	case schema.Format == "date-time":
		at := rapid.Int64Range(-62135596800, 253402300799).Draw(d.t, name)
		return time.Unix(at, 0).In(time.FixedZone("", 900*rapid.IntRange(-48, 56).Draw(d.t, name+" zone"))).Format(time.RFC3339)
	case schema.Format == "byte":
		return base64.StdEncoding.EncodeToString(rapid.SliceOfN(rapid.Byte(), 0, longest/2).Draw(d.t, name))
	case schema.Pattern != "":
		return rapid.StringMatching(schema.Pattern).Draw(d.t, name)
	case d.coin(name + " longest"):
		return strings.Repeat("長", longest)
	default:
		return rapid.StringN(int(schema.MinLength), longest, -1).Draw(d.t, name)
	}
}

// spoil changes one random part of a value, so that it is probably invalid.
func (d drawer) spoil(value any) any {
	switch v := value.(type) {
	case map[string]any:
		names := sorted(v)
		switch how := rapid.IntRange(0, 3).Draw(d.t, "spoil"); {
		case how == 0:
			v[pick(d, "another member", "password", "__proto__", "長", "")] = "x"
		case len(names) == 0:
			return nil
		case how == 1:
			delete(v, pick(d, "missing", names...))
		default:
			name := pick(d, "spoilt", names...)
			v[name] = d.spoil(v[name])
		}
		return v
	case []any:
		if len(v) > 0 && d.coin("inside") {
			v[0] = d.spoil(v[0])
			return v
		}
		return pick[any](d, "no list", nil, "x", map[string]any{}, slices.Repeat([]any{"x"}, 99))
	default:
		return pick[any](d, "no value", nil, "", "x", strings.Repeat("長", 5000), "0", " ", "\x00", -1, 0, 1.5, 1e300,
			true, []any{}, map[string]any{}, "9999-12-31T23:59:60Z", "2025-02-30T00:00:00Z")
	}
}

// body draws a body for an operation: valid, with one invalid part, with changed bytes, or of another form.
func (d drawer) body(op string, schema *openapi3.Schema) []byte {
	value := d.value("body", schema)
	if whole := d.whole[op]; len(whole) > 0 && d.coin("whole") {
		text := marshal(rapid.SampledFrom(whole).Draw(d.t, "whole body"))
		if err := json.Unmarshal(text, &value); err != nil {
			panic(err)
		}
	}
	switch pick(d, "kind", "valid", "spoilt", "bytes", "any") {
	case "valid":
		return marshal(value)
	case "spoilt":
		return marshal(d.spoil(value))
	case "bytes":
		return d.bend(marshal(value))
	default:
		return pick(d, "any", nil, []byte("null"), []byte("{}"), []byte("[]"), []byte(`"x"`), []byte("1"), []byte("x"),
			[]byte(strings.Repeat("[", 20000)), []byte(`{"values":`+strings.Repeat(`{"a":`, 9000)), []byte("\xff\xfe"))
	}
}

// bend cuts, repeats or changes the bytes of a JSON text.
func (d drawer) bend(text []byte) []byte {
	at := rapid.IntRange(0, len(text)).Draw(d.t, "at")
	switch pick(d, "bend", "cut", "twice", "octet", "blanks") {
	case "cut":
		return text[:at]
	case "twice":
		return append(text, text...)
	case "octet":
		return slices.Insert(slices.Clone(text), at, rapid.Byte().Draw(d.t, "octet"))
	default:
		return append([]byte(" \t\r\n"), text...)
	}
}

func marshal(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return text
}

func sorted[K ~string, V any](m map[K]V) []K {
	names := make([]K, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
