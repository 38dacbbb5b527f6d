package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// cardSteps are those of an inspector who asks a card only what costs nothing.
func cardSteps() []Step {
	return []Step{
		deed(`リーダーにマイナンバーカードが置かれている`, func(w *world.World) any {
			return w.Inspector().PlacesCard
		}),
		deed(`検査員がカードの公的個人認証のアプリケーションを調べる`, func(w *world.World) any {
			return w.Inspector().LooksAtJPKI
		}),
		deed(`検査員が暗証番号の残り回数を([2-9])回尋ねる`, func(w *world.World) any {
			return w.Inspector().AsksTries
		}),
		deed(`検査員が署名用電子証明書を暗証番号なしで読もうとする`, func(w *world.World) any {
			return w.Inspector().TriesSignCertificate
		}),
		claim(`公的個人認証のアプリケーションが応答する`, func(w *world.World) any {
			return func() error { return w.Claim(judge.CardAnswersJPKI()) }
		}),
		claim(`利用者証明用電子証明書が暗証番号なしで読み出される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.CertificateReadable()) }
		}),
		claim(`カードは残り回数を答える`, func(w *world.World) any {
			return func() error { return w.Claim(judge.TriesQueryAnswers()) }
		}),
		claim(`カードは署名用電子証明書の読み出しを断る`, func(w *world.World) any {
			return func() error { return w.Claim(judge.SignCertificateGuarded()) }
		}),
	}
}
