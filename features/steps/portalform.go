package steps

import (
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// portalFormSteps are those of a form on a portal: entries, files, and what the portal makes of them.
func portalFormSteps() []Step {
	return []Step{
		deed(`担当者が「(.+)」の画面を開(?:く|いている|こうとする)`, func(w *world.World) any {
			return w.Portal().OpensForm
		}).does("その手続きの入力画面を、何も入力していない状態で開く。",
			"Opens the form of that procedure with nothing entered in it."),
		deed(`担当者が「(.+)」に「(.+)」を選(?:ぶ|んでいる)`, func(w *world.World) any {
			return w.Portal().Enters
		}).does("その項目で選び、変わった画面を見る。",
			"Chooses that in the field and sees what becomes of the form."),
		deed(`担当者が「(.+)」に「(.+)」と入力(?:する|した)`, func(w *world.World) any {
			return w.Portal().Enters
		}).does("その項目に入力し、変わった画面を見る。",
			"Types that into the field and sees what becomes of the form."),
		deed(`担当者が全ての項目を正しく入力する`, func(w *world.World) any {
			return w.Portal().FillsIn
		}).does("まだ空いている項目を全て正しく入力し、求められたファイルを添付する。送信はしない。",
			"Fills in rightly whatever is empty, adds the files that are asked for, and sends nothing."),
		deed(`担当者が「(.+)」のほかを正しく入力する`, func(w *world.World) any {
			return w.Portal().FillsInAllBut
		}).does("その項目だけを空けて、残りを全て正しく入力する。送信はしない。",
			"Fills everything in but that field, and sends nothing."),
		deed(`担当者が添付ファイルのほかを正しく入力する`, func(w *world.World) any {
			return w.Portal().FillsInButFiles
		}).does("ファイルを添付せずに、残りを全て正しく入力する。送信はしない。",
			"Fills everything in without adding files, and sends nothing."),
		deed(`担当者が全ての項目を正しく入力して(?:登録|送信)する`, func(w *world.World) any {
			return w.Portal().SendsFilledIn
		}).does("空いている項目を全て正しく入力し、ボタンを押す。",
			"Fills in rightly whatever is empty and presses the button."),
		deed(`担当者が「(.+)」を入力せずに(?:登録|送信)する`, func(w *world.World) any {
			return w.Portal().SendsWithout
		}).does("その項目だけを空けて、残りを全て正しく入力し、ボタンを押す。",
			"Leaves that field empty, fills in the others rightly and presses the button."),
		deed(`担当者が「(.+)」に「(.+)」と入力して(?:登録|送信)する`, func(w *world.World) any {
			return w.Portal().SendsWith
		}).does("その項目にこう入力し、残りを全て正しく入力して、ボタンを押す。",
			"Types that into the field, fills in the others rightly and presses the button."),
		deed(`担当者が「(.+)」に「(.+)」を選んで(?:登録|送信)する`, func(w *world.World) any {
			return w.Portal().SendsWith
		}).does("その項目でこう選び、残りを全て正しく入力して、ボタンを押す。",
			"Chooses that in the field, fills in the others rightly and presses the button."),
		deed(`担当者が(大文字のない|小文字のない|数字のない|7文字の|8文字の|100文字の|101文字の|確認用と違う)パスワードで登録する`, func(w *world.World) any {
			return func(how string) error { return w.Portal().SendsPassword(world.Password(how)) }
		}).does("そのようなパスワードを入力し、残りを全て正しく入力して登録する。",
			"Types a password of that kind, fills in the others rightly and registers."),
		deed(`担当者が(.+)を添付する`, func(w *world.World) any {
			return w.Portal().Attaches
		}).does("「添付ファイルを追加」から、そのファイルを加える。形式は名前でなく中身で決まる。",
			"Adds that file; its kind is told by its content and not by its name."),
		deed(`担当者が「施設の確認」を押す`, func(w *world.World) any {
			return w.Portal().ChecksFacility
		}).does("入力した情報を、提出済みの情報と照合させる。",
			"Has what was entered compared with what is on file."),
		claim(`施設が確認される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.FacilityConfirmed()) }
		}).does("入力した情報が、提出済みの情報と一致する。",
			"What was entered agrees with what is on file."),
		claim(`施設は確認されない`, func(w *world.World) any {
			return func() error { return w.Claim(judge.FacilityNotConfirmed()) }
		}).does("入力した情報が、提出済みの情報と一致しないか、照合されない。",
			"What was entered does not agree with what is on file, or is not compared at all."),
		claim(`(?:登録|申請|申告)が受け付けられる`, func(w *world.World) any {
			return func() error { return w.Claim(judge.PortalAccepted()) }
		}).does("最後に送ったものが受け付けられ、受付番号が付く。",
			"What was sent last is accepted and gets a number."),
		claim(`「(.+)」だけが、「([^「」]+)」という理由で断られる`, func(w *world.World) any {
			return func(label, rule string) error {
				return w.Claim(judge.PortalRefused(label, trace.Named(trace.PortalRules(), rule)))
			}
		}).does("最後に送ったものが、その項目だけを理由に、その規則で断られる。規則には出典が付いている。",
			"What was sent last is refused for that field alone, by that rule, and the refusal names the rule's source."),
		claim(`「(.+)」が、「([^「」]+)」という理由で断られる`, func(w *world.World) any {
			return func(label, rule string) error {
				return w.Claim(judge.PortalRefusedAmong(label, trace.Named(trace.PortalRules(), rule)))
			}
		}).does("最後に送ったものが断られ、理由の中にその項目とその規則がある。",
			"What was sent last is refused, for that field by that rule among others."),
		claim(`「([^「」]+)」と断られる`, func(w *world.World) any {
			return func(text string) error { return w.Claim(judge.FormRefused(text)) }
		}).does("項目によらず受け付けられず、理由がこの文で示される。",
			"The form is not taken whatever is entered, and the reason is given in these words."),
		claim(`ファイルは(PDF|PNG|Excel（新しい形式）|Excel（古い形式）)として受け付けられる`, func(w *world.World) any {
			return func(kind string) error { return w.Claim(judge.AttachmentTaken(fileKinds()[kind])) }
		}).does("最後に加えたファイルが、その形式として受け付けられる。",
			"The file added last is taken for one of that kind."),
		claim(`ファイルは形式のために断られる`, func(w *world.World) any {
			return func() error { return w.Claim(judge.AttachmentKindRefused()) }
		}).does("最後に加えたファイルが、形式を理由に断られ、受け付ける形式が示される。",
			"The file added last is refused for its kind, with a text that helps."),
		claim(`ファイルは大きさのために断られる`, func(w *world.World) any {
			return func() error { return w.Claim(judge.AttachmentSizeRefused()) }
		}).does("最後に加えたファイルが、大きさを理由に断られる。",
			"The file added last is refused for its size."),
	}
}

// fileKinds are the kinds of files as feature files name them.
func fileKinds() map[string]string {
	return map[string]string{"PDF": "pdf", "PNG": "png", "Excel（新しい形式）": "xlsx", "Excel（古い形式）": "xls"}
}
