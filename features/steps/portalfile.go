package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// portalFileSteps are those by which a facility proves that it is itself: what is on file, and files.
func portalFileSteps() []Step {
	return []Step{
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
