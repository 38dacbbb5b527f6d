package judge

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/mynalab/mynalab/reports/trace"
)

func pinChecks() []Check {
	return []Check{triesLeftShown(), cardTriesAre(), pinLockedShown(), pinFormatShown()}
}

// TriesLeftShown claims that the card refused a wrong PIN with n tries left and that the screen shows the same number.
func TriesLeftShown(n int) trace.Claim { return triesLeftShown().claim(Args{"tries": strconv.Itoa(n)}) }

func triesLeftShown() Check {
	return Check{Name: "tries-left-shown", Sentence: says("本人確認は失敗し、残り{tries}回であることが表示される",
		"the PIN was wrong and {tries} tries are shown to be left"), Basis: trace.BasisEvidence, Source: "SVC-144, CARD-324",
		Planes: onControlAndCard(), Judge: judgeTriesLeftShown,
		Looks: sentence("最後の操作で、カードが照合にその残り回数を答え、画面が暗証番号の誤りと、同じ回数を文言でも示す。",
			"In the last action, the card answered the PIN with that many tries left; the screen says that the PIN was wrong and shows the number, also in its text.")}
}

// judgeTriesLeftShown also accepts the outcome "locked" if no try is left, since the attempt that uses the last try locks the PIN
// (CARD-325). The text must contain the number only if a try is left.
func judgeTriesLeftShown(before []trace.Event, args Args) trace.Finding {
	a := lastAction(before)
	n := args["tries"]
	outcomes := []string{outcomePINWrong}
	parts := []part{
		a.verified("残り"+n+"回", n+" tries left", func(x exchange) bool {
			left, ok := x.tries()
			return verifies(x) && ok && strconv.Itoa(left) == n
		}),
		a.shows("tries", n),
	}
	if n == "0" {
		outcomes = append(outcomes, outcomePINLocked)
	} else {
		parts = append(parts, a.textNames(n))
	}
	return settle(append(parts, a.shows("outcome", outcomes...))...)
}

// CardTriesAre claims that the retry counter of the user certificate's PIN is n. The world reads it after the last action.
func CardTriesAre(n int) trace.Claim { return cardTriesAre().claim(Args{"tries": strconv.Itoa(n)}) }

func cardTriesAre() Check {
	return Check{Name: "card-tries-are", Sentence: says("カードの暗証番号の残り回数は{tries}回である", "the card has {tries} tries left"),
		Basis: trace.BasisEvidence, Source: "CARD-317", Planes: onCard(), Late: LateCounts, Needs: []trace.Need{trace.NeedTries}, Judge: judgeCardTriesAre,
		Looks: sentence("最後の操作のあとに、利用者証明用の暗証番号の残り回数をカードに尋ねる。回数は減らない。",
			"Asks the card after the last action for the tries left of the user certificate's PIN. That uses no try.")}
}

func judgeCardTriesAre(before []trace.Event, args Args) trace.Finding {
	e, ok := lastOf(before, func(e trace.Event) bool {
		return e.Plane == trace.Card && e.Kind == trace.KindCounter && e.EF() == fileAuthPIN
	})
	if !ok {
		return settle(missed("残り回数が観測されていない", "the counter was not observed").blaming(trace.BlameHarness))
	}
	got := string(e.Tries())
	count := missed("カードの残り回数は"+got+"回", "the card has "+got+" tries left", e)
	if got == args["tries"] {
		count = held("カードの残り回数は"+got+"回", "the card has "+got+" tries left", e)
	}
	return settle(count, newer(e, before))
}

// PINLockedShown claims that the card answered that the PIN is locked and that the screen says so.
func PINLockedShown() trace.Claim { return pinLockedShown().claim(nil) }

func pinLockedShown() Check {
	return Check{Name: "pin-locked-shown", Sentence: says("暗証番号がロックされていることが表示される", "the PIN is shown to be locked"),
		Basis: trace.BasisEvidence, Source: "SVC-146, CARD-319, CARD-325, CARD-326", Planes: onControlAndCard(),
		Judge: judgePINLockedShown,
		Looks: sentence("最後の操作で、カードが暗証番号はロックされていると答え、画面もそう示す。",
			"In the last action the card answered that the PIN is locked, and the screen says so.")}
}

func judgePINLockedShown(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	return settle(a.verified("ロックされている", "locked", blocked), a.shows("outcome", outcomePINLocked))
}

// PINFormatShown claims that the product refused a PIN that is not four digits and did not send it to the card.
func PINFormatShown() trace.Claim { return pinFormatShown().claim(nil) }

func pinFormatShown() Check {
	return Check{Name: "pin-format-shown", Sentence: says("4桁でない暗証番号は、カードに送られずに断られる",
		"a PIN that is not four digits is refused and not sent to the card"), Basis: trace.BasisSource, Source: "CHK-03, CARD-339",
		Planes: onControlAndCard(), Late: LateFails, Needs: []trace.Need{trace.NeedTries}, Judge: judgePINFormatShown,
		Looks: sentence("最後の操作のあとの画面が形式の誤りを示し、その間に暗証番号の照合がカードに送られない。",
			"The screen after the last action says that the PIN has the wrong form, and no PIN was sent to the card in between.")}
}

func judgePINFormatShown(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	return settle(a.shows("outcome", outcomePINFormat), a.without("暗証番号の照合", "VERIFY", isVerification), cardAlive(before))
}

// cardAlive returns the part "the record has an event of the card plane". Without it, a missing command would prove nothing.
func cardAlive(before []trace.Event) part {
	if e, ok := lastOf(before, func(e trace.Event) bool { return e.Plane == trace.Card }); ok {
		return held("カード面は記録されている", "the card plane is recorded", e)
	}
	return missed("カード面の記録がない", "the record has no event of the card plane").blaming(trace.BlameConfiguration)
}

const (
	outcomePINWrong  = string(trace.OutcomePINWrong)
	outcomePINLocked = string(trace.OutcomePINLocked)
	outcomePINFormat = string(trace.OutcomePINFormat)
)

// verified returns the part "during the action, the product sent VERIFY for the PIN of the user certificate, or asked for its
// counter, and the card answered like this". If the product sent a single VERIFY and the card answered something else, the
// harness is to blame, since the card is part of mynalab.
func (a action) verified(ja, en string, fits func(exchange) bool) part {
	if !a.done {
		return a.shows("screen")
	}
	asked := func(x exchange) bool {
		return x.by() == trace.Product && x.on(fileAuthPIN) && (x.name() == verifyCommand || x.name() == queryCommand)
	}
	if x, ok := lastExchange(a.events, func(x exchange) bool { return asked(x) && fits(x) }); ok {
		return held("カードの答えは"+ja, "the card answered "+en, x.seen()...)
	}
	x, ok := lastExchange(a.events, asked)
	if !ok {
		return lacking("カードの暗証番号に触れていない", "the card was not asked about the PIN", a.call)
	}
	p := missed("カードの答えは "+x.sw(), "the card answered "+x.sw(), x.seen()...)
	if len(verifications(a.events)) == 1 {
		return p.blaming(trace.BlameHarness)
	}
	return p
}

// verifications returns the product's VERIFY commands that contain a PIN, answered or not.
func verifications(events []trace.Event) []trace.Event {
	return allOf(events, isVerification)
}

func isVerification(e trace.Event) bool {
	return e.Plane == trace.Card && e.Kind == trace.KindCommand && e.By == trace.Product && e.Name() == verifyCommand
}

// textNames returns the part "the text on the screen contains this number", in half- or full-width digits.
func (a action) textNames(n string) part {
	p := a.shows("text")
	if !a.seen || a.screen.Text() == "" {
		return p
	}
	text := trace.FoldText.Apply(a.screen.Text())
	if slices.Contains(regexp.MustCompile(`\d+`).FindAllString(text, -1), n) {
		return held("文言に"+n+"回とある", "the text contains "+n, a.screen)
	}
	return p
}
