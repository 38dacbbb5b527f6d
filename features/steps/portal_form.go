package steps

import (
	"cmp"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// passwords returns kinds of passwords for a registration; the feature files use the same words.
func passwords() choice[world.Password] {
	return itself(world.NoUpperCase, world.NoLowerCase, world.NoDigit, world.SevenLong, world.EightLong, world.HundredLong,
		world.TooLong, world.OtherAgain)
}

// ruleNamed returns the rule of a portal with this Japanese name. A name that is not in the list is returned as it is; no
// portal refuses by such a rule.
func ruleNamed(ja string) string { return cmp.Or(trace.Named(trace.PortalRules(), ja), ja) }

// portalFormSteps returns the steps of a form on a portal: entries, and how the portal responds to them.
func portalFormSteps() []Step {
	return []Step{
		verb(`担当者が「(.+)」の画面を開(?:く|いている|こうとする)`, func(w *world.World) any {
			return w.Portal().OpensForm
		}).does("その手続きの入力画面を、何も入力していない状態で開く。",
			"Opens the form of that procedure with nothing entered in it."),
		verb(`担当者が「(.+)」に「(.+)」を選(?:ぶ|んでいる)`, func(w *world.World) any {
			return w.Portal().Enters
		}).does("その項目で選び、変わった画面を見る。",
			"Chooses that in the field and looks at the updated form."),
		verb(`担当者が「(.+)」に「(.+)」と入力(?:する|した)`, func(w *world.World) any {
			return w.Portal().Enters
		}).does("その項目に入力し、変わった画面を見る。",
			"Types that into the field and looks at the updated form."),
		verb(`担当者が全ての項目を正しく入力する`, func(w *world.World) any {
			return w.Portal().FillsIn
		}).does("まだ空いている項目を全て正しく入力し、求められたファイルを添付する。送信はしない。",
			"Fills in every empty field correctly and attaches the required files; sends nothing."),
		verb(`担当者が「(.+)」のほかを正しく入力する`, func(w *world.World) any {
			return w.Portal().FillsInAllBut
		}).does("その項目だけを空けて、残りを全て正しく入力する。送信はしない。",
			"Fills in every field correctly except that one; sends nothing."),
		verb(`担当者が添付ファイルのほかを正しく入力する`, func(w *world.World) any {
			return w.Portal().FillsInButFiles
		}).does("ファイルを添付せずに、残りを全て正しく入力する。送信はしない。",
			"Fills in every field correctly without attaching files; sends nothing."),
		verb(`担当者が全ての項目を正しく入力して(?:登録|送信)する`, func(w *world.World) any {
			return w.Portal().SendsFilledIn
		}).does("空いている項目を全て正しく入力し、ボタンを押す。",
			"Fills in every empty field correctly and presses the button."),
		verb(`担当者が「(.+)」を入力せずに(?:登録|送信)する`, func(w *world.World) any {
			return w.Portal().SendsWithout
		}).does("その項目だけを空けて、残りを全て正しく入力し、ボタンを押す。",
			"Leaves that field empty, fills in the others correctly and presses the button."),
		verb(`担当者が「(.+)」に「(.+)」と入力して(?:登録|送信)する`, func(w *world.World) any {
			return w.Portal().SendsWith
		}).does("その項目にこう入力し、残りを全て正しく入力して、ボタンを押す。",
			"Types that into the field, fills in the others correctly and presses the button."),
		verb(`担当者が「(.+)」に「(.+)」を選んで(?:登録|送信)する`, func(w *world.World) any {
			return w.Portal().SendsWith
		}).does("その項目でこう選び、残りを全て正しく入力して、ボタンを押す。",
			"Chooses that in the field, fills in the others correctly and presses the button."),
		verb(`担当者が%sパスワードで登録する`, func(w *world.World) any {
			return w.Portal().SendsPassword
		}, passwords()).does("そのようなパスワードを入力し、残りを全て正しく入力して登録する。",
			"Types a password of that kind, fills in the others correctly and registers."),
		claim(`(?:登録|申請|申告)が受け付けられる`, judge.PortalAccepted),
		claim(`「(.+)」だけが、「([^「」]+)」という理由で断られる`, func(label, rule string) trace.Claim {
			return judge.PortalRefused(label, ruleNamed(rule))
		}),
		claim(`「(.+)」が、「([^「」]+)」という理由で断られる`, func(label, rule string) trace.Claim {
			return judge.PortalRefusedAmong(label, ruleNamed(rule))
		}),
		claim(`「([^「」]+)」と断られる`, judge.FormRefused),
	}
}
