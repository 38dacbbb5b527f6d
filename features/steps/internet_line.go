package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// lineSteps returns the steps of a broken exchange: the clinic's internet line, and a card that leaves the reader too
// early.
func lineSteps() []Step {
	return []Step{
		verb(`施術所のインターネット回線が切れている`, func(w *world.World) any {
			return w.InternetLine().Cut
		}).does("端末からサービスへの接続を断つ。",
			"Cuts the line from the terminal to the service."),
		verb(`施術所のインターネット回線が戻る`, func(w *world.World) any {
			return w.InternetLine().Restore
		}).does("断った接続も、応答の不調も元に戻す。",
			"Restores the line and ends its faults."),
		claim(`サービスにつながらないことが表示される`, judge.ServiceUnreachableShown),
		verb(`患者が暗証番号を正しく入力してカードをかざすが、署名の途中で離してしまう`, func(w *world.World) any {
			return w.Patient().PullsCardWhileSigning
		}).does("カードが署名を計算している間にリーダーから離れる。",
			"The card leaves the reader while it computes the signature."),
		claim(`カードが離れたことが表示される`, judge.CardRemovedShown),
	}
}
