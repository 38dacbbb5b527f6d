package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// pinSteps are those of the PIN of the user certificate and its retry counter.
func pinSteps() []Step {
	return []Step{
		deed(`カードの暗証番号の残り回数は([0-3])回である`, func(w *world.World) any {
			return w.Patient().CardHasTries
		}),
		claim(`カードの暗証番号の残り回数は([0-3])回である`, func(w *world.World) any {
			return func(n int) error { return w.Claim(judge.CardTriesAre(n)) }
		}),
		deed(`患者が暗証番号を間違えて入力してカードをかざす`, func(w *world.World) any {
			return func() error { return w.Patient().ChecksInWithWrongPIN(1) }
		}),
		deed(`患者が暗証番号を([2-3])回続けて間違えて入力し、そのたびにカードをかざす`, func(w *world.World) any {
			return w.Patient().ChecksInWithWrongPIN
		}),
		deed(`患者が暗証番号を([2-3])回続けて間違えた`, func(w *world.World) any {
			return w.Patient().ChecksInWithWrongPIN
		}),
		deed(`患者が市区町村の窓口で暗証番号を初期化した`, func(w *world.World) any {
			return w.Patient().HasPINReset
		}),
		deed(`患者が新しい暗証番号を入力してカードをかざす`, func(w *world.World) any {
			return w.Patient().ChecksInByNewPIN
		}),
		claim(`本人確認は失敗し、残り([1-2])回であることが表示される`, func(w *world.World) any {
			return func(n int) error { return w.Claim(judge.TriesLeftShown(n)) }
		}),
		claim(`暗証番号がロックされていることが表示される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.PINLockedShown()) }
		}),
	}
}
