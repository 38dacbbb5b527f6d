package judge

import (
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

func portalPageChecks() []Check {
	return []Check{pageSays(), pageLacks(), guideReads(), pageListIs(), loginRequired(), loggedIn(), notLoggedIn(), linkWorks(), linkDead()}
}

// PageSays claims that the page opened last contains exactly this text.
func PageSays(text string) trace.Claim { return pageSays().claim(Args{"text": text}) }

func pageSays() Check {
	return pageCheck("page-says", "画面に「{text}」とある", "the page says {text}", "seed 002", judgePageSays,
		sentence("最後に見た画面のどこかに、この文言がそのままある。",
			"The page seen last contains exactly this text."))
}

func judgePageSays(before []trace.Event, args Args) trace.Finding {
	v := lastVisit(before, looks)
	return settle(v.status("200", "画面が表示された", "the page is shown"), v.told(v.says(args["text"]), "画面の文言", "texts of the page"))
}

// PageLacks claims that the page opened last was shown and does not contain this text.
func PageLacks(text string) trace.Claim { return pageLacks().claim(Args{"text": text}) }

func pageLacks() Check {
	return pageCheck("page-lacks", "画面に「{text}」はない", "the page does not say {text}", "APP-15, APP-52, DUT-10", judgePageLacks,
		sentence("最後に見た画面は表示されているが、この文言はどこにもない。",
			"The page seen last was shown and does not contain this text."))
}

func judgePageLacks(before []trace.Event, args Args) trace.Finding {
	v := lastVisit(before, looks)
	return settle(v.status("200", "画面が表示された", "the page is shown"), v.told(!v.says(args["text"]), "画面の文言", "texts of the page"))
}

// GuideReads claims that the page that a person opened in a browser shows these texts in this order ("、" between).
func GuideReads(texts string) trace.Claim { return guideReads().claim(Args{"texts": texts}) }

func guideReads() Check {
	return pageCheck("guide-reads", "案内に「{texts}」がこの順にある", "the page shows in this order: {texts}", "APP-64, APP-66, APP-86", judgeGuideReads,
		sentence("最後に読んだ案内の画面に、「、」で区切った文言がこの順にある。",
			"The guide read last shows these texts in this order."))
}

func judgeGuideReads(before []trace.Event, args Args) trace.Finding {
	e, found := lastOf(before, func(e trace.Event) bool { return e.Plane == trace.Service && e.Kind == trace.KindPage })
	rest, ok := e.Text(), found && e.Status() == "200"
	for _, text := range listed(args["texts"]) {
		_, after, there := strings.Cut(rest, text)
		rest, ok = after, ok && there
	}
	return settle(visit{found: found, request: e, answer: e}.told(ok, "案内の文言", "texts of the page"))
}

// PageListIs claims that a list of the page (an id of trace.PageLists) holds exactly these items in this order ("、" between).
func PageListIs(list, items string) trace.Claim {
	return pageListIs().claim(Args{"list": list, "items": items})
}

func pageListIs() Check {
	return Check{Name: "page-list-is", Sentence: saysPageList, Basis: trace.BasisSource, Source: "REG-46, APP-47, APP-63, APP-68, APP-69, APP-82, APP-83",
		Planes: onService(), Judge: judgePageList,
		Looks: sentence("最後に開いた画面のその並びが、「、」で区切った項目のとおりの順で、ほかに何もない。",
			"That list of the page opened last holds exactly these items in this order.")}
}

// saysPageList uses the name of the list instead of its id.
func saysPageList(args Args) trace.Sentence {
	list := trace.Say(trace.PageLists(), args["list"])
	return trace.Sentence{JA: list.JA + "は「" + args["items"] + "」の順である", EN: list.EN + " are in this order: " + args["items"]}
}

func judgePageList(before []trace.Event, args Args) trace.Finding {
	v := lastVisit(before, opens)
	var page map[string]any
	var got []string
	if v.found && body(v.answer, &page) {
		got = labelsOf(page[args["list"]])
	}
	list := strings.Join(got, comma)
	return settle(v.status("200", "画面が表示された", "the page is shown"),
		v.told(slices.Equal(got, listed(args["items"])), "「"+list+"」", list))
}

// LoginRequired claims that the page opened last was not shown because the person was not logged in.
func LoginRequired() trace.Claim { return loginRequired().claim(nil) }

func loginRequired() Check {
	return pageCheck("login-required", "ログインするまで、画面は表示されない", "the page is not shown before a login", "APP-01, APP-02",
		answersVisit(opens, "401", "ログインを求められた", "the portal asked for a login"),
		sentence("最後に開こうとした画面の代わりに、ログインを求められる。",
			"The portal asked for a login instead of showing the page opened last."))
}

// LoggedIn claims that the last login was accepted.
func LoggedIn() trace.Claim { return loggedIn().claim(nil) }

func loggedIn() Check {
	return pageCheck("portal-logged-in", "窓口サイトにログインできる", "the login is accepted", "REG-02, REG-31",
		answersVisit(posts(restSessions), "201", "ログインできた", "the login was accepted"),
		sentence("最後のログインが受け付けられる。",
			"The last login was accepted."))
}

// NotLoggedIn claims that the last login was refused.
func NotLoggedIn() trace.Claim { return notLoggedIn().claim(nil) }

func notLoggedIn() Check {
	return pageCheck("portal-not-logged-in", "窓口サイトにログインできない", "the login is refused", "REG-31",
		answersVisit(posts(restSessions), "401", "ログインは断られた", "the login was refused"),
		sentence("最後のログインが断られる。",
			"The last login was refused."))
}

// LinkWorks claims that the activation link opened last was accepted and completed the registration.
func LinkWorks() trace.Claim { return linkWorks().claim(nil) }

func linkWorks() Check {
	return pageCheck("link-works", "有効化用リンクで、登録の完了画面に進む", "the activation link completes the registration", "REG-29, SVC-205",
		answersVisit(posts(restLinks), "204", "リンクは有効だった", "the link worked"),
		sentence("最後に開いた有効化用リンクが受け付けられる。",
			"The activation link opened last was accepted."))
}

// LinkDead claims that the activation link opened last was refused as no longer valid.
func LinkDead() trace.Claim { return linkDead().claim(nil) }

func linkDead() Check {
	return pageCheck("link-dead", "有効化用リンクは無効になっている", "the activation link is no longer valid", "REG-30, SVC-205",
		answersVisit(posts(restLinks), "410", "リンクは無効だった", "the link was no longer valid"),
		sentence("最後に開いた有効化用リンクが、もう使えないと断られる。",
			"The activation link opened last was refused as no longer valid."))
}

// pageCheck returns the row of a check of a page. Its basis is always a source document: the published texts of the portals.
func pageCheck(name, ja, en, source string, judge func([]trace.Event, Args) trace.Finding, looks trace.Sentence) Check {
	return Check{Name: name, Sentence: says(ja, en), Basis: trace.BasisSource, Source: source, Planes: onService(), Judge: judge,
		Looks: looks}
}

// answersVisit returns the function of a check that looks only at the status of the answer to a visit.
func answersVisit(fits func(method, rest string) bool, status, ja, en string) func([]trace.Event, Args) trace.Finding {
	return func(before []trace.Event, _ Args) trace.Finding {
		return settle(lastVisit(before, fits).status(status, ja, en))
	}
}

// says reports whether one of the strings in the answer contains this text.
func (v visit) says(text string) bool {
	return v.found && slices.ContainsFunc(texts(v.answer), func(s string) bool { return strings.Contains(s, text) })
}

// labelsOf returns the items of a list: strings, or the labels of objects.
func labelsOf(list any) []string {
	var labels []string
	items, _ := list.([]any)
	for _, item := range items {
		switch item := item.(type) {
		case string:
			labels = append(labels, item)
		case map[string]any:
			label, _ := item["label"].(string)
			labels = append(labels, label)
		}
	}
	return labels
}
