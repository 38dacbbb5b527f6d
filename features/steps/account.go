package steps

import (
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// entries returns the four entries of initial registration by their names in feature files (INI-02).
func entries() choice[world.CredentialEntry] {
	return choice[world.CredentialEntry]{
		{"機関コード", world.EntryInstitutionCode},
		{"ID", world.EntryAccountID},
		{"パスワード", world.EntryPassword},
		{"アクティベーションコード", world.EntryActivationCode},
	}
}

// spellings returns wrong ways to write an activation code (INI-04 to INI-06).
func spellings() choice[world.Spelling] {
	return choice[world.Spelling]{
		{"ハイフン付きで", world.Hyphened},
		{"11桁で", world.OneDigitShort},
		{"13桁で", world.OneDigitLong},
		{"全角の数字で", world.FullWidth},
		{"英字を混ぜて", world.WithLetter},
	}
}

// accountSteps returns the steps of the 資格確認アカウント: registration, deregistration, applications.
func accountSteps() []Step {
	return []Step{
		verb(`職員が資格確認アカウントの情報を正しく入力(?:した|する)`, func(w *world.World) any {
			return w.Terminal().EnterCredentials
		}).does("機関コード、ID、パスワード、アクティベーションコードを、通知された通りにアプリに入力する。",
			"Enters institution code, id, password and activation code as notified to the clinic."),
		verb(`職員が資格確認アカウントの%sを間違えて入力する`, func(w *world.World) any {
			return w.Terminal().EnterCredentialsWrongly
		}, entries()).does("四つの項目のうち一つだけを、形式は正しいが違う値で入力する。",
			"Enters a wrong value of the right form in one of the four entries, and the others as notified."),
		verb(`職員がアクティベーションコードを%s入力する`, func(w *world.World) any {
			return w.Terminal().EnterActivationCode
		}, spellings()).does("アクティベーションコードだけを、求められた形式と違う書き方で入力する。",
			"Enters the activation code in a form that is not allowed, and the others as notified."),
		verb(`職員がデバイス登録を解除する`, func(w *world.World) any {
			return w.Terminal().Deregister
		}).does("設定画面からデバイス登録を解除する。",
			"Deregisters the device from the settings."),
		verb(`職員がデバイス登録を解除してアプリを消した`, func(w *world.World) any {
			return w.Terminal().DeregisterAndUninstall
		}).does("デバイス登録を解除してから、アプリを端末から消す。",
			"Deregisters the device, then removes the app from the terminal."),
		verb(`職員がデバイス登録を解除せずにアプリを消した`, func(w *world.World) any {
			return w.Terminal().Uninstall
		}).does("登録を残したまま、アプリを端末から消す。",
			"Removes the app from the terminal while the device is still registered."),
		verb(`資格確認アカウントの追加申請が認められた`, func(w *world.World) any {
			return w.Clinic().GetsAdditionalAccount
		}).does("追加の資格確認アカウントを申請し、認められて通知を受け取る。",
			"Applies for one more account; it is granted and the clinic receives its data."),
		verb(`資格確認アカウントの解除申請が認められた`, func(w *world.World) any {
			return w.Clinic().CancelsAccount
		}).does("資格確認アカウントの解除を申請し、認められる。",
			"Applies for the cancellation of the account; it is granted."),
		verb(`職員がアプリを入れ直して、同じアカウントで初期登録する`, func(w *world.World) any {
			return w.Terminal().ReinstallAndRegister
		}).does("アプリを入れ直し、前と同じアカウントの情報を入力する。",
			"Installs the app again and enters the data of the account it had before."),
		verb(`職員がアプリを入れ直して、追加のアカウントで初期登録する`, func(w *world.World) any {
			return w.Terminal().ReinstallAndRegisterAdditional
		}).does("アプリを入れ直し、追加で受け取ったアカウントの情報を入力する。",
			"Installs the app again and enters the data of the additional account."),
		claim(`初期登録が受け付けられる`, judge.RegistrationAccepted),
		claim(`デバイス登録の解除が受け付けられる`, judge.DeregistrationAccepted),
		claim(`「機関コード、ID、パスワード、アクティベーションコードが異なります。」と表示される`, judge.MismatchShown),
		claim(`「アクティベーションコードが条件に合っていません。」と表示される`, judge.ActivationFormatShown),
		claim(`資格確認アカウントの状態は「%s」である`, judge.AccountStateIs,
			named(trace.AccountStates(), "applied", "issued", "bound", "cooldown", "orphaned", "cancelled")).
			of((*world.Clinic).AccountID),
	}
}
