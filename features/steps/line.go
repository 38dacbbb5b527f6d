package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// lineSteps are those of trouble between the parties: the clinic's internet line, and a card that leaves too early.
func lineSteps() []Step {
	return []Step{
		deed(`施術所のインターネット回線が切れている`, func(w *world.World) any {
			return w.Line().Cut
		}),
		deed(`施術所のインターネット回線が戻る`, func(w *world.World) any {
			return w.Line().Restore
		}),
		claim(`サービスにつながらないことが表示される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.ServiceUnreachableShown()) }
		}),
		deed(`患者が暗証番号を正しく入力してカードをかざすが、署名の途中で離してしまう`, func(w *world.World) any {
			return w.Patient().PullsCardWhileSigning
		}),
		claim(`カードが離れたことが表示される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.CardRemovedShown()) }
		}),
	}
}
