package steps

import (
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// portalLoginSteps are those of mails, of the activation link and of the login.
func portalLoginSteps() []Step {
	return []Step{
		deed(`担当者が有効化用リンクを開く`, func(w *world.World) any {
			return w.Portal().OpensLink
		}).does("届いたメールの有効化用リンクのうち、いちばん新しいものを開く。",
			"Opens the newest activation link that a mail has brought."),
		deed(`担当者がログインする`, func(w *world.World) any {
			return w.Portal().LogsIn
		}).does("登録したメールアドレスとパスワードでログインする。",
			"Logs in with the mail address and the password of the registration."),
		deed(`担当者がパスワードを間違えてログインする`, func(w *world.World) any {
			return w.Portal().LogsInWrongly
		}).does("登録したメールアドレスと、別のパスワードでログインしようとする。",
			"Tries to log in with another password."),
		claim(`窓口サイトにログインできる`, func(w *world.World) any {
			return func() error { return w.Claim(judge.LoggedIn()) }
		}).does("最後のログインが受け付けられる。",
			"The last login is accepted."),
		claim(`窓口サイトにログインできない`, func(w *world.World) any {
			return func() error { return w.Claim(judge.NotLoggedIn()) }
		}).does("最後のログインが断られる。",
			"The last login is refused."),
		claim(`登録の完了画面に進む`, func(w *world.World) any {
			return func() error { return w.Claim(judge.LinkWorks()) }
		}).does("有効化用リンクが有効で、登録が完了する。",
			"The activation link works and completes the registration."),
		claim(`有効化用リンクは無効になっている`, func(w *world.World) any {
			return func() error { return w.Claim(judge.LinkDead()) }
		}).does("有効化用リンクでは、もう登録が完了しない。",
			"The activation link does not complete the registration any more."),
		claim(`(有効化用リンクのメール|受付完了メール|申請完了メール)が(\d+)通届いている`, func(w *world.World) any {
			return func(kind string, n int) error { return w.Claim(judge.MailsArrived(mailNamed(kind), n)) }
		}).does("担当者に届いたその種類のメールを数える。有効化用リンクのメールは、リンクの付いたものだけを数える。",
			"Counts the mails of that kind that the person got; one for activation counts with its link only."),
		claim(`(申請完了メール)はまだ届いていない`, func(w *world.World) any {
			return func(kind string) error { return w.Claim(judge.MailsArrived(mailNamed(kind), 0)) }
		}).does("その種類のメールが一通も届いていない。",
			"No mail of that kind has arrived."),
	}
}

// mailNamed is the kind of mail that feature files name so.
func mailNamed(ja string) string { return trace.Named(trace.MailKinds(), ja) }
