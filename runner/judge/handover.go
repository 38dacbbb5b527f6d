package judge

import (
	"maps"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

func handOverChecks() []Check {
	return []Check{handOverAgrees()}
}

// HandOverAgrees claims that the text for the receipt computer has a line for each value that the result shows, and no other
// line.
func HandOverAgrees() trace.Claim { return handOverAgrees().claim(nil) }

func handOverAgrees() Check {
	return Check{Name: "hand-over-agrees", Sentence: says("レセコンに渡す文には、表示された項目が同じ値で並ぶ",
		"the text for the receipt computer gives what is shown, line by line"), Basis: trace.BasisEvidence,
		Source: "CHK-14, SVC-134, SVC-139", Planes: onControl(), Judge: judgeHandOver,
		Looks: sentence("最後の操作のあとの結果の画面とレセコンに渡す文を項目ごとに比べる。項目も値も同じで、ほかの行がない。値の書き方の違いは問わない。",
			"Compares the text for the receipt computer with the result after the last action: the same labels and values, in any spelling, and no other line.")}
}

func judgeHandOver(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	return settle(a.shows("screen", screenResult), a.handsOver())
}

// handsOver returns the part "screen and text have the same labels and values", where a value may be spelled differently.
func (a action) handsOver() part {
	if !a.seen {
		return a.shows("screen")
	}
	shown := map[string]string{}
	for name, value := range a.screen.Fields {
		if row, ok := labelOf(name); ok && value != "" {
			shown[row.Label] = row.Fold.Apply(value)
		}
	}
	handed, strange := handedOver(a.screen.HandOver())
	switch {
	case strange != "":
		return missed("文に読めない行がある", "the text has a line without a known label", a.screen)
	case len(shown) == 0:
		return missed("表示された項目がない", "the screen shows no value", a.screen)
	case !maps.Equal(shown, handed):
		return missed("文の項目は "+strings.Join(slices.Sorted(maps.Keys(handed)), "、")+" で、表示と異なる",
			"the text differs from what is shown", a.screen)
	}
	return held("文と表示は一致している", "text and screen agree", a.screen)
}

// handedOver parses the text. Each line is a label, then a tab, a colon or a blank, then the value (SVC-134). strange is the
// first line that has no separator or no known label, and empty if there is no such line.
func handedOver(text string) (values map[string]string, strange string) {
	values = map[string]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		label, value, cut := line, "", false
		if i := strings.IndexAny(line, "\t:： "); i >= 0 {
			label, value, cut = line[:i], strings.TrimLeft(line[i:], "\t:： "), true
		}
		row, known := labelOf(trace.FieldPrefix + label)
		if !cut || !known {
			return values, line
		}
		values[row.Label] = row.Fold.Apply(value)
	}
	return values, ""
}
