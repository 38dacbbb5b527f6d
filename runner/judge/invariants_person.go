package judge

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mynalab/mynalab/reports/trace"
)

// personInvariants are about where the data of a person may be shown.
func personInvariants() []Check {
	return []Check{{Name: "person-on-result-only", Sentence: says("患者の情報とレセコンに渡すものは、資格確認結果の画面にだけあり、そのあとは残らない",
		"personal data and the data for the receipt computer are on the result screen only, and none of it is left later"), Basis: trace.BasisSource,
		Source: "CHK-10, SVC-111, SVC-114", Planes: onControl(), Judge: judgePersonOnResultOnly}}
}

// endsResult returns the verbs after which a result of an earlier action must be gone: 閉じる (CHK-10) and each new start of the
// product. After any other verb an earlier result may still be there, because the result screen does not offer the action.
func endsResult() []trace.Verb {
	return []trace.Verb{trace.VerbClose, trace.VerbInstall, trace.VerbLaunch, trace.VerbUninstall}
}

// judgePersonOnResultOnly looks at each screen of the product. What belongs to persons is known from the service's answers so far.
func judgePersonOnResultOnly(events []trace.Event, _ Args) trace.Finding {
	verbs := map[int]trace.Verb{}
	var known personal
	for _, e := range events {
		switch {
		case isPersonsCall(e):
			verbs[e.Tx] = e.Verb()
		case isCheckAnswer(e):
			known.add(e)
		case isScreen(e):
			if p := known.staysOnResult(e, verbs[e.Tx]); !p.ok {
				return settle(p)
			}
		}
	}
	return settle(nobodyElsewhere())
}

func nobodyElsewhere() part {
	return held("ほかの画面に患者の情報はない", "no other screen has personal data")
}

// personal are the values that the service has sent about persons, folded as text.
type personal struct {
	// names are looked for inside every text. values are numbers, dates and codes, which a text may contain by chance, so only a
	// whole field that is equal to one of them counts.
	names, values []string
}

// nameMembers returns the members of an answer that say who a person is, in words.
func nameMembers() []string {
	return []string{"Name", "NameOfOther", "NameKana", "NameOfOtherKana", "InsuredName", "Address"}
}

// numberMembers returns the members of an answer with a person's numbers and dates.
func numberMembers() []string {
	return []string{"Birthdate", "InsurerNumber", "InsuredCardSymbol", "InsuredIdentificationNumber"}
}

// leastName is the length in characters from which a name is looked for: a single character is in many texts.
const leastName = 2

// add takes over what an answer says about persons.
func (p *personal) add(answer trace.Event) {
	sent := answerOf(answer)
	for _, member := range nameMembers() {
		for _, value := range sent.values(member) {
			if folded := trace.FoldText.Apply(value); utf8.RuneCountInString(folded) >= leastName {
				p.names = append(p.names, folded)
			}
		}
	}
	for _, member := range numberMembers() {
		for _, value := range sent.values(member) {
			p.values = append(p.values, trace.FoldText.Apply(value))
		}
	}
}

// staysOnResult returns the part "the screen after this verb is a result that belongs there, or has nothing of a person".
func (p personal) staysOnResult(screen trace.Event, verb trace.Verb) part {
	if screen.Screen() == trace.ScreenResult {
		if slices.Contains(endsResult(), verb) {
			return missed("消えたはずの結果が画面にある", "a result that should be gone is on the screen", screen)
		}
		return nobodyElsewhere()
	}
	for _, name := range slices.Sorted(maps.Keys(screen.Fields)) {
		value := screen.Fields[name]
		if value == "" {
			continue
		}
		if ofResult(name) {
			name = strings.TrimPrefix(name, trace.FieldPrefix)
			return missed("結果でない画面に結果の項目かレセコンに渡すものがある（"+name+"）",
				"a screen that is not the result has "+name+", which belongs to a result", screen)
		}
		if p.in(value) {
			return missed("結果でない画面に患者の情報がある", "a screen that is not the result shows personal data", screen)
		}
	}
	return nobodyElsewhere()
}

// ofResult reports whether a field of a screen belongs to a result: a label of the table, or data for the receipt computer.
func ofResult(field string) bool {
	_, labelled := labelOf(field)
	return labelled || strings.HasPrefix(field, handOverField)
}

// handOverField begins the names of the fields with data for the receipt computer.
const handOverField = "handover"

// in reports whether a text contains a person's name or is one of a person's values.
func (p personal) in(text string) bool {
	folded := trace.FoldText.Apply(text)
	return slices.Contains(p.values, folded) ||
		slices.ContainsFunc(p.names, func(name string) bool { return strings.Contains(folded, name) })
}
