package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// screens are the names that feature files give to the screens of the published list.
func screens() map[string]string {
	return map[string]string{
		"注意書き":      "notice",
		"機関コード等の入力": "credentials",
		"ログイン":      "locked",
		"認証選択":      "auth-select",
	}
}

// terminalSteps are those of the product as a program on a terminal: start, login, settings.
func terminalSteps() []Step {
	return []Step{
		deed(`施術所の端末にアプリを入れて起動した`, func(w *world.World) any {
			return w.Terminal().InstallAndLaunch
		}),
		deed(`職員が注意書きに同意(?:した|する)`, func(w *world.World) any {
			return w.Terminal().Agree
		}),
		deed(`職員がパスコードを登録してログインする`, func(w *world.World) any {
			return w.Terminal().SetPasscodeAndLogin
		}),
		deed(`初期登録を終えて、アプリを起動し直した`, func(w *world.World) any {
			return w.Terminal().RegisterAndRelaunch
		}),
		deed(`施術所の端末が初期登録を終えている`, func(w *world.World) any {
			return w.Terminal().RegisterAndLogin
		}),
		deed(`初期登録を終えた施術所の端末にログインしている`, func(w *world.World) any {
			return w.Terminal().RegisterAndLogin
		}),
		deed(`職員がパスコードを間違えて入力する`, func(w *world.World) any {
			return w.Terminal().LoginWrongly
		}),
		deed(`職員がパスコードを正しく入力する`, func(w *world.World) any {
			return w.Terminal().Login
		}),
		deed(`認証方法に「(目視|暗証番号)」を選んでいる`, func(w *world.World) any {
			return w.Terminal().ChooseMode
		}),
		deed(`職員が認証方法を「(目視|暗証番号)」に切り替える`, func(w *world.World) any {
			return w.Terminal().ChooseMode
		}),
		claim(`画面は「(注意書き|機関コード等の入力|ログイン|認証選択)」である`, func(w *world.World) any {
			return func(name string) error { return w.Claim(judge.ScreenIs(screens()[name])) }
		}),
	}
}
