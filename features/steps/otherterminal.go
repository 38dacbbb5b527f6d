package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// otherTerminalSteps are those of a second terminal and of the additional account.
func otherTerminalSteps() []Step {
	return []Step{
		deed(`別の端末が、同じアカウントで初期登録を終えている`, func(w *world.World) any {
			return w.Clinic().OtherTerminalRegisters
		}).does("製品ではない端末が、同じアカウントで登録される。",
			"A terminal that is not the product registers with the same account."),
		deed(`別の端末が、追加のアカウントで初期登録を終えている`, func(w *world.World) any {
			return w.Clinic().OtherTerminalRegistersAdditional
		}).does("製品ではない端末が、追加のアカウントで登録される。",
			"A terminal that is not the product registers with the additional account."),
		deed(`職員がアプリを入れ直して、追加のアカウントのIDに前のアカウントのパスワード等を入力する`, func(w *world.World) any {
			return w.Terminal().ReinstallAndMixAccounts
		}).does("追加のアカウントのIDだけを使い、残りは前のアカウントの値を入力する。",
			"Enters the additional account's id with the former account's other entries."),
		claim(`追加のアカウントの状態は「(審査中|未登録|登録済み)」である`, func(w *world.World) any {
			return func(state string) error {
				return w.Claim(judge.AccountStateIs(w.Clinic().AdditionalAccountID(), stateNamed(state)))
			}
		}).does("サービス側の追加のアカウントの状態を調べる。",
			"Looks at the state of the additional account in the service."),
		claim(`デバイス登録を解除できなかったことが表示される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.NotDeregisteredShown()) }
		}).does("解除できなかったことが表示される。",
			"The screen says that the device could not be deregistered."),
		claim(`端末が登録されていないことが表示される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.TerminalUnknownShown()) }
		}).does("サービスがこの端末を受け付けないことが表示される。",
			"The screen says that the service does not know the terminal."),
	}
}
