package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// pinSteps returns the steps of the PIN of the user certificate and of its retry counter.
func pinSteps() []Step {
	return []Step{
		verb(`カードの暗証番号の残り回数は([0-3])回である`, func(w *world.World) any {
			return w.Patient().CardHasTries
		}).does("残り回数がその数になるまで、ほかの場所で間違えたカードにする。",
			"Issues a card whose retry counter is already at this number."),
		claim(`カードの暗証番号の残り回数は([0-3])回である`, judge.CardTriesAre),
		verb(`患者が暗証番号を間違えて入力してカードをかざす`, func(w *world.World) any {
			return func() error { return w.Patient().ChecksInWithWrongPIN(1) }
		}).does("患者が一度だけ違う暗証番号を入力し、カードをかざす。",
			"The patient enters a wrong PIN once and presents the card."),
		verb(`患者が暗証番号を([2-3])回続けて間違えて入力し、そのたびにカードをかざす`, func(w *world.World) any {
			return w.Patient().ChecksInWithWrongPIN
		}).does("その回数だけ、違う暗証番号の入力とカードをかざすことを繰り返す。",
			"The patient enters a wrong PIN that many times and presents the card each time."),
		verb(`患者が暗証番号を([2-3])回続けて間違えた`, func(w *world.World) any {
			return w.Patient().ChecksInWithWrongPIN
		}).does("この端末ですでにその回数だけ間違えている。",
			"The patient has entered a wrong PIN that many times at this terminal."),
		verb(`患者が市区町村の窓口で暗証番号を初期化した`, func(w *world.World) any {
			return w.Patient().HasPINReset
		}).does("窓口が暗証番号を新しくし、残り回数を3回に戻す。",
			"The municipality sets a new PIN and resets the retry counter to three."),
		verb(`患者が新しい暗証番号を入力してカードをかざす`, func(w *world.World) any {
			return w.Patient().ChecksInByNewPIN
		}).does("初期化で決めた暗証番号を入力し、カードをかざす。",
			"The patient enters the PIN set by the municipality and presents the card."),
		claim(`本人確認は失敗し、残り([1-2])回であることが表示される`, judge.TriesLeftShown),
		claim(`暗証番号がロックされていることが表示される`, judge.PINLockedShown),
	}
}
