package reports

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// eventSentence is how the reports show one kind of event: its name, a function that makes the sentence, and the fields
// that the sentence already contains.
type eventSentence struct {
	kind trace.Kind
	what trace.Sentence
	text func(trace.Event) trace.Sentence
	used []string
}

// eventSentences returns the table, a row for each trace.Kind.
func eventSentences() []eventSentence {
	return []eventSentence{
		{trace.KindStep, trace.Sentence{JA: "手順", EN: "step"}, plain("keyword", "text"), []string{"keyword", "text"}},
		{trace.KindOutcome, trace.Sentence{JA: "手順の実行", EN: "step engine"}, plain("status", "error"), []string{"status", "error"}},
		{trace.KindClock, trace.Sentence{JA: "時計", EN: "clock"}, plain("now"), []string{"now"}},
		{trace.KindPerson, trace.Sentence{JA: "人", EN: "person"}, plain("who", "deed", "account"), []string{"who", "deed", "account"}},
		{trace.KindLine, trace.Sentence{JA: "回線", EN: "line"}, plain("state"), []string{"state"}},
		{trace.KindClaim, trace.Sentence{JA: "主張", EN: "claim"}, plain("check"), []string{"check"}},
		{trace.KindCall, trace.Sentence{JA: "操作", EN: "call"}, verbText, []string{"verb"}},
		{trace.KindScreen, trace.Sentence{JA: "画面", EN: "screen"}, screenText, []string{"screen", "outcome", "text", "tries"}},
		{trace.KindDescribed, trace.Sentence{JA: "製品の自己紹介", EN: "self-description of the product"}, plain("name", "version"),
			[]string{"name", "version"}},
		{trace.KindInserted, trace.Sentence{JA: "カードをかざした", EN: "card inserted"}, plain(), nil},
		{trace.KindRemoved, trace.Sentence{JA: "カードを離した", EN: "card removed"}, plain(), nil},
		{trace.KindPowered, trace.Sentence{JA: "カードに給電", EN: "card powered"}, plain(), nil},
		{trace.KindCommand, trace.Sentence{JA: "コマンド", EN: "command"}, commandText, []string{"name", "ap", "ef", "file", "application"}},
		{trace.KindResponse, trace.Sentence{JA: "レスポンス", EN: "response"}, responseText,
			[]string{"name", "ap", "ef", "sw", "meaning", "tries"}},
		{trace.KindFailure, trace.Sentence{JA: "応答なし", EN: "no answer"}, plain("doing", "verb", "method", "path", "error"),
			[]string{"doing", "verb", "method", "path", "exchange", "error"}},
		{trace.KindCounter, trace.Sentence{JA: "カードの残り回数", EN: "tries left on the card"}, plain("tries"), []string{"ef", "tries"}},
		{trace.KindRequest, trace.Sentence{JA: "要求", EN: "request"}, plain("method", "path"), []string{"method", "path", "exchange"}},
		{trace.KindAnswer, trace.Sentence{JA: "応答", EN: "answer"}, answerText, []string{"status", "method", "path", "exchange"}},
		{trace.KindInventory, trace.Sentence{JA: "サービスの状態", EN: "state of the service"}, plain(), nil},
		{trace.KindPage, trace.Sentence{JA: "窓口サイトの画面", EN: "page of a portal"}, plain("path", "status"), []string{"path", "status"}},
		{trace.KindMailbox, trace.Sentence{JA: "届いたメール", EN: "mail box"}, plain("to"), []string{"to"}},
		{trace.KindQuiet, trace.Sentence{JA: "静まるのを待った", EN: "waited for quiet"}, plain("state", "requests", "apdus"), []string{"state", "requests", "apdus"}},
	}
}

// eventSentencesByKind is the table by kind. It is made once because every event of every scenario is looked up in it.
var eventSentencesByKind = sync.OnceValue(func() map[trace.Kind]eventSentence {
	byKind := map[trace.Kind]eventSentence{}
	for _, t := range eventSentences() {
		byKind[t.kind] = t
	}
	return byKind
})

// eventSentenceOf returns the row of a kind. For a kind that is not in the table, e.g. because a later version wrote the
// record, it returns a row that shows the bare kind.
func eventSentenceOf(k trace.Kind) eventSentence {
	if t, ok := eventSentencesByKind()[k]; ok {
		return t
	}
	return eventSentence{kind: k, what: trace.Sentence{JA: string(k), EN: string(k)}, text: plain()}
}

// plain returns a sentence made of the values of the named fields.
func plain(names ...string) func(trace.Event) trace.Sentence {
	return func(e trace.Event) trace.Sentence {
		var values []string
		for _, name := range names {
			if e.Fields[name] != "" {
				values = append(values, e.Fields[name])
			}
		}
		return same(strings.Join(values, " "))
	}
}

// same returns a text that is the same in both languages.
func same(text string) trace.Sentence { return trace.Sentence{JA: text, EN: text} }

// joined joins sentences with spaces and leaves empty ones out.
func joined(sentences ...trace.Sentence) trace.Sentence {
	var ja, en []string
	for _, s := range sentences {
		if s != (trace.Sentence{}) {
			ja, en = append(ja, s.JA), append(en, s.EN)
		}
	}
	return trace.Sentence{JA: strings.Join(ja, " "), EN: strings.Join(en, " ")}
}

func verbText(e trace.Event) trace.Sentence { return say(verbs(), string(e.Verb())) }

func screenText(e trace.Event) trace.Sentence {
	s := joined(say(screens(), string(e.Screen())), say(outcomes(), string(e.Outcome())))
	if e.Text() != "" {
		s = joined(s, trace.Sentence{JA: "「" + e.Text() + "」", EN: "“" + e.Text() + "”"})
	}
	if e.Tries() != "" {
		s = joined(s, trace.Sentence{JA: "残り" + string(e.Tries()) + "回", EN: string(e.Tries()) + " tries left"})
	}
	return s
}

// commandText returns the command and its object: the file, or the target of a SELECT.
func commandText(e trace.Event) trace.Sentence {
	if e.File() != "" {
		return joined(same(e.Name()), say(files(), e.File()))
	}
	if e.Application() != "" {
		return joined(same(e.Name()), same(e.Application()))
	}
	return joined(same(e.Name()), same(e.Target()))
}

func responseText(e trace.Event) trace.Sentence {
	sw, err := strconv.ParseUint(e.SW(), 16, 16)
	if err != nil {
		return plain("sw", "tries")(e)
	}
	return joined(same(e.SW()), apdu.Status(sw).Meaning())
}

// answerText returns the HTTP status with its text, and the code and sentence of a refusal (wire, Problem).
func answerText(e trace.Event) trace.Sentence {
	var problem struct {
		Code      string `json:"code"`
		MessageJA string `json:"messageJa"`
		MessageEN string `json:"messageEn"`
	}
	text := same(e.Status())
	if code, err := strconv.Atoi(e.Status()); err == nil {
		text = joined(text, same(http.StatusText(code)))
	}
	if err := json.Unmarshal([]byte(e.Body()), &problem); err != nil || problem.Code == "" {
		return text
	}
	return joined(text, same(problem.Code), trace.Sentence{JA: problem.MessageJA, EN: problem.MessageEN})
}
