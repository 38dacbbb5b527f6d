package steps

import "github.com/mynalab/mynalab/runner/judge"

// fieldSteps returns the claims about single fields of the result, by label.
func fieldSteps() []Step {
	return []Step{
		claim(`資格確認結果の「(.+)」に「(.+)」と表示される`, judge.FieldShown),
		claim(`資格確認結果に「([^「」]+)」は表示されない`, judge.FieldWithheld),
		claim(`レセコンに渡す文には、表示された項目が同じ値で並ぶ`, judge.HandOverAgrees),
		claim(`レセコンに渡すXMLとJSONは、サービスの応答と同じ内容になる`, judge.FilesAgree),
		claim(`保険資格の情報のほかは、送られず、表示もされない`, judge.OnlyInsuranceData),
	}
}
