package judge

import (
	"strconv"

	"github.com/mynalab/mynalab/reports/trace"
)

func accountChecks() []Check {
	return []Check{mismatchShown(), activationFormatShown(), registrationAccepted(), deregistrationAccepted(), notDeregisteredShown(), accountStateIs()}
}

// MismatchShown claims that the service refused the four entries (institution code, id, password, activation code) and that
// the screen shows its text unchanged.
func MismatchShown() trace.Claim { return mismatchShown().claim(nil) }

func mismatchShown() Check {
	return Check{Name: "mismatch-shown", Sentence: says("「"+textMismatch+"」と表示される", "the mismatch of the four entries is shown"),
		Basis: trace.BasisSource, Source: "seed 000 Q9, INI-03", Planes: onControlAndService(), Judge: judgeMismatchShown,
		Looks: sentence("最後の操作で、サービスが四つの項目の不一致を理由に登録を断り、画面は入力のまま、この文をそのまま示す。",
			"In the last action the service refused the four entries as a mismatch; the screen still asks for them and shows exactly this sentence.")}
}

func judgeMismatchShown(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	refused := answers("POST", pathRegistration, "401")
	return settle(a.shows("text", textMismatch), a.shows("screen", screenCredentials),
		a.with(codeMismatch+"の応答", "answer "+codeMismatch, func(e trace.Event) bool {
			return refused(e) && refuses(codeMismatch)(e)
		}))
}

// ActivationFormatShown claims that the terminal itself refused the activation code for its form, without a request to the
// service. The world counts the service's registrations after the action.
func ActivationFormatShown() trace.Claim { return activationFormatShown().claim(nil) }

func activationFormatShown() Check {
	return Check{Name: "activation-format-shown", Sentence: says("「"+textActivationFormat+"」と、照合の前に表示される",
		"the wrong form of the activation code is shown before anything is sent"), Basis: trace.BasisSource,
		Source: "seed 000 Q10, INI-04 to INI-07", Planes: onControlAndService(), Late: LateFails, Needs: []trace.Need{trace.NeedInventory}, Judge: judgeActivationFormatShown,
		Looks: sentence("最後の操作のあとの画面がこの文をそのまま示し、その間にサービスへの要求がなく、サービスの登録の数も変わらない。",
			"The screen after the last action shows exactly this sentence about the form of the code; no request was sent, and the service has as many registrations as before.")}
}

// judgeActivationFormatShown does not rely on missing requests alone: the service's own count of registrations must be the
// same after the action as before.
func judgeActivationFormatShown(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	return settle(a.shows("text", textActivationFormat), a.shows("outcome", string(trace.OutcomeFormat)),
		a.without("サービスへの要求", "request to the service", isRequest), a.registrationsUnchanged(before))
}

// RegistrationAccepted claims that the service registered the terminal and that the screen asks for the passcode next.
func RegistrationAccepted() trace.Claim { return registrationAccepted().claim(nil) }

func registrationAccepted() Check {
	return Check{Name: "registration-accepted", Sentence: says("初期登録が受け付けられる", "the registration is accepted"),
		Basis: trace.BasisSource, Source: "INI-02, INI-09, SVC-119", Planes: onControlAndService(), Judge: judgeRegistrationAccepted,
		Looks: sentence("最後の操作で、サービスが登録を受け付け、画面が登録できたことを示してパスコードの登録に進む。",
			"In the last action the service accepted the registration; the screen says so and asks for the passcode next.")}
}

func judgeRegistrationAccepted(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	return settle(a.shows("screen", screenPasscodeSet), a.shows("outcome", string(trace.OutcomeRegistered)),
		a.with("登録を受け付けた応答", "answer that accepts the registration", answers("POST", pathRegistration, "201")))
}

// DeregistrationAccepted claims that the service ended the registration of the terminal.
func DeregistrationAccepted() trace.Claim { return deregistrationAccepted().claim(nil) }

func deregistrationAccepted() Check {
	return Check{Name: "deregistration-accepted", Sentence: says("デバイス登録の解除が受け付けられる", "the deregistration is accepted"),
		Basis: trace.BasisSource, Source: "DER-01, SVC-120", Planes: onControlAndService(), Judge: judgeDeregistrationAccepted,
		Looks: sentence("最後の操作で、サービスが解除を受け付け、画面が解除できたことを示す。",
			"In the last action the service accepted the deregistration, and the screen says so.")}
}

func judgeDeregistrationAccepted(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	return settle(a.shows("outcome", string(trace.OutcomeDeregistered)),
		a.with("解除を受け付けた応答", "answer that accepts the deregistration", answers("DELETE", pathRegistration, "204")))
}

// NotDeregisteredShown claims that the deregistration failed because no answer came, and that the screen says so.
func NotDeregisteredShown() trace.Claim { return notDeregisteredShown().claim(nil) }

func notDeregisteredShown() Check {
	return Check{Name: "not-deregistered-shown", Sentence: says("デバイス登録を解除できなかったことが表示される",
		"the deregistration is shown to have failed"), Basis: trace.BasisOurs, Source: "DER-01", Planes: onControl(), Late: LateFails,
		Judge: judgeNotDeregistered,
		Looks: sentence("回線かサービスが途切れていて、最後の操作に解除を受け付けた応答がなく、画面が解除できなかったことを示す。",
			"The line is cut or the service breaks off; in the last action no answer accepted the deregistration, and the screen says that it failed.")}
}

func judgeNotDeregistered(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	return settle(a.shows("outcome", string(trace.OutcomeNotDeregistered)), a.without("解除を受け付けた応答", "answer that accepts the deregistration",
		answers("DELETE", pathRegistration, "204")), brokenLine(before))
}

// AccountStateIs claims that an account is in a state (applied, issued, bound, cooldown, orphaned, cancelled). The world reads
// the accounts from the service after the last action.
func AccountStateIs(account, state string) trace.Claim {
	return accountStateIs().claim(Args{"account": account, "state": state})
}

func accountStateIs() Check {
	return Check{Name: "account-state-is", Sentence: saysAccountState,
		Basis: trace.BasisSource, Source: "eligibility §2.2", Planes: onService(), Late: LateCounts, Needs: []trace.Need{trace.NeedInventory}, Judge: judgeAccountStateIs,
		Looks: sentence("最後の操作のあとに、サービス側のそのアカウントの状態を読む。",
			"Reads the state of that account in the service after the last action.")}
}

// saysAccountState uses the name of the state instead of its id.
func saysAccountState(args Args) trace.Sentence {
	state := trace.Say(trace.AccountStates(), args["state"])
	return trace.Sentence{JA: "資格確認アカウント " + args["account"] + " の状態は「" + state.JA + "」である",
		EN: "account " + args["account"] + " is " + strconv.Quote(state.EN)}
}

func judgeAccountStateIs(before []trace.Event, args Args) trace.Finding {
	id := args["account"]
	e, ok := lastOf(before, func(e trace.Event) bool { return isInventory(e) && e.AccountState(id) != "" })
	if !ok {
		return settle(missed("アカウントの状態が観測されていない", "the account was not observed").blaming(trace.BlameHarness))
	}
	got := trace.Say(trace.AccountStates(), e.AccountState(id))
	state := missed("状態は「"+got.JA+"」", "its state is "+strconv.Quote(got.EN), e)
	if e.AccountState(id) == args["state"] {
		state = held("状態は「"+got.JA+"」", "its state is "+strconv.Quote(got.EN), e)
	}
	return settle(state, newer(e, before))
}

// Texts that the screen must show unchanged (seed 000 Q9, Q10).
const (
	textMismatch         = "機関コード、ID、パスワード、アクティベーションコードが異なります。"
	textActivationFormat = "アクティベーションコードが条件に合っていません。"
)

const codeMismatch = string(trace.CodeAccountMismatch)

func (a action) registrationsUnchanged(before []trace.Event) part {
	counted := func(e trace.Event) bool { return isInventory(e) && e.Registrations() != "" }
	now, ok := lastOf(before, counted)
	if !ok {
		return missed("サービスの登録の数が観測されていない", "the service's registrations were not observed").blaming(trace.BlameHarness)
	}
	if recent := newer(now, before); !recent.ok {
		return recent
	}
	want := registrationsBefore(allOf(before, func(e trace.Event) bool { return e.Seq < a.call.Seq }), counted)
	if got := string(now.Registrations()); got != want {
		return missed("登録の数は"+want+"から"+got+"になった", "registrations went from "+want+" to "+got, now)
	}
	return held("登録の数は"+want+"のままである", "registrations are still "+want, now)
}

// registrationsBefore returns the service's count of registrations before an action: as last observed, and if it was not
// observed, the number of registrations that the service answered.
func registrationsBefore(earlier []trace.Event, counted func(trace.Event) bool) string {
	if e, ok := lastOf(earlier, counted); ok {
		return string(e.Registrations())
	}
	return strconv.Itoa(len(allOf(earlier, func(e trace.Event) bool {
		return isAnswer(e) && e.Method() == "POST" && e.Path() == pathRegistration
	})))
}

// isInventory reports whether an event is what the world read of the service's accounts and counts.
func isInventory(e trace.Event) bool {
	return e.Plane == trace.Service && e.Kind == trace.KindInventory
}
