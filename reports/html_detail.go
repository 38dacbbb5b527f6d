package reports

import (
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// shortened is the length in runes beyond which only the beginning of a value is shown: the record has it whole. It is one line of
// the report (lineLength).
const shortened = lineLength

// longest is the same for a string inside a message. Our choice: a name, an address or a sentence fits; a certificate or a signature
// in Base64 is cut.
const longest = 72

// done returns the status word of success, as written in the record.
func done() string { return apdu.SW9000OK.String() }

// detail is one field of an event. Block is true if the value has lines that must be kept.
type detail struct {
	Name  trace.Sentence
	Value string
	Block bool
}

// detailsOf returns the fields that the sentence of the event does not contain.
func detailsOf(e trace.Event) []detail {
	t := eventSentenceOf(e.Kind)
	var list []detail
	for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
		value := e.Fields[name]
		switch {
		case slices.Contains(t.used, name):
		case name == "apdu":
			list = append(list, commandDetails(value)...)
		case name == "body":
			list = append(list, detail{trace.Sentence{JA: "本文", EN: "body"}, prettyJSON(value), true})
		case name == "data":
			list = append(list, detail{trace.Sentence{JA: fmt.Sprintf("データ %dバイト", len(value)/2), EN: fmt.Sprintf("%d bytes", len(value)/2)}, short(value), false})
		default:
			list = append(list, detail{same(strings.TrimPrefix(name, "arg.")), short(value), false})
		}
	}
	return list
}

// commandDetails returns the parts of a command APDU, and the whole bytes too if the parts don't contain all of them. A
// data field with a secret is masked in the record and stays masked.
func commandDetails(text string) []detail {
	whole := detail{same("APDU"), short(text), false}
	const header = 8
	if len(text) < header {
		return []detail{whole}
	}
	parts := fmt.Sprintf("CLA %s · INS %s · P1 %s · P2 %s", text[0:2], text[2:4], text[4:6], text[6:8])
	raw, err := hex.DecodeString(text)
	if err != nil {
		return []detail{commandDetail(parts), whole}
	}
	c, err := apdu.Parse(raw)
	switch {
	case err != nil:
		return []detail{commandDetail(parts), whole}
	case len(c.Data) == 0:
		return []detail{commandDetail(parts + lengths(c))}
	default:
		return []detail{commandDetail(parts + lengths(c)), whole}
	}
}

func commandDetail(parts string) detail {
	return detail{trace.Sentence{JA: "コマンド", EN: "command"}, parts, false}
}

func lengths(c apdu.Command) string {
	text := ""
	if len(c.Data) > 0 {
		text += fmt.Sprintf(" · Lc %d", len(c.Data))
	}
	if c.Ne > 0 {
		text += fmt.Sprintf(" · Le %d", c.Ne)
	}
	return text
}

func short(value string) string { return cutAfter(value, shortened) }

func cutAfter(value string, limit int) string {
	runes := []rune(value)
	if len(runes) <= limit {
		return value
	}
	return fmt.Sprintf("%s … (%d)", string(runes[:limit]), len(runes))
}
