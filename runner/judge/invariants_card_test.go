package judge_test

import (
	"testing"

	"github.com/mynalab/mynalab/reports/trace"
)

func TestInvariantOfTheCard(t *testing.T) {
	const name = "card-used-as-needed"
	sign := exchange(trace.Product, "COMPUTE DIGITAL SIGNATURE", "0017", "9000", nil)
	refused := exchange(trace.Product, "COMPUTE DIGITAL SIGNATURE", "0017", "6982", nil)
	choose := func(by trace.Actor, application, sw string) func(*goldenRecord) {
		return exchange(by, "SELECT", "", sw, trace.Fields{"application": application})
	}
	file := func(by trace.Actor, ef string) func(*goldenRecord) { return exchange(by, "SELECT", ef, "9000", nil) }
	powered := func(by trace.Actor, f trace.Fields) func(*goldenRecord) {
		return func(t *goldenRecord) { t.add(trace.Card, by, trace.KindPowered, f) }
	}
	for _, row := range []invariantRow{
		{"SVC-285 one check", name, true, []func(*goldenRecord){typePIN, reading(powered(trace.CardItself, trace.Fields{"atr": "3B"}),
			choose(trace.Product, "JPKI", "9000"), file(trace.Product, "000A"), file(trace.Product, "0018"), verify("9000", ""), sign)}},
		{"one signature a reading", name, true, []func(*goldenRecord){typePIN, reading(sign), typePIN, reading(sign)}},
		{"a refused signature does not count", name, true, []func(*goldenRecord){typePIN, reading(refused, sign)}},
		{"card without JPKI", name, true, []func(*goldenRecord){reading(choose(trace.Product, "JPKI", "6A82"))}},
		{"the harness may look at all of the card", name, true, []func(*goldenRecord){choose(trace.Harness, "AID 01", "6A82"),
			file(trace.Harness, "0001"), file(trace.Harness, "001B")}},

		{"two signatures in a reading", name, false, []func(*goldenRecord){typePIN, reading(sign, sign)}},
		{"a second signature in a later action", name, false, []func(*goldenRecord){typePIN, reading(sign), func(t *goldenRecord) {
			t.action("close", trace.Fields{"screen": "auth-select"}, sign)
		}}},
		{"another application", name, false, []func(*goldenRecord){reading(choose(trace.Product, "券面入力補助", "9000"))}},
		{"another application that the card does not have", name, false, []func(*goldenRecord){reading(choose(trace.Product, "AID 01", "6A82"))}},
		{"SVC-282 signature certificate", name, false, []func(*goldenRecord){reading(file(trace.Product, "0001"))}},
		{"SVC-282 signature key", name, false, []func(*goldenRecord){reading(file(trace.Product, "001A"))}},
		{"SVC-282 signature password", name, false, []func(*goldenRecord){reading(
			exchange(trace.Product, "VERIFY (query)", "001B", "63C5", nil))}},
		{"CARD-356 left powered", name, false, []func(*goldenRecord){reading(sign), powered(trace.Product, trace.Fields{"left": "on"})}},
	} {
		t.Run(row.name, row.test)
	}
}
