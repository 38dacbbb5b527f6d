package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// certificateSteps are those of the validity and the revocation of the user certificate, and of the date.
func certificateSteps() []Step {
	return []Step{
		deed(`患者の電子証明書の有効期限は(\d+)年(\d+)月(\d+)日である`, func(w *world.World) any {
			return w.Patient().CertificateEnds
		}),
		deed(`患者の電子証明書が失効している`, func(w *world.World) any {
			return w.Patient().CertificateIsRevoked
		}),
		deed(`今日は(\d+)年(\d+)月(\d+)日である`, func(w *world.World) any {
			return w.Clock().SetDay
		}),
		deed(`それから(\d+)分が過ぎた`, func(w *world.World) any {
			return w.Clock().PassMinutes
		}),
		deed(`それから(\d+)日が過ぎた`, func(w *world.World) any {
			return w.Clock().PassDays
		}),
		claim(`電子証明書の有効期限が切れ、猶予の間であることが知らされる`, func(w *world.World) any {
			return func() error { return w.Claim(judge.GraceNoteShown()) }
		}),
		claim(`電子証明書の有効期限が切れていることが表示される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.CertificateExpiredShown()) }
		}),
		claim(`電子証明書が失効していることが表示される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.CertificateRevokedShown()) }
		}),
	}
}
