package steps

import (
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// portalPaperSteps returns the steps of the results of applications: accounts, settings sheets, letters.
func portalPaperSteps() []Step {
	return []Step{
		verb(`利用開始申請が完了している`, func(w *world.World) any {
			return w.Portal().StartsUse
		}).does("担当者が利用開始申請を正しく送信し、審査が終わって設定情報を見られるようになるまで、8日が過ぎる。",
			"Sends the application to start use, and lets eight days pass, after which the settings sheet can be read."),
		verb(`担当者が資格確認アカウント管理を開く`, func(w *world.World) any {
			return w.Portal().OpensAccounts
		}).does("資格確認アカウントの一覧を開く。時間がたっていれば、ログインし直してから開く。",
			"Opens the list of accounts, after a new login if the former one has expired."),
		verb(`担当者が資格確認アカウント申請状況を開く`, func(w *world.World) any {
			return w.Portal().OpensApplications
		}).does("申請の一覧と、それぞれの状態を開く。",
			"Opens the list of applications with their states."),
		verb(`担当者がユーザ設定情報を開く`, func(w *world.World) any {
			return w.Portal().OpensSettings
		}).does("資格確認アカウント管理から、施術所が使うアカウントの「マイナ資格確認アプリユーザ設定情報」を開く。",
			"Opens the settings sheet of the facility's account."),
		verb(`担当者が追加のアカウントのユーザ設定情報を開く`, func(w *world.World) any {
			return w.Portal().OpensAdditionalSettings
		}).does("追加申請で得たアカウントの「マイナ資格確認アプリユーザ設定情報」を開く。",
			"Opens the settings sheet of the additional account."),
		verb(`担当者が交付決定通知書をダウンロードする`, func(w *world.World) any {
			return w.Portal().OpensLetter
		}).does("申請一覧の「交付決定通知書ダウンロード」を開く。",
			"Opens the letter that grants the subsidy."),
		claim(`資格確認アカウント管理に、「%s」のアカウントが(\d+)件並ぶ`, judge.AccountsListed,
			named(trace.AccountStates(), "issued", "bound", "orphaned", "cancelled")),
		claim(`ユーザ設定情報に、機関コード、機関名、ID、パスワード、アクティベーションコードが載る`, judge.SettingsShown).
			of((*world.Clinic).Code, (*world.Clinic).Name, (*world.Clinic).AccountID),
		claim(`追加のアカウントのユーザ設定情報に、機関コード、機関名、ID、パスワード、アクティベーションコードが載る`, judge.SettingsShown).
			of((*world.Clinic).Code, (*world.Clinic).Name, (*world.Clinic).AdditionalAccountID),
		claim(`ユーザ設定情報はまだ見られない`, judge.SettingsWithheld),
		claim(`資格確認アカウント申請状況で、「(.+)」は「%s」である`, judge.ApplicationStands,
			named(trace.ApplicationStates(), "accepted", "completed", "cancelled")),
		claim(`交付決定通知書の交付額は(\d+)円である`, judge.GrantIs),
		claim(`交付決定通知書はまだダウンロードできない`, judge.LetterWithheld),
	}
}
