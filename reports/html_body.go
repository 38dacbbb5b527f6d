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

// prettyJSON formats a JSON message and shortens its long strings. A text that is not JSON is only shortened.
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

// lineLength is the number of characters up to which a value stays on one line: about the width of the page. Our choice.
const lineLength = 160

// layOut writes a value on one line if it is short enough, else one member per line.
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

// separator returns what is written before the item with that index.
func separator(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}

// oneLine returns a value as JSON on one line. A value that was parsed from JSON can always be encoded.
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

// longList is how many strings of a list are shown. Our choice: a pick list of the portals can have dozens (47 都道府県), and the
// first few show what it is.
const longList = 6

// cutList shortens a long list of strings and adds the number of its items.
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
