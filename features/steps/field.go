package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// fieldSteps are what the result shows label by label.
func fieldSteps() []Step {
	return []Step{
		claim(`資格確認結果の「(.+)」に「(.+)」と表示される`, func(w *world.World) any {
			return func(label, value string) error { return w.Claim(judge.FieldShown(label, value)) }
		}).does("結果のその項目に、サービスの送った値が表示される。書き方の違いは問わない。",
			"The result shows that value under that label, in any spelling, as the service sent it."),
		claim(`資格確認結果に「([^「」]+)」は表示されない`, func(w *world.World) any {
			return func(label string) error { return w.Claim(judge.FieldWithheld(label)) }
		}).does("結果は表示されるが、その項目は送られず、表示もされない。",
			"A result is shown, and that label is neither sent nor shown."),
		claim(`レセコンに渡す文には、表示された項目が同じ値で並ぶ`, func(w *world.World) any {
			return func() error { return w.Claim(judge.HandOverAgrees()) }
		}).does("レセコンに渡す文を読み、画面の項目と一つずつ比べる。",
			"Reads the text for the receipt computer and compares it with the screen, label by label."),
		claim(`レセコンに渡すXMLとJSONは、サービスの応答と同じ内容になる`, func(w *world.World) any {
			return func() error { return w.Claim(judge.FilesAgree()) }
		}).does("レセコンに渡すXMLとJSONを読み、サービスの応答と一つずつ比べる。",
			"Reads XML and JSON for the receipt computer and compares them with the service's answer, value by value."),
		claim(`保険資格の情報のほかは、送られず、表示もされない`, func(w *world.World) any {
			return func() error { return w.Claim(judge.OnlyInsuranceData()) }
		}).does("健康・医療の情報が、応答にも画面にもない。",
			"Neither answer nor screen hold anything but insurance data."),
	}
}
