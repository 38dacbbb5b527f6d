package steps

import (
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// terminalSteps returns the steps of the product as a program on a terminal: start, login, settings.
func terminalSteps() []Step {
	return []Step{
		verb(`施術所の端末にアプリを入れて起動した`, func(w *world.World) any {
			return w.Terminal().InstallAndLaunch
		}).does("新しい端末にアプリを入れて、初めて起動する。",
			"Installs the app on a new terminal and launches it for the first time."),
		verb(`職員が注意書きに同意(?:した|する)`, func(w *world.World) any {
			return w.Terminal().Agree
		}).does("起動時の注意書きに同意する。",
			"Agrees to the notice shown at the first launch."),
		verb(`職員がパスコードを登録してログインする`, func(w *world.World) any {
			return w.Terminal().SetPasscodeAndLogin
		}).does("アプリのパスコードを決めて登録し、それでログインする。",
			"Sets the app's passcode and logs in with it."),
		verb(`職員が前と違うパスコードを登録する`, func(w *world.World) any {
			return w.Terminal().SetOtherPasscode
		}).does("入れ直したアプリに、前に使っていたものと違うパスコードを登録する。",
			"Sets a passcode that differs from the one used before."),
		verb(`職員が前のパスコードを入力する`, func(w *world.World) any {
			return w.Terminal().Login
		}).does("前に登録していたパスコードを一度入力する。",
			"Enters the passcode that was set before."),
		verb(`職員がアプリを入れ直して起動する`, func(w *world.World) any {
			return w.Terminal().InstallAndLaunch
		}).does("消したアプリをもう一度入れて、起動する。",
			"Installs the removed app again and launches it."),
		verb(`初期登録を終えて、アプリを起動し直した`, func(w *world.World) any {
			return w.Terminal().RegisterAndRelaunch
		}).does("初期登録を済ませ、アプリを終了してもう一度起動する。",
			"Registers the terminal, closes the app and launches it again."),
		verb(`施術所の端末が初期登録を終えている`, func(w *world.World) any {
			return w.Terminal().RegisterAndLogin
		}).does("起動からログインまでを済ませ、窓口で使える状態にする。",
			"Brings the terminal from installation to login, ready for the counter."),
		verb(`初期登録を終えた施術所の端末にログインしている`, func(w *world.World) any {
			return w.Terminal().RegisterAndLogin
		}).does("起動からログインまでを済ませ、窓口で使える状態にする。",
			"Brings the terminal from installation to login, ready for the counter."),
		verb(`職員がパスコードを間違えて入力する`, func(w *world.World) any {
			return w.Terminal().LoginWrongly
		}).does("違うパスコードを一度入力する。",
			"Enters a wrong passcode once."),
		verb(`職員がパスコードを正しく入力する`, func(w *world.World) any {
			return w.Terminal().Login
		}).does("登録したパスコードを入力する。",
			"Enters the passcode that was set."),
		verb(`認証方法に「%s」を選んでいる`, func(w *world.World) any {
			return w.Terminal().ChooseMode
		}, modes()).does("本人確認の方法を選んでおく。",
			"Chooses how patients are identified."),
		verb(`職員が認証方法を「%s」に切り替える`, func(w *world.World) any {
			return w.Terminal().ChooseMode
		}, modes()).does("本人確認の方法を切り替える。",
			"Switches how patients are identified."),
		claim(`ログインでき、認証選択画面になる`, judge.TerminalReady),
		claim(`画面は「%s」である`, judge.ScreenIs,
			named(trace.Screens(), "none", "notice", "credentials", "passcode-set", "locked", "auth-select", "visual", "pin")),
	}
}
