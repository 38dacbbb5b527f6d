package judge

import (
	"maps"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

func fieldChecks() []Check {
	return []Check{fieldShown(), fieldWithheld(), onlyInsuranceData()}
}

// FieldShown claims that the result shows this value under a label of [Labels], possibly spelled differently, and that the
// service sent it.
func FieldShown(label, value string) trace.Claim {
	return fieldShown().claim(Args{"label": label, "value": value})
}

func fieldShown() Check {
	return Check{Name: "field-shown", Sentence: says("資格確認結果の「{label}」に「{value}」と表示される", "the result shows {label} as {value}"),
		Basis: trace.BasisEvidence, Source: "eligibility §2.3, SVC-132, SVC-135", Planes: onControlAndService(), Judge: judgeFieldShown,
		Looks: sentence("最後の操作のあとの結果の画面で、その項目がその値であり、サービスの応答にも同じ値がある。書き方の違いは問わない。",
			"The result after the last action shows that value under that label, and the service's answer has the same value. The spelling may differ.")}
}

func judgeFieldShown(before []trace.Event, args Args) trace.Finding {
	a := lastAction(before)
	row, ok := labelOf(trace.FieldPrefix + args["label"])
	if !ok {
		return settle(unknownLabel(args["label"]))
	}
	return settle(a.shows("screen", screenResult), a.showsFolded(trace.FieldPrefix+row.Label, row.Fold, args["value"]),
		a.with(row.Label+"が一致する応答", "answer with the same "+row.Member, func(e trace.Event) bool {
			return isCheckAnswer(e) && row.allows(answerOf(e), args["value"])
		}))
}

// FieldWithheld claims that a result is shown, and that neither the service sent a value for this label nor the screen shows one.
func FieldWithheld(label string) trace.Claim { return fieldWithheld().claim(Args{"label": label}) }

func fieldWithheld() Check {
	return Check{Name: "field-withheld", Sentence: says("資格確認結果に「{label}」は表示されない", "the result shows no {label}"),
		Basis: trace.BasisEvidence, Source: "eligibility §2.6, §5.3", Planes: onControlAndService(), Late: LateFails, Judge: judgeFieldWithheld,
		Looks: sentence("最後の操作でサービスが資格を答え、結果が表示されるが、応答にも画面にもその項目の値がない。",
			"In the last action the service gave a validity and the result is shown, and neither answer nor screen has a value for that label.")}
}

func judgeFieldWithheld(before []trace.Event, args Args) trace.Finding {
	a := lastAction(before)
	row, ok := labelOf(trace.FieldPrefix + args["label"])
	if !ok {
		return settle(unknownLabel(args["label"]))
	}
	if !a.seen {
		return settle(a.shows("screen"))
	}
	hidden := held(row.Label+"は表示されていない", row.Label+" is not shown", a.screen)
	if a.screen.Label(row.Label) != "" {
		hidden = missed(row.Label+"が表示されている", row.Label+" is shown", a.screen)
	}
	return settle(a.shows("screen", screenResult), hidden,
		a.with("資格の応答", "answer with a validity", isReadableAnswer),
		a.unsent(row.Member+"を含む応答", "answer with "+row.Member, func(e trace.Event) bool {
			return isCheckAnswer(e) && len(answerOf(e).values(row.Member)) > 0
		}))
}

// OnlyInsuranceData claims that a result is shown, and that answer and screen contain nothing but insurance qualification data.
func OnlyInsuranceData() trace.Claim { return onlyInsuranceData().claim(nil) }

func onlyInsuranceData() Check {
	return Check{Name: "only-insurance-data", Sentence: says("保険資格の情報のほかは、送られず、表示もされない",
		"nothing but insurance qualification data is sent or shown"), Basis: trace.BasisSource, Source: "CHK-11, CHK-12, SVC-219",
		Planes: onControlAndService(), Late: LateFails, Judge: judgeOnlyInsuranceData,
		Looks: sentence("最後の操作のあとの結果の画面にも、サービスの応答の資格情報にも、保険資格の項目の一覧にないものがない。",
			"Neither the result after the last action nor the service's answer has an item that is not in the list of insurance data.")}
}

func judgeOnlyInsuranceData(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	answer, found := lastOf(a.events, isReadableAnswer)
	if !found {
		return settle(a.shows("screen", screenResult), a.with("資格の応答", "answer with a validity", isReadableAnswer))
	}
	return settle(a.shows("screen", screenResult), sentInsuranceOnly(answer), a.showsLabelsOnly(),
		a.unsent("ほかの情報を含む応答", "answer with anything else", func(e trace.Event) bool {
			return isCheckAnswer(e) && !sentInsuranceOnly(e).ok
		}))
}

// members returns the members of a result that are insurance qualification data (eligibility §1.5: card, person, dates, burden,
// insurer, certificates).
func members() []string {
	return []string{"InsuredCardClassification", "InsurerNumber", "InsuredCardSymbol", "InsuredIdentificationNumber",
		"InsuredBranchNumber", "PersonalFamilyClassification", "InsuredName", "Name", "NameOfOther", "NameKana",
		"NameOfOtherKana", "Sex1", "Sex2", "Birthdate", "Address", "PostNumber", "QualificationDate", "DisqualificationDate",
		"InsuredCertificateIssuanceDate", "InsuredCardValidDate", "InsuredCardExpirationDate",
		"InsuredPartialContributionRatio", "PreschoolClassification", "ReasonOfLoss", "InsurerName",
		"ElderlyRecipientCertificateInfo", "LimitApplicationCertificateRelatedConsFlg",
		"LimitApplicationCertificateRelatedConsTime", "LimitApplicationCertificateRelatedInfo",
		"SpecificDiseasesCertificateRelatedConsFlg", "SpecificDiseasesCertificateRelatedConsTime",
		"SpecificDiseasesCertificateList"}
}

func unknownLabel(label string) part {
	return missed("表示項目の表に「"+label+"」がない", "the table has no label "+label).blaming(trace.BlameHarness)
}

// sentInsuranceOnly returns the part "each result in the answer has known members only". If it has others, the harness is to
// blame, since the service is part of mynalab.
func sentInsuranceOnly(answer trace.Event) part {
	for _, item := range answerOf(answer).XMLMsg.MessageBody.ResultList {
		for _, name := range slices.Sorted(maps.Keys(item.Result)) {
			if !slices.Contains(members(), name) {
				return missed(name+"が送られた", name+" was sent", answer).blaming(trace.BlameHarness)
			}
		}
	}
	return held("保険資格の情報だけが送られた", "only insurance qualification data was sent", answer)
}

// showsLabelsOnly returns the part "the screen shows no label that is not in Labels".
func (a action) showsLabelsOnly() part {
	if !a.seen {
		return a.shows("screen")
	}
	for _, name := range slices.Sorted(maps.Keys(a.screen.Fields)) {
		label, shown := strings.CutPrefix(name, trace.FieldPrefix)
		if _, known := labelOf(name); shown && !known {
			return missed(label+"が表示された", label+" is shown", a.screen)
		}
	}
	return held("保険資格の情報だけが表示された", "only insurance qualification data is shown", a.screen)
}
