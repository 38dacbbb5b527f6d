package steps

import (
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// portalSteps returns the steps of persons who use a portal, and of its pages.
func portalSteps() []Step {
	return []Step{
		verb(`「(.+)」の担当者が、ポータルサイトを初めて使う`, func(w *world.World) any {
			return w.Portal().Comes
		}).does("その機関を受け持つポータルサイトに、まだ何も申請していない担当者が来る。以後の「担当者」はこの人を指す。",
			"A user from that facility comes to the portal that serves it; the facility has applied for nothing yet."),
		verb(`「(.+)」の担当者が、ポータルサイトにログインしている`, func(w *world.World) any {
			return w.Portal().ComesAndJoins
		}).does("その機関の担当者が、ユーザー登録を済ませてログインしている。まだ何も申請していない。",
			"A user from that facility has registered at its portal and is logged in; the facility has applied for nothing yet."),
		verb(`その機関は(\d+)年(\d+)月(\d+)日に届け出たばかりである`, func(w *world.World) any {
			return w.Portal().HasJustNotified
		}).does("担当者の機関が、その日に健診等の開始を届け出た。",
			"The user's facility gave notice of the start of its health checks on that day."),
		verb(`その機関の導入届はまだ返還されていない`, func(w *world.World) any {
			return w.Portal().AwaitsForm
		}).does("担当者の保険者が出した導入届は、コードを付けて返されていない。",
			"The form that the user's insurer filed has not been returned with its code."),
		verb(`続いて「(.+)」の担当者が、ポータルサイトにログインしている`, func(w *world.World) any {
			return w.Portal().FollowsAndJoins
		}).does("別の機関の担当者に代わり、初めてならユーザー登録も済ませてログインする。以後の「担当者」はこの人を指す。",
			"A user from another facility takes over, registers if not yet registered, and logs in."),
		verb(`担当者が%sのトップページを開く`, func(w *world.World) any {
			return w.Portal().OpensTop
		}, itself("施術所等向け総合ポータルサイト", "医療機関等向け総合ポータルサイト")).does("そのポータルサイトのトップページを開く。",
			"Opens the top page of that portal."),
		verb(`担当者が医療機関等向けのトップページから「オンライン資格確認」へ進む`, func(w *world.World) any {
			return w.Portal().ReadsGuide
		}).does("医療機関等向け総合ポータルサイトの「オンライン資格確認」の画面を開いて読む。",
			"Opens and reads the page オンライン資格確認 of the portal for medical institutions."),
		claim(`案内に「(.+)」がこの順にある`, judge.GuideReads),
		verb(`担当者が各種申請の一覧を開(?:く|こうとする)`, func(w *world.World) any {
			return w.Portal().OpensMenu
		}).does("トップページの「各種申請」から、申請の一覧を開こうとする。",
			"Goes from the top page to the list of applications."),
		claim(`ログインするまで、画面は表示されない`, judge.LoginRequired),
		claim(`%sは「(.+)」の順に並ぶ`, judge.PageListIs,
			named(trace.PageLists(), "entrances", "tiles", "header", "breadcrumb", "categories", "items")),
		claim(`画面に「(.+)」とある`, judge.PageSays),
		claim(`画面に「(.+)」はない`, judge.PageLacks),
	}
}
