package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// attemptSteps returns the steps that staff try in a wrong order, and what they then find on the screen.
func attemptSteps() []Step {
	return []Step{
		verb(`職員がアプリを起動し直す`, func(w *world.World) any {
			return w.Terminal().Relaunch
		}).does("アプリを終わらせて、もう一度起動する。",
			"Closes the app and starts it again."),
		verb(`職員がアプリを起動し直してログインする`, func(w *world.World) any {
			return w.Terminal().RelaunchAndLogin
		}).does("アプリを起動し直し、パスコードでログインする。",
			"Starts the app again and logs in with the passcode."),
		verb(`職員が注意書きに同意せずに、資格確認アカウントの情報を入力しようとする`, func(w *world.World) any {
			return w.Terminal().EnterCredentials
		}).does("注意書きの画面のまま、機関コード等を入力しようとする。",
			"Tries to enter the account's data while the notice is still on the screen."),
		verb(`職員がパスコードを登録しようとする`, func(w *world.World) any {
			return w.Terminal().SetPasscode
		}).does("いまの画面のまま、起動時のパスコードを登録しようとする。",
			"Tries to set the start passcode on the current screen."),
		verb(`職員がパスコードを登録せずに、ログインしようとする`, func(w *world.World) any {
			return w.Terminal().Login
		}).does("パスコードを登録しないまま、パスコードを入力しようとする。",
			"Tries to type a passcode though none was set."),
		verb(`職員がログインせずに、資格確認を始めようとする`, func(w *world.World) any {
			return w.Terminal().StartCheck
		}).does("ログインの画面のまま、資格確認を始めようとする。",
			"Tries to start a check while the login is still on the screen."),
		verb(`職員がログインせずに、設定を開こうとする`, func(w *world.World) any {
			return w.Terminal().OpenSettings
		}).does("ログインの画面のまま、設定を開こうとする。",
			"Tries to open the settings while the login is still on the screen."),
		verb(`職員がログインせずに、デバイス登録を解除しようとする`, func(w *world.World) any {
			return w.Terminal().Deregister
		}).does("ログインの画面のまま、設定からデバイス登録を解除しようとする。",
			"Tries to deregister the device while the login is still on the screen."),
		verb(`職員が設定を開く`, func(w *world.World) any {
			return w.Terminal().OpenSettings
		}).does("歯車からセキュリティ設定を開く。",
			"Opens the security settings from the gear menu."),
		verb(`職員が資格確認を始め(?:る|ようとする)`, func(w *world.World) any {
			return w.Terminal().StartCheck
		}).does("認証選択から資格確認を始める。",
			"Starts a check from the choice of method."),
		verb(`職員がアプリを消した`, func(w *world.World) any {
			return w.Terminal().Uninstall
		}).does("アプリを端末から消す。",
			"Removes the app from the terminal."),
		verb(`職員が本人確認をせずに、カードを読み取らせようとする`, func(w *world.World) any {
			return w.Patient().PutsCardUnasked
		}).does("いまの画面のまま、カードをリーダーに置いて読み取らせようとする。",
			"Puts a card on the reader and tries to have it read on the current screen."),
		verb(`職員が資格確認を始め、本人確認の前にカードを読み取らせようとする`, func(w *world.World) any {
			return w.Patient().PutsCardBeforeIdentification
		}).does("本人確認の画面で、カードをリーダーに置いて読み取らせようとする。",
			"Starts a check and tries to have the card read before the patient is identified."),
		claim(`設定に「目視確認で本人認証」が「%s」と表示される`, judge.SwitchShown, itself("オン", "オフ")),
		claim(`画面に資格確認結果は残っていない`, judge.ResultGone),
	}
}
