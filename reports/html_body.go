package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// prettyJSON lays a message out with its long strings cut; what is no JSON stays as it is.
func prettyJSON(text string) string {
	var value any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return short(text)
	}
	var b strings.Builder
	layOut(&b, cutStrings(value), "\n")
	return b.String()
}

// lineLength is the length in characters up to which a value stands on one line.
const lineLength = 160

// layOut writes a value on one line where there is room for it, and else its members below each other.
func layOut(b *strings.Builder, value any, newline string) {
	line := oneLine(value)
	list, isList := value.([]any)
	object, isObject := value.(map[string]any)
	switch {
	case utf8.RuneCountInString(line) <= lineLength || !isList && !isObject:
		b.WriteString(line)
	case isList:
		b.WriteString("[")
		for i, item := range list {
			b.WriteString(separator(i) + newline + "  ")
			layOut(b, item, newline+"  ")
		}
		b.WriteString(newline + "]")
	default:
		b.WriteString("{")
		for i, name := range slices.Sorted(maps.Keys(object)) {
			b.WriteString(separator(i) + newline + "  " + oneLine(name) + ": ")
			layOut(b, object[name], newline+"  ")
		}
		b.WriteString(newline + "}")
	}
}

// separator stands before the item of that number.
func separator(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}

// oneLine is a value of a parsed message, which can always be written.
func oneLine(value any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(value)
	return strings.TrimSpace(b.String())
}

func cutStrings(value any) any {
	switch v := value.(type) {
	case string:
		return cutAfter(v, longest)
	case []any:
		for i := range v {
			v[i] = cutStrings(v[i])
		}
		return cutList(v)
	case map[string]any:
		for name := range v {
			v[name] = cutStrings(v[name])
		}
	}
	return value
}

// longList is how many strings of a list are shown: a pick list may have dozens.
const longList = 6

// cutList leaves the end of a long list of strings out, and tells how many there are.
func cutList(list []any) []any {
	if len(list) <= longList+1 {
		return list
	}
	for _, item := range list {
		if _, plain := item.(string); !plain {
			return list
		}
	}
	return append(slices.Clone(list[:longList]), fmt.Sprintf("… (%d)", len(list)))
}
