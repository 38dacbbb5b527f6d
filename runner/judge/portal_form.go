package judge

import (
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

func portalFormChecks() []Check {
	return []Check{portalAccepted(), portalRefused(), portalRefusedAmong(), formRefused(), facilityConfirmed(), facilityNotConfirmed(), attachmentTaken(), attachmentKindRefused(), attachmentSizeRefused()}
}

// PortalAccepted claims that the portal accepted the form that was sent last and gave it a number.
func PortalAccepted() trace.Claim { return portalAccepted().claim(nil) }

func portalAccepted() Check {
	return Check{Name: "portal-accepted", Sentence: says("窓口サイトが受け付ける", "the portal accepts what was sent"),
		Basis: trace.BasisSource, Source: "REG-27, APP-32", Planes: onService(), Judge: judgePortalAccepted,
		Looks: sentence("最後に送ったものが受け付けられ、受付番号が付く。",
			"What was sent last was accepted and got a number.")}
}

func judgePortalAccepted(before []trace.Event, _ Args) trace.Finding {
	v := lastVisit(before, submits)
	var receipt struct {
		ApplicationID string `json:"applicationId"`
	}
	numbered := v.found && body(v.answer, &receipt) && receipt.ApplicationID != ""
	return settle(v.status("201", "受け付けられた", "it was accepted"), v.told(numbered, "受付番号", "number of the application"))
}

// PortalRefused claims that the portal refused the form that was sent last because of this field only, by this rule (an id of
// trace.PortalRules), and named the source of the rule.
func PortalRefused(label, rule string) trace.Claim {
	return portalRefused().claim(Args{"label": label, "rule": rule})
}

func portalRefused() Check {
	return Check{Name: "portal-refused", Sentence: saysRefused, Basis: trace.BasisSource, Source: "eligibility §3.2",
		Planes: onService(), Judge: judgePortalRefused,
		Looks: sentence("最後に送ったものが、その項目だけを理由に、その規則で断られる。断りには文言と、規則の出典が付いている。",
			"What was sent last was refused only because of that field, by that rule; the refusal has a text and names the source of the rule.")}
}

// saysRefused uses the name of the rule instead of its id.
func saysRefused(args Args) trace.Sentence {
	rule := trace.Say(trace.PortalRules(), args["rule"])
	return trace.Sentence{JA: "「" + args["label"] + "」だけが、「" + rule.JA + "」という理由で断られる",
		EN: "only " + args["label"] + " is refused: " + rule.EN}
}

// judgePortalRefused fails if another field was refused as well.
func judgePortalRefused(before []trace.Event, args Args) trace.Finding {
	v := lastVisit(before, submits)
	var others []string
	for _, f := range v.refused() {
		if !f.fits(args) {
			others = append(others, shortLabel(f.Label)+": "+f.Rule)
		}
	}
	also := strings.Join(others, ", ")
	return settle(append(v.refusedFor(args), v.told(len(others) == 0, "ほかにも断られた: "+also, "also refused: "+also))...)
}

// PortalRefusedAmong claims the same, but allows other refused fields: one empty field can make others wrong.
func PortalRefusedAmong(label, rule string) trace.Claim {
	return portalRefusedAmong().claim(Args{"label": label, "rule": rule})
}

func portalRefusedAmong() Check {
	return Check{Name: "portal-refused-among", Sentence: saysRefusedAmong, Basis: trace.BasisSource, Source: "eligibility §3.2",
		Planes: onService(), Judge: judgePortalRefusedAmong,
		Looks: sentence("最後に送ったものが断られ、理由の中に、その規則によるその項目がある。断りには文言と、規則の出典が付いている。",
			"What was sent last was refused, and that field by that rule is among the reasons; the refusal has a text and names the source of the rule.")}
}

func saysRefusedAmong(args Args) trace.Sentence {
	rule := trace.Say(trace.PortalRules(), args["rule"])
	return trace.Sentence{JA: "「" + args["label"] + "」が、「" + rule.JA + "」という理由で断られる",
		EN: args["label"] + " is refused: " + rule.EN}
}

func judgePortalRefusedAmong(before []trace.Event, args Args) trace.Finding {
	return settle(lastVisit(before, submits).refusedFor(args)...)
}

// FormRefused claims that the portal refused the whole form, not because of a field, with this text.
func FormRefused(text string) trace.Claim { return formRefused().claim(Args{"text": text}) }

func formRefused() Check {
	return Check{Name: "form-refused", Sentence: says("「{text}」という理由で断られる", "the form is refused: {text}"), Basis: trace.BasisOurs,
		Source: "DUT-06, DUT-07, SUB-07, SVC-207, SVC-209", Planes: onService(), Judge: judgeFormRefused,
		Looks: sentence("最後に送ったものが、どの項目のためでもなく断られ、理由がこの文で示される。",
			"What was sent last was refused as a whole, not because of a field, and the reason is this text.")}
}

func judgeFormRefused(before []trace.Event, args Args) trace.Finding {
	v := lastVisit(before, submits)
	var p problem
	told := v.found && body(v.answer, &p) && p.MessageJA == args["text"]
	return settle(v.status("409", "断られた", "it was refused"), v.told(told, "理由は「"+p.MessageJA+"」", "the reason is "+p.MessageJA))
}

// FacilityConfirmed claims that what was entered about the facility agrees with the data on file.
func FacilityConfirmed() trace.Claim { return facilityConfirmed().claim(nil) }

func facilityConfirmed() Check {
	return Check{Name: "facility-confirmed", Sentence: says("施設が確認される", "the facility is confirmed"), Basis: trace.BasisSource,
		Source: "APP-09, APP-62", Planes: onService(), Judge: judgeFacilityConfirmed,
		Looks: sentence("最後の施設の確認に、提出済みの情報との一致が答えられる。",
			"The answer to the last check of the facility says that what was entered agrees with what is on file.")}
}

func judgeFacilityConfirmed(before []trace.Event, _ Args) trace.Finding {
	v := lastVisit(before, posts(restFacility))
	var answer struct {
		Confirmed bool `json:"confirmed"`
	}
	confirmed := v.found && body(v.answer, &answer) && answer.Confirmed
	return settle(v.status("200", "施設の確認の応答", "answer of the check of the facility"),
		v.told(confirmed, "確認の結果", "result of the check"))
}

// FacilityNotConfirmed claims that it does not agree and that the portal says so.
func FacilityNotConfirmed() trace.Claim { return facilityNotConfirmed().claim(nil) }

func facilityNotConfirmed() Check {
	return Check{Name: "facility-not-confirmed", Sentence: says("施設は確認されない", "the facility is not confirmed"),
		Basis: trace.BasisSource, Source: "APP-10", Planes: onService(), Judge: refusesWithText(posts(restFacility), "422"),
		Looks: sentence("最後の施設の確認が断られ、理由の文言が付いている。",
			"The last check of the facility was refused, with a text that gives the reason.")}
}

// AttachmentTaken claims that the portal accepted the file and recognized its kind: PDF, PNG, Excel.
func AttachmentTaken(kind string) trace.Claim { return attachmentTaken().claim(Args{"kind": kind}) }

func attachmentTaken() Check {
	return Check{Name: "attachment-taken", Sentence: says("ファイルが{kind}として受け付けられる", "the file is accepted as {kind}"),
		Basis: trace.BasisSource, Source: "APP-21, APP-23", Planes: onService(), Judge: judgeAttachmentTaken,
		Looks: sentence("最後に加えたファイルが受け付けられて番号が付き、その形式とみなされる。",
			"The file added last was accepted, got a number, and was recognized as one of that kind.")}
}

func judgeAttachmentTaken(before []trace.Event, args Args) trace.Finding {
	v := lastVisit(before, posts(restFiles))
	var taken struct {
		AttachmentID string `json:"attachmentId"`
		Kind         string `json:"kind"`
	}
	known := v.found && body(v.answer, &taken) && taken.AttachmentID != "" && strings.EqualFold(taken.Kind, args["kind"])
	return settle(v.status("201", "受け付けられた", "it was accepted"),
		v.told(known, "ファイルの形式は「"+taken.Kind+"」", "the kind of the file is "+taken.Kind))
}

// AttachmentKindRefused claims that the portal refused the file because of its kind.
func AttachmentKindRefused() trace.Claim { return attachmentKindRefused().claim(nil) }

func attachmentKindRefused() Check {
	return Check{Name: "attachment-kind-refused", Sentence: says("ファイルは、形式のために断られる", "the file is refused because of its kind"),
		Basis: trace.BasisSource, Source: "APP-22, SVC-196", Planes: onService(), Judge: refusesWithText(posts(restFiles), "415"),
		Looks: sentence("最後に加えたファイルが形式を理由に断られ、理由の文言が付いている。",
			"The file added last was refused because of its kind, with a text that gives the reason.")}
}

// AttachmentSizeRefused claims that the portal refused the file because of its size.
func AttachmentSizeRefused() trace.Claim { return attachmentSizeRefused().claim(nil) }

func attachmentSizeRefused() Check {
	return Check{Name: "attachment-size-refused", Sentence: says("ファイルは、大きさのために断られる", "the file is refused because of its size"),
		Basis: trace.BasisSource, Source: "APP-24", Planes: onService(), Judge: refusesWithText(posts(restFiles), "413"),
		Looks: sentence("最後に加えたファイルが大きさを理由に断られ、理由の文言が付いている。",
			"The file added last was refused because of its size, with a text that gives the reason.")}
}

// refusedFor returns the parts "the form was refused" and "the claim's field was refused by the claim's rule, with its source".
func (v visit) refusedFor(args Args) []part {
	found := slices.ContainsFunc(v.refused(), func(f refusedField) bool { return f.fits(args) && f.Source != "" })
	return []part{v.status("422", "断られた", "it was refused"),
		v.told(found, "断られた項目"+v.reasonJA(), "refused fields"+v.reasonEN())}
}

// fits reports whether a field was refused by the claim's rule and with a text.
func (f refusedField) fits(args Args) bool {
	return shortLabel(f.Label) == args["label"] && f.Rule == args["rule"] && f.MessageJA != ""
}

// refusesWithText returns the function of a check that the portal refuses with a text that explains the refusal (SVC-196).
func refusesWithText(fits func(method, rest string) bool, status string) func([]trace.Event, Args) trace.Finding {
	return func(before []trace.Event, _ Args) trace.Finding {
		v := lastVisit(before, fits)
		var p problem
		helps := v.found && body(v.answer, &p) && p.Code != "" && p.MessageJA != ""
		return settle(v.status(status, "断られた", "it was refused"), v.told(helps, "断りの文言「"+p.MessageJA+"」", "text of the refusal"))
	}
}
