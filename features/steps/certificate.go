package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// certificateSteps returns the steps of validity and revocation of the user certificate, and of the date.
func certificateSteps() []Step {
	return []Step{
		verb(`患者の電子証明書の有効期限は(\d+)年(\d+)月(\d+)日である`, func(w *world.World) any {
			return w.Patient().CertificateEnds
		}).does("利用者証明用電子証明書の有効期限をその日にして、カードを作る。",
			"Issues the card with a user certificate that expires on that day."),
		verb(`患者の電子証明書が失効している`, func(w *world.World) any {
			return w.Patient().CertificateIsRevoked
		}).does("発行者が利用者証明用電子証明書を失効させる。",
			"The issuer revokes the user certificate."),
		verb(`今日は(\d+)年(\d+)月(\d+)日である`, func(w *world.World) any {
			return w.Clock().SetDay
		}).does("世界の日付をその日に進める。",
			"Moves world time to that day."),
		verb(`それから(\d+)分が過ぎた`, func(w *world.World) any {
			return w.Clock().PassMinutes
		}).does("世界の時刻をその分だけ進める。実際には待たない。",
			"Moves world time forward by that many minutes, without real waiting."),
		verb(`それから(\d+)日が過ぎた`, func(w *world.World) any {
			return w.Clock().PassDays
		}).does("世界の日付をその日数だけ進める。実際には待たない。",
			"Moves world time forward by that many days, without real waiting."),
		claim(`電子証明書の有効期限が切れ、猶予の間であることが知らされる`, judge.GraceNoteShown),
		claim(`電子証明書の有効期限が切れていることが表示される`, judge.CertificateExpiredShown),
		claim(`電子証明書が失効していることが表示される`, judge.CertificateRevokedShown),
	}
}
