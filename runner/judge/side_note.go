package judge

import (
	"github.com/mynalab/mynalab/reports/trace"
)

// GraceNoteShown claims that a result is confirmed and that the screen shows the service's note on the certificate's grace period
// unchanged.
func GraceNoteShown() trace.Claim { return plain("grace-note-shown") }

// ExpiryNoteShown claims the same for the note that the certificate expires soon.
func ExpiryNoteShown() trace.Claim { return plain("expiry-note-shown") }

// NoNoteShown claims that a result is confirmed and that neither the service sent a note nor the screen shows one.
func NoNoteShown() trace.Claim { return noNoteShown().claim(nil) }

func noNoteShown() Check {
	return Check{Name: "no-note-shown", Sentence: says("電子証明書についての知らせはない", "there is no note on the certificate"),
		Basis: trace.BasisOurs, Source: "SVC-162", Planes: onControlAndService(), Late: LateFails, Judge: judgeNoNote,
		Looks: sentence("最後の操作で、資格が有効という結果が表示され、サービスの応答に知らせがなく、画面に文言がない。",
			"In the last action the result shows a valid qualification, the service's answer has no note, and the screen shows no text.")}
}

func judgeNoNote(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	if !a.seen {
		return settle(a.shows("screen"))
	}
	silent := held("知らせの文言はない", "there is no text", a.screen)
	if a.screen.Text() != "" {
		silent = missed("文言がある", "there is a text", a.screen)
	}
	unnoted := a.unsent("知らせの付いた応答", "answer with a note", func(e trace.Event) bool {
		return isCheckAnswer(e) && noteOf(e).ProcessingResultCode != ""
	})
	return settle(append(a.result(validName), unnoted, silent)...)
}

// note is one side note of a successful answer (SVC-049) that has its own claim.
type note struct {
	check, code, ja, en, source string
}

// notes returns the table of the notes. The codes are ours.
func notes() []note {
	return []note{
		{"grace-note-shown", "MOCK-N001", "電子証明書の有効期限が切れ、猶予の間であることが知らされる",
			"the note on the certificate's grace period is shown", "SVC-149, SVC-299"},
		{"expiry-note-shown", "MOCK-N002", "電子証明書の有効期限が近いことが知らされる",
			"the note that the certificate expires soon is shown", "SVC-049, SVC-162"},
	}
}

func noteChecks() []Check {
	checks := []Check{noNoteShown()}
	for _, n := range notes() {
		checks = append(checks, Check{Name: n.check, Sentence: says(n.ja, n.en), Basis: trace.BasisOurs, Source: n.source,
			Planes: onControlAndService(), Judge: n.judge, Looks: n.looks()})
	}
	return checks
}

func (n note) looks() trace.Sentence {
	return sentence("最後の操作で、資格が有効という結果が表示され、サービスが応答に付けた知らせ"+n.code+"の文言がそのまま表示される。",
		"In the last action the result shows a valid qualification, and "+n.en+": exactly the text of "+n.code+" in the service's answer.")
}

// judge requires a confirmed result, the code, and the service's own text unchanged on the screen.
func (n note) judge(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	noted := func(e trace.Event) bool { return isCheckAnswer(e) && noteOf(e).ProcessingResultCode == n.code }
	parts := append(a.result(validName), a.with(n.code+"の付いた応答", "answer with note "+n.code, noted))
	if e, found := lastOf(a.events, noted); found {
		parts = append(parts, a.showsText(noteOf(e).ProcessingResultMessage))
	}
	return settle(parts...)
}
