package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// entries are the four entries of initial registration as feature files name them (INI-02).
func entries() map[string]world.Entry {
	return map[string]world.Entry{
		"機関コード":        world.EntryInstitutionCode,
		"ID":           world.EntryAccountID,
		"パスワード":        world.EntryPassword,
		"アクティベーションコード": world.EntryActivationCode,
	}
}

// spellings are ways to write an activation code wrongly (INI-04 to INI-06).
func spellings() map[string]world.Spelling {
	return map[string]world.Spelling{
		"ハイフン付きで": world.Hyphened,
		"11桁で":    world.OneDigitShort,
		"13桁で":    world.OneDigitLong,
		"全角の数字で":  world.FullWidth,
	}
}

// states are the states of an account as feature files name them (eligibility reference §2.2).
func states() map[string]string {
	return map[string]string{
		"未登録":      "issued",
		"登録済み":     "bound",
		"解除後の待ち時間": "cooldown",
		"使用不可":     "orphaned",
		"解除済み":     "cancelled",
	}
}

// accountSteps are those of the 資格確認アカウント: registration, deregistration, applications.
func accountSteps() []Step {
	return []Step{
		deed(`職員が資格確認アカウントの情報を正しく入力する`, func(w *world.World) any {
			return w.Terminal().EnterCredentials
		}),
		deed(`職員が資格確認アカウントの(機関コード|ID|パスワード|アクティベーションコード)を間違えて入力する`, func(w *world.World) any {
			return func(entry string) error { return w.Terminal().EnterCredentialsWrongly(entries()[entry]) }
		}),
		deed(`職員がアクティベーションコードを(ハイフン付きで|11桁で|13桁で|全角の数字で)入力する`, func(w *world.World) any {
			return func(how string) error { return w.Terminal().EnterActivationCode(spellings()[how]) }
		}),
		deed(`職員がデバイス登録を解除する`, func(w *world.World) any {
			return w.Terminal().Deregister
		}),
		deed(`職員がデバイス登録を解除してアプリを消した`, func(w *world.World) any {
			return w.Terminal().DeregisterAndUninstall
		}),
		deed(`職員がデバイス登録を解除せずにアプリを消した`, func(w *world.World) any {
			return w.Terminal().Uninstall
		}),
		deed(`資格確認アカウントの追加申請が認められた`, func(w *world.World) any {
			return w.Clinic().GetsAdditionalAccount
		}),
		deed(`資格確認アカウントの解除申請が認められた`, func(w *world.World) any {
			return w.Clinic().CancelsAccount
		}),
		deed(`職員がアプリを入れ直して、同じアカウントで初期登録する`, func(w *world.World) any {
			return w.Terminal().ReinstallAndRegister
		}),
		deed(`職員がアプリを入れ直して、追加のアカウントで初期登録する`, func(w *world.World) any {
			return w.Terminal().ReinstallAndRegisterAdditional
		}),
		claim(`初期登録が受け付けられる`, func(w *world.World) any {
			return func() error { return w.Claim(judge.RegistrationAccepted()) }
		}),
		claim(`デバイス登録の解除が受け付けられる`, func(w *world.World) any {
			return func() error { return w.Claim(judge.DeregistrationAccepted()) }
		}),
		claim(`「機関コード、ID、パスワード、アクティベーションコードが異なります。」と表示される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.MismatchShown()) }
		}),
		claim(`「アクティベーションコードが条件に合っていません。」と表示される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.ActivationFormatShown()) }
		}),
		claim(`資格確認アカウントの状態は「(未登録|登録済み|解除後の待ち時間|使用不可|解除済み)」である`, func(w *world.World) any {
			return func(state string) error {
				return w.Claim(judge.AccountStateIs(w.Clinic().AccountID(), states()[state]))
			}
		}),
	}
}
