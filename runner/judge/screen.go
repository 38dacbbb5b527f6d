package judge

import (
	"slices"
	"strconv"

	"github.com/mynalab/mynalab/reports/trace"
)

// Screens of the published list that checks compare with.
const (
	screenResult      = string(trace.ScreenResult)
	screenCredentials = string(trace.ScreenCredentials)
	screenPasscodeSet = string(trace.ScreenPasscodeSet)
	screenAuthSelect  = string(trace.ScreenAuthSelect)
)

// Outcomes of the published list that checks compare with.
const (
	outcomeConfirmed    = string(trace.OutcomeConfirmed)
	outcomeNotConfirmed = string(trace.OutcomeNotConfirmed)
)

func screenChecks() []Check {
	return []Check{screenIs(), terminalReady(), switchShown(), resultGone(), noResultShown()}
}

// ScreenIs claims that the last action led to this screen (an id of the driver's list).
func ScreenIs(screen string) trace.Claim { return screenIs().claim(Args{"screen": screen}) }

func screenIs() Check {
	return Check{Name: "screen-is", Sentence: saysScreen, Basis: trace.BasisSource,
		Source: "eligibility §2.1", Planes: onControl(), Judge: judgeScreenIs,
		Looks: sentence("最後の操作のあとの画面を、公開された画面名で比べる。",
			"Compares the screen after the last action by its name in the published list.")}
}

// saysScreen uses the name of the screen instead of its id.
func saysScreen(args Args) trace.Sentence {
	name := inWords("screen", args["screen"])
	return trace.Sentence{JA: "画面は「" + name.JA + "」である", EN: "the screen is " + strconv.Quote(name.EN)}
}

func judgeScreenIs(before []trace.Event, args Args) trace.Finding {
	return settle(lastAction(before).shows("screen", args["screen"]))
}

// TerminalReady claims that the login led to the choice of the authentication method.
func TerminalReady() trace.Claim { return terminalReady().claim(nil) }

func terminalReady() Check {
	return Check{Name: "terminal-ready", Sentence: says("ログインして認証選択画面になる", "the login leads to the choice of the authentication method"),
		Basis: trace.BasisSource, Source: "SVC-109, INI-10", Planes: onControl(), Judge: judgeTerminalReady,
		Looks: sentence("最後の操作がログインで、そのあとの画面が認証選択である。",
			"The last action was the login, and the screen after it is the choice of the authentication method.")}
}

func judgeTerminalReady(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	return settle(a.shows("screen", screenAuthSelect), a.was(verbLogin))
}

// SwitchShown claims that the settings show the switch 目視確認で本人認証 in this position (オン, オフ).
func SwitchShown(position string) trace.Claim { return switchShown().claim(Args{"position": position}) }

func switchShown() Check {
	return Check{Name: "switch-shown", Sentence: says("設定に「"+labelSwitch+"」が{position}と表示される",
		"the settings show the switch to be {position}"), Basis: trace.BasisSource, Source: "INI-13, INI-14, INI-15, SVC-113",
		Planes: onControl(), Judge: judgeSwitchShown,
		Looks: sentence("最後の操作のあとの画面が設定で、そのスイッチがその位置にある。",
			"The screen after the last action is the settings and shows the switch in that position.")}
}

func judgeSwitchShown(before []trace.Event, args Args) trace.Finding {
	a := lastAction(before)
	return settle(a.shows("screen", screenSettings), a.shows(trace.FieldPrefix+labelSwitch, args["position"]))
}

// ResultGone claims that a result was on the screen before and that nothing of it is there now.
func ResultGone() trace.Claim { return resultGone().claim(nil) }

func resultGone() Check {
	return Check{Name: "result-gone", Sentence: says("画面に資格確認結果は残っていない", "nothing of the result is left on the screen"),
		Basis: trace.BasisSource, Source: "CHK-10, SVC-114", Planes: onControl(), Judge: judgeResultGone,
		Looks: sentence("前に結果が表示されていて、最後の操作のあとの画面は結果でなく、結果の項目もレセコンに渡すものもない。",
			"A result was shown before; the screen after the last action is another one and has none of its values and nothing for the receipt computer.")}
}

func judgeResultGone(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	earlier, found := lastOf(before, func(e trace.Event) bool {
		return isScreen(e) && e.Screen() == trace.ScreenResult && e.Seq < a.call.Seq
	})
	stood := held("前に結果が表示されていた", "a result had been shown", earlier)
	if !found {
		stood = missed("前に結果は表示されていない", "no result had been shown").blaming(trace.BlameHarness)
	}
	return settle(stood, a.showsNothingOf())
}

// NoResultShown claims that the last check ended without a result and that the screen gives a reason.
func NoResultShown() trace.Claim { return noResultShown().claim(nil) }

func noResultShown() Check {
	return Check{Name: "no-result-shown", Sentence: says("資格確認結果は表示されず、理由が示される", "no result is shown, and the screen gives a reason"),
		Basis: trace.BasisSource, Source: "SVC-111, SVC-144", Planes: onControl(), Late: LateFails, Judge: judgeNoResultShown,
		Looks: sentence("最後の操作が資格確認のもので、そのあとの画面は結果でなく、結果の項目もレセコンに渡すものもなく、理由を示す。その間にカードかサービスとのやり取りがあり、資格の応答はない。",
			"The last action was part of a check, and the screen after it is not the result, has none of its values and nothing for the receipt computer, and gives a reason; the product used card or service, and no answer had a result.")}
}

func judgeNoResultShown(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	return settle(a.refused(), a.showsNothingOf(), a.was(verbStartCheck, verbConfirmFace, verbEnterPIN, verbReadCard),
		a.without("資格確認の結果の応答", "answer with a result", isReadableAnswer), a.reachedSeam())
}

const (
	screenSettings = string(trace.ScreenSettings)
	labelSwitch    = "目視確認で本人認証"
)

// showsNothingOf returns the part "the screen is not the result and shows no value of it".
func (a action) showsNothingOf() part {
	if !a.seen {
		return a.shows("screen")
	}
	left := a.screen.Screen() == trace.ScreenResult
	for name, value := range a.screen.Fields {
		left = left || value != "" && ofResult(name)
	}
	if left {
		return missed("結果が残っている", "some of the result is left", a.screen)
	}
	return held("結果は残っていない", "nothing of the result is left", a.screen)
}

// was returns the part "the action is one of these verbs". If it is another one, the claim is in the wrong place of the feature
// file, so the harness is to blame.
func (a action) was(verbs ...trace.Verb) part {
	if !a.done {
		return a.shows("screen")
	}
	action := inWords("verb", string(a.verb()))
	if slices.Contains(verbs, a.verb()) {
		return held("操作は「"+action.JA+"」", "the action was to "+action.EN, a.call)
	}
	return missed("直前の操作は「"+action.JA+"」", "the last action was to "+action.EN, a.call).blaming(trace.BlameHarness)
}

// refused returns the part "the screen is not the result and has an outcome that gives a reason".
func (a action) refused() part {
	p := a.shows("outcome")
	if !a.seen {
		return p
	}
	if a.screen.Screen() == trace.ScreenResult {
		return missed("資格確認結果の画面である", "the screen is the result", a.screen)
	}
	outcome := string(a.screen.Outcome())
	if outcome == "" || outcome == outcomeConfirmed || outcome == outcomeNotConfirmed {
		return missed("理由が示されていない", "the screen gives no reason", a.screen)
	}
	return a.shows("outcome", outcome)
}

// reachedSeam returns the part "the action used card or service". A product that refuses without asking card or service must not
// pass.
func (a action) reachedSeam() part {
	return a.with("カード又はサービスとのやり取り", "exchange with card or service", func(e trace.Event) bool {
		return e.Plane == trace.Card || e.Plane == trace.Service
	})
}
