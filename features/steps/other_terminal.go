package steps

import (
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// otherTerminalSteps returns the steps of a second terminal and of the additional account.
func otherTerminalSteps() []Step {
	return []Step{
		verb(`別の端末が、同じアカウントで初期登録を終えている`, func(w *world.World) any {
			return w.Clinic().OtherTerminalRegisters
		}).does("製品ではない端末が、同じアカウントで登録される。",
			"A terminal that is not the product registers with the same account."),
		verb(`別の端末が、追加のアカウントで初期登録を終えている`, func(w *world.World) any {
			return w.Clinic().OtherTerminalRegistersAdditional
		}).does("製品ではない端末が、追加のアカウントで登録される。",
			"A terminal that is not the product registers with the additional account."),
		verb(`職員がアプリを入れ直して、追加のアカウントのIDに前のアカウントのパスワード等を入力する`, func(w *world.World) any {
			return w.Terminal().ReinstallAndMixAccounts
		}).does("追加のアカウントのIDだけを使い、残りは前のアカウントの値を入力する。",
			"Enters the additional account's id with the former account's other entries."),
		claim(`追加のアカウントの状態は「%s」である`, judge.AccountStateIs,
			named(trace.AccountStates(), "applied", "issued", "bound")).of((*world.Clinic).AdditionalAccountID),
		claim(`デバイス登録を解除できなかったことが表示される`, judge.NotDeregisteredShown),
		claim(`端末が登録されていないことが表示される`, judge.TerminalUnknownShown),
	}
}
