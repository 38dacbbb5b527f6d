package steps

import (
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// portalLoginSteps returns the steps of mails, of the activation link and of the login.
func portalLoginSteps() []Step {
	return []Step{
		verb(`担当者が有効化用リンクを開く`, func(w *world.World) any {
			return w.Portal().OpensLink
		}).does("届いたメールの有効化用リンクのうち、いちばん新しいものを開く。",
			"Opens the activation link of the newest mail that has one."),
		verb(`担当者がログインする`, func(w *world.World) any {
			return w.Portal().LogsIn
		}).does("登録したメールアドレスとパスワードでログインする。",
			"Logs in with the mail address and the password of the registration."),
		verb(`担当者がパスワードを間違えてログインする`, func(w *world.World) any {
			return w.Portal().LogsInWrongly
		}).does("登録したメールアドレスと、別のパスワードでログインしようとする。",
			"Tries to log in with the mail address of the registration and another password."),
		claim(`窓口サイトにログインできる`, judge.LoggedIn),
		claim(`窓口サイトにログインできない`, judge.NotLoggedIn),
		claim(`登録の完了画面に進む`, judge.LinkWorks),
		claim(`有効化用リンクは無効になっている`, judge.LinkDead),
		claim(`%sが(\d+)通届いている`, judge.MailsArrived, named(trace.MailKinds(), "activation", "accepted", "completed")),
		claim(`%sはまだ届いていない`, func(kind string) trace.Claim {
			return judge.MailsArrived(kind, 0)
		}, named(trace.MailKinds(), "completed")),
	}
}
