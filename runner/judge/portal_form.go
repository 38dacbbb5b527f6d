package judge

import (
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// PortalAccepted claims that the portal took the form that was sent last and gave it a number.
func PortalAccepted() trace.Claim { return plain("portal-accepted") }

// PortalRefused claims that the portal refused the form that was sent last for one field alone, by one rule (an id of
// trace.PortalRules), and said where the rule comes from.
func PortalRefused(label, rule string) trace.Claim {
	return trace.Claim{Check: "portal-refused", Args: map[string]string{"label": label, "rule": rule}}
}

// FacilityConfirmed claims that the facility was found in the data that was handed in before.
func FacilityConfirmed() trace.Claim { return plain("facility-confirmed") }

// FacilityNotConfirmed claims that it was not.
func FacilityNotConfirmed() trace.Claim { return plain("facility-not-confirmed") }

// AttachmentTaken claims that the portal took the file for one of this kind: PDF, PNG, Excel.
func AttachmentTaken(kind string) trace.Claim {
	return trace.Claim{Check: "attachment-taken", Args: map[string]string{"kind": kind}}
}

// AttachmentKindRefused claims that the portal refused the file for its kind, and AttachmentSizeRefused for its size.
func AttachmentKindRefused() trace.Claim { return plain("attachment-kind-refused") }

// AttachmentSizeRefused claims that the portal refused the file for its size.
func AttachmentSizeRefused() trace.Claim { return plain("attachment-size-refused") }

func portalFormChecks() []Check {
	return []Check{
		{Name: "portal-accepted", Sentence: says("窓口サイトが受け付ける", "the portal accepts what was sent"),
			Basis: trace.BasisSource, Source: "REG-27, APP-32", Planes: onService(), Judge: judgePortalAccepted},
		{Name: "portal-refused", Sentence: saysRefused, Basis: trace.BasisSource, Source: "eligibility §3.2",
			Planes: onService(), Judge: judgePortalRefused},
		{Name: "facility-confirmed", Sentence: says("施設が確認される", "the facility is confirmed"), Basis: trace.BasisSource,
			Source: "APP-09, APP-62", Planes: onService(), Judge: judgeFacilityConfirmed},
		{Name: "facility-not-confirmed", Sentence: says("施設は確認されない", "the facility is not confirmed"),
			Basis: trace.BasisSource, Source: "APP-10", Planes: onService(), Judge: refusesWithText(posts(restFacility), "422")},
		{Name: "attachment-taken", Sentence: says("ファイルが{kind}として受け付けられる", "the file is taken for {kind}"),
			Basis: trace.BasisSource, Source: "APP-21, APP-23", Planes: onService(), Judge: judgeAttachmentTaken},
		{Name: "attachment-kind-refused", Sentence: says("ファイルは、形式のために断られる", "the file is refused for its kind"),
			Basis: trace.BasisSource, Source: "APP-22, SVC-196", Planes: onService(), Judge: refusesWithText(posts(restFiles), "415")},
		{Name: "attachment-size-refused", Sentence: says("ファイルは、大きさのために断られる", "the file is refused for its size"),
			Basis: trace.BasisSource, Source: "APP-24", Planes: onService(), Judge: refusesWithText(posts(restFiles), "413")},
	}
}

func judgePortalAccepted(before []trace.Event, _ Args) trace.Finding {
	v := lastVisit(before, submits)
	var receipt struct {
		ApplicationID string `json:"applicationId"`
	}
	numbered := v.found && body(v.answer, &receipt) && receipt.ApplicationID != ""
	return settle(v.status("201", "受け付けられた", "it was accepted"), v.told(numbered, "受付番号", "number of the application"))
}

// saysRefused calls the rule by its name.
func saysRefused(args Args) trace.Sentence {
	rule := trace.Say(trace.PortalRules(), args["rule"])
	return trace.Sentence{JA: "「" + args["label"] + "」だけが、「" + rule.JA + "」ために断られる",
		EN: args["label"] + " alone is refused: " + rule.EN}
}

func judgePortalRefused(before []trace.Event, args Args) trace.Finding {
	v := lastVisit(before, submits)
	list := v.refused()
	var wrong []string
	found := false
	for _, f := range list {
		fits := shortLabel(f.Label) == args["label"] && f.Rule == args["rule"] && f.MessageJA != ""
		found = found || fits && f.Source != ""
		if !fits {
			wrong = append(wrong, shortLabel(f.Label)+": "+f.Rule)
		}
	}
	also := strings.Join(wrong, ", ")
	return settle(v.status("422", "断られた", "it was refused"),
		v.told(found, "断られた項目"+v.reasonJA(), "refused fields"+v.reasonEN()),
		v.told(len(wrong) == 0, "ほかにも断られた: "+also, "refused as well: "+also))
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

func judgeAttachmentTaken(before []trace.Event, args Args) trace.Finding {
	v := lastVisit(before, posts(restFiles))
	var taken struct {
		AttachmentID string `json:"attachmentId"`
		Kind         string `json:"kind"`
	}
	known := v.found && body(v.answer, &taken) && taken.AttachmentID != "" && strings.EqualFold(taken.Kind, args["kind"])
	return settle(v.status("201", "受け付けられた", "it was taken"),
		v.told(known, "ファイルの形式は「"+taken.Kind+"」", "the kind of the file is "+taken.Kind))
}

// refusesWithText makes the judge of a refusal that must help with a text (SVC-196).
func refusesWithText(fits func(method, rest string) bool, status string) func([]trace.Event, Args) trace.Finding {
	return func(before []trace.Event, _ Args) trace.Finding {
		v := lastVisit(before, fits)
		var p problem
		helps := v.found && body(v.answer, &p) && p.Code != "" && p.MessageJA != ""
		return settle(v.status(status, "断られた", "it was refused"), v.told(helps, "断りの文言「"+p.MessageJA+"」", "text of the refusal"))
	}
}
