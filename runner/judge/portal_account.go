package judge

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

func portalAccountChecks() []Check {
	return []Check{accountsListed(), settingsShown(), settingsWithheld(), applicationStands(), grantIs(), letterWithheld()}
}

// AccountsListed claims that 資格確認アカウント管理 lists n accounts in a state (an id of trace.AccountStates).
func AccountsListed(state string, n int) trace.Claim {
	return accountsListed().claim(Args{"state": state, "accounts": strconv.Itoa(n)})
}

func accountsListed() Check {
	return Check{Name: "accounts-listed", Sentence: saysAccounts, Basis: trace.BasisSource, Source: "APP-39, SVC-118", Planes: onService(),
		Judge: judgeAccountsListed,
		Looks: sentence("最後に開いた一覧から、その状態のアカウントを数える。",
			"Counts the accounts in that state in the list opened last.")}
}

func saysAccounts(args Args) trace.Sentence {
	state := trace.Say(trace.AccountStates(), args["state"])
	return trace.Sentence{JA: "資格確認アカウント管理に、「" + state.JA + "」のアカウントが" + args["accounts"] + "件並ぶ",
		EN: args["accounts"] + " accounts are listed as " + strconv.Quote(state.EN)}
}

func judgeAccountsListed(before []trace.Event, args Args) trace.Finding {
	v := lastVisit(before, gets(restAccounts))
	var list []struct {
		State string `json:"state"`
	}
	n := 0
	if v.found && body(v.answer, &list) {
		for _, a := range list {
			if a.State == args["state"] {
				n++
			}
		}
	}
	got := strconv.Itoa(n)
	return settle(v.status("200", "一覧が表示された", "the list is shown"),
		v.told(got == args["accounts"], "その状態のアカウントは"+got+"件", got+" accounts are in that state"))
}

// SettingsShown claims that the settings sheet shows the institution's code and name and the account's id, password and
// activation code. The record has references in place of the secrets: owner/name.
func SettingsShown(code, name, account string) trace.Claim {
	return settingsShown().claim(Args{"code": code, "institution": name, "account": account})
}

func settingsShown() Check {
	return Check{Name: "settings-shown", Sentence: says("ユーザ設定情報に、機関コード「{code}」、機関名「{institution}」、ID「{account}」とそのパスワード、"+
		"アクティベーションコードが載る", "the settings sheet shows {code}, {institution}, {account} and its two secrets"),
		Basis: trace.BasisSource, Source: "APP-40, INI-08, SVC-118", Planes: onService(), Judge: judgeSettingsShown,
		Looks: sentence("最後に開いた設定情報の五つの項目が、その機関とそのアカウントのものである。",
			"The five entries of the settings sheet opened last are those of that facility and that account.")}
}

func judgeSettingsShown(before []trace.Event, args Args) trace.Finding {
	v := lastVisit(before, gets(restSettings))
	var sheet struct{ InstitutionCode, InstitutionName, AccountID, Password, ActivationCode string }
	read := v.found && body(v.answer, &sheet)
	id := args["account"]
	return settle(v.status("200", "ユーザ設定情報が表示された", "the sheet is shown"),
		v.told(read && sheet.InstitutionCode == args["code"] && sheet.InstitutionName == args["institution"],
			"機関は「"+sheet.InstitutionCode+" "+sheet.InstitutionName+"」", "the institution is "+sheet.InstitutionCode),
		v.told(sheet.AccountID == id, "IDは「"+sheet.AccountID+"」", "the account is "+sheet.AccountID),
		v.told(sheet.Password == id+refPassword && sheet.ActivationCode == id+refActivation,
			"パスワードは"+sheet.Password+"、アクティベーションコードは"+sheet.ActivationCode,
			"the secrets are "+sheet.Password+" and "+sheet.ActivationCode))
}

// SettingsWithheld claims that the portal refused to show the settings sheet that was requested last.
func SettingsWithheld() trace.Claim { return settingsWithheld().claim(nil) }

func settingsWithheld() Check {
	return Check{Name: "settings-withheld", Sentence: says("ユーザ設定情報はまだ見られない", "the settings sheet is not shown"),
		Basis: trace.BasisSource, Source: "APP-76", Planes: onService(), Judge: judgeWithheld(restSettings),
		Looks: sentence("最後に開こうとした設定情報が、理由を付けて断られる。",
			"The settings sheet requested last was refused, with a reason.")}
}

// ApplicationStands claims that 資格確認アカウント申請状況 shows the newest application of this name in a state (an id of
// trace.ApplicationStates).
func ApplicationStands(label, state string) trace.Claim {
	return applicationStands().claim(Args{"label": label, "state": state})
}

func applicationStands() Check {
	return Check{Name: "application-stands", Sentence: saysApplication, Basis: trace.BasisSource, Source: "APP-51", Planes: onService(),
		Judge: judgeApplicationStands,
		Looks: sentence("最後に開いた申請状況で、その名前の申請のうち、いちばん新しいものの状態を見る。",
			"Looks in the list opened last at the state of the newest application of that name.")}
}

func saysApplication(args Args) trace.Sentence {
	state := trace.Say(trace.ApplicationStates(), args["state"])
	return trace.Sentence{JA: "資格確認アカウント申請状況で、「" + args["label"] + "」は「" + state.JA + "」である",
		EN: args["label"] + " is " + strconv.Quote(state.EN)}
}

func judgeApplicationStands(before []trace.Event, args Args) trace.Finding {
	v := lastVisit(before, gets(restApplications))
	var list []struct{ Label, State string }
	state := ""
	if v.found && body(v.answer, &list) {
		for _, a := range list { // newest first
			if a.Label == args["label"] {
				state = a.State
				break
			}
		}
	}
	got := trace.Say(trace.ApplicationStates(), state)
	return settle(v.status("200", "申請状況が表示された", "the list is shown"),
		v.told(state == args["state"], "状態は「"+got.JA+"」", "its state is "+strconv.Quote(got.EN)))
}

// GrantIs claims that 交付決定通知書 states this amount in yen.
func GrantIs(yen int) trace.Claim { return grantIs().claim(Args{"yen": strconv.Itoa(yen)}) }

func grantIs() Check {
	return Check{Name: "grant-is", Sentence: says("交付決定通知書の交付額は{yen}円である", "the letter grants {yen} yen"), Basis: trace.BasisSource,
		Source: "SUB-01, SUB-08, SVC-206", Planes: onService(), Judge: judgeGrantIs,
		Looks: sentence("最後にダウンロードした交付決定通知書の金額を見る。",
			"Looks at the amount in the letter of the grant downloaded last.")}
}

func judgeGrantIs(before []trace.Event, args Args) trace.Finding {
	v := lastVisit(before, gets(restLetter))
	var letter struct{ Amount int }
	read := v.found && body(v.answer, &letter)
	got := strconv.Itoa(letter.Amount)
	return settle(v.status("200", "交付決定通知書が表示された", "the letter is shown"),
		v.told(read && got == args["yen"], "交付額は"+got+"円", "the amount is "+got+" yen"))
}

// LetterWithheld claims that 交付決定通知書 can't be downloaded yet.
func LetterWithheld() trace.Claim { return letterWithheld().claim(nil) }

func letterWithheld() Check {
	return Check{Name: "letter-withheld", Sentence: says("交付決定通知書はまだダウンロードできない", "there is no letter of the grant yet"),
		Basis: trace.BasisSource, Source: "SVC-210", Planes: onService(), Judge: judgeWithheld(restLetter),
		Looks: sentence("最後に求めた交付決定通知書が、理由を付けて断られる。",
			"The letter of the grant requested last was refused, with a reason.")}
}

// judgeWithheld returns the function of a check that the portal refuses a document and gives a reason.
func judgeWithheld(suffix string) func([]trace.Event, Args) trace.Finding {
	return func(before []trace.Event, _ Args) trace.Finding {
		v := lastVisit(before, gets(suffix))
		var p problem
		status := v.answer.Status()
		refused := v.found && slices.Contains([]string{"404", "409"}, status) && body(v.answer, &p) && p.Code != ""
		return settle(v.told(refused, "応答は"+status+v.reasonJA(), "the portal answered "+status+v.reasonEN()))
	}
}

// Paths and suffixes of references that these checks compare with.
const (
	restAccounts     = "accounts"
	restSettings     = "/settings"
	restApplications = "applications"
	restLetter       = "grant-letter"
	refPassword      = "/password"
	refActivation    = "/activation-code"
)

func gets(suffix string) func(method, rest string) bool {
	return func(method, rest string) bool { return method == "GET" && strings.HasSuffix(rest, suffix) }
}
