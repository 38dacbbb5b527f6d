package reports

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// Lengths in runes: a value longer than folded goes behind a fold, and of one longer than shortened only the beginning is
// shown, since the record has it whole.
const (
	folded    = 60
	shortened = 1200
)

// eventView is one event in words.
type eventView struct {
	Anchor string
	Seq    int
	Plane  trace.Plane
	By     trace.Actor
	Dir    trace.Dir
	// What names the kind of event, Text says in a line what happened.
	What trace.Sentence
	Text trace.Sentence
	// Fields are the particulars that Text does not tell; Folds those too long for a line.
	Fields []fieldView
	Folds  []fieldView
}

type fieldView struct{ Name, Value string }

// telling is how one kind of event is told: its name, the sentence, and the fields which the sentence has used up.
type telling struct {
	kind trace.Kind
	what trace.Sentence
	text func(trace.Fields) trace.Sentence
	used []string
}

// tellings is the table of the kinds of events of reports/trace, Kind.
func tellings() []telling {
	return []telling{
		{trace.KindOutcome, trace.Sentence{JA: "手順の実行", EN: "step engine"}, plain("status", "error"), []string{"status", "error"}},
		{trace.KindClock, trace.Sentence{JA: "時計", EN: "clock"}, plain("now"), []string{"now"}},
		{trace.KindPerson, trace.Sentence{JA: "人", EN: "person"}, plain("who", "deed"), []string{"who", "deed"}},
		{trace.KindLine, trace.Sentence{JA: "回線", EN: "line"}, plain("state"), []string{"state"}},
		{trace.KindClaim, trace.Sentence{JA: "主張", EN: "claim"}, plain("check"), []string{"check"}},
		{trace.KindCall, trace.Sentence{JA: "操作", EN: "deed at the product"}, plain("verb"), []string{"verb"}},
		{trace.KindScreen, trace.Sentence{JA: "画面", EN: "screen"}, screenText, []string{"screen", "outcome", "text", "tries"}},
		{trace.KindDescribed, trace.Sentence{JA: "製品の自己紹介", EN: "the product about itself"}, plain("name", "version"),
			[]string{"name", "version"}},
		{trace.KindInserted, trace.Sentence{JA: "カードをかざした", EN: "card inserted"}, plain(), nil},
		{trace.KindRemoved, trace.Sentence{JA: "カードを離した", EN: "card removed"}, plain(), nil},
		{trace.KindPowered, trace.Sentence{JA: "カードに給電", EN: "card powered"}, plain(), nil},
		{trace.KindCommand, trace.Sentence{JA: "コマンド", EN: "command"}, plain("name", "ap", "ef", "file", "target"),
			[]string{"name", "ap", "ef", "file", "target"}},
		{trace.KindResponse, trace.Sentence{JA: "レスポンス", EN: "response"}, responseText,
			[]string{"name", "ap", "ef", "sw", "meaning", "tries"}},
		{trace.KindFailure, trace.Sentence{JA: "応答なし", EN: "no answer"}, plain("doing", "verb", "method", "path", "error"),
			[]string{"doing", "verb", "method", "path", "exchange", "error"}},
		{trace.KindCounter, trace.Sentence{JA: "残り回数", EN: "tries left"}, plain("ef", "tries"), []string{"ef", "tries"}},
		{trace.KindRequest, trace.Sentence{JA: "要求", EN: "request"}, plain("method", "path"), []string{"method", "path", "exchange"}},
		{trace.KindAnswer, trace.Sentence{JA: "応答", EN: "answer"}, plain("status", "method", "path"),
			[]string{"status", "method", "path", "exchange"}},
		{trace.KindInventory, trace.Sentence{JA: "サービスの状態", EN: "state of the service"}, plain(), nil},
	}
}

// tellingOf falls back to the bare kind for one that the table lacks: a later version may have written the record.
func tellingOf(k trace.Kind) telling {
	for _, t := range tellings() {
		if t.kind == k {
			return t
		}
	}
	return telling{kind: k, what: trace.Sentence{JA: string(k), EN: string(k)}, text: plain()}
}

// plain tells the values of the named fields, one after the other.
func plain(names ...string) func(trace.Fields) trace.Sentence {
	return func(f trace.Fields) trace.Sentence {
		var values []string
		for _, name := range names {
			if f[name] != "" {
				values = append(values, f[name])
			}
		}
		text := strings.Join(values, " ")
		return trace.Sentence{JA: text, EN: text}
	}
}

func screenText(f trace.Fields) trace.Sentence {
	s := plain("screen", "outcome")(f)
	if f["text"] != "" {
		s.JA, s.EN = s.JA+"「"+f["text"]+"」", s.EN+" “"+f["text"]+"”"
	}
	if f["tries"] != "" {
		s.JA, s.EN = s.JA+" 残り"+f["tries"]+"回", s.EN+" "+f["tries"]+" tries left"
	}
	return s
}

func responseText(f trace.Fields) trace.Sentence {
	sw, err := strconv.ParseUint(f["sw"], 16, 16)
	if err != nil {
		return plain("sw", "tries")(f)
	}
	meaning := apdu.Status(sw).Meaning()
	return trace.Sentence{JA: f["sw"] + " " + meaning.JA, EN: f["sw"] + " " + meaning.EN}
}

func eventViewOf(e trace.Event, scenario string) *eventView {
	t := tellingOf(e.Kind)
	v := &eventView{
		Anchor: eventAnchor(scenario, e.Seq), Seq: e.Seq, Plane: e.Plane, By: e.By, Dir: e.Dir,
		What: t.what, Text: t.text(e.Fields),
	}
	for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
		if slices.Contains(t.used, name) {
			continue
		}
		shown := strings.TrimPrefix(strings.TrimPrefix(name, trace.FieldPrefix), "arg.")
		value := []rune(e.Fields[name])
		switch {
		case len(value) > shortened:
			rest := fmt.Sprintf(" … (%d, trace.ndjson)", len(value))
			v.Folds = append(v.Folds, fieldView{shown, string(value[:shortened]) + rest})
		case len(value) > folded:
			v.Folds = append(v.Folds, fieldView{shown, string(value)})
		default:
			v.Fields = append(v.Fields, fieldView{shown, string(value)})
		}
	}
	return v
}
