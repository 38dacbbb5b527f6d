package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// portalFileSteps returns the steps by which a facility proves its identity: what is on file, and attached files.
func portalFileSteps() []Step {
	return []Step{
		verb(`担当者が(.+)を添付する`, func(w *world.World) any {
			return w.Portal().Attaches
		}).does("「添付ファイルを追加」から、そのファイルを加える。形式は名前でなく中身で決まる。",
			"Attaches that file; its kind is recognized by its content and not by its name."),
		verb(`担当者が「施設の確認」を押す`, func(w *world.World) any {
			return w.Portal().ChecksFacility
		}).does("入力した情報を、提出済みの情報と照合させる。",
			"Lets the portal compare the entries with what is on file."),
		claim(`施設が確認される`, judge.FacilityConfirmed),
		claim(`施設は確認されない`, judge.FacilityNotConfirmed),
		claim(`ファイルは%sとして受け付けられる`, judge.AttachmentTaken, fileKinds()),
		claim(`ファイルは形式のために断られる`, judge.AttachmentKindRefused),
		claim(`ファイルは大きさのために断られる`, judge.AttachmentSizeRefused),
	}
}

// fileKinds returns the kinds of files, by the words of the feature files.
func fileKinds() choice[string] {
	return choice[string]{{"PDF", "pdf"}, {"PNG", "png"}, {"Excel（新しい形式）", "xlsx"}, {"Excel（古い形式）", "xls"}}
}
