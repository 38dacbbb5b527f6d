package judge

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mynalab/mynalab/reports/trace"
)

// longNote is the length in runes, with the closing bracket, from which a text in brackets after a label is a note and not part
// of its name: 機関コード（7桁） is a name, 電話番号（半角数字・ハイフン無しでご入力ください） is a name with a note. The number is our
// choice: of the published labels, names have brackets of at most 5 runes and notes of at least 18.
const longNote = 9

// shortLabel returns a label without the note after it.
func shortLabel(label string) string {
	name, note, ok := strings.Cut(label, "（")
	if !ok || utf8.RuneCountInString(note) < longNote {
		return label
	}
	return name
}

// shortLabels returns labels without their notes.
func shortLabels(labels []string) []string {
	var short []string
	for _, l := range labels {
		short = append(short, shortLabel(l))
	}
	return short
}

// texts returns all strings in an answer, at any depth.
func texts(e trace.Event) []string {
	var message any
	if json.Unmarshal([]byte(e.Body()), &message) != nil {
		return nil
	}
	return stringsIn(message)
}

func stringsIn(v any) []string {
	var found []string
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, inner := range v {
			found = append(found, stringsIn(inner)...)
		}
	case map[string]any:
		for _, inner := range v {
			found = append(found, stringsIn(inner)...)
		}
	}
	slices.Sort(found)
	return found
}

// comma separates the items of a list in a claim, as in a feature text.
const comma = "、"

func listed(items string) []string {
	if items == "" {
		return nil
	}
	return strings.Split(items, comma)
}
