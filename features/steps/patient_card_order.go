package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// orderedSteps returns the steps of cards and certificates made to order.
func orderedSteps() []Step {
	return []Step{
		verb(`患者のカードは顔認証マイナンバーカードである`, func(w *world.World) any {
			return w.Patient().HasPinlessCard
		}).does("暗証番号を設定していないカードにする。",
			"Issues the card without a PIN."),
		verb(`患者の電子証明書は(\d+)年(\d+)月(\d+)日から有効である`, func(w *world.World) any {
			return w.Patient().CertificateBegins
		}).does("利用者証明用電子証明書の有効期間がその日に始まるカードにする。",
			"Issues the card with a user certificate that is valid from that day."),
		verb(`患者の電子証明書は署名用の認証局が発行したものである`, func(w *world.World) any {
			return w.Patient().CertificateIsFromSigningCA
		}).does("利用者証明用でない認証局が発行した電子証明書のカードにする。",
			"Issues the card with a certificate by the CA for signature certificates."),
		verb(`患者の電子証明書は偽造されたものである`, func(w *world.World) any {
			return w.Patient().CertificateIsForged
		}).does("認証局の署名が合わない電子証明書のカードにする。",
			"Issues the card with a certificate that the CA did not sign."),
		verb(`患者が新しいカードの交付を受け(?:た|る)`, func(w *world.World) any {
			return w.Patient().GetsNewCard
		}).does("市区町村が別の電子証明書の入った新しいカードを渡し、前の電子証明書を失効させる。",
			"The municipality issues a new card with another certificate and has the former certificate revoked."),
		verb(`患者の署名用電子証明書だけが失効している`, func(w *world.World) any {
			return w.Patient().SignatureCertificateIsRevoked
		}).does("発行者が署名用電子証明書だけを失効させる。",
			"The issuer revokes only the signature certificate."),
		claim(`カードを確認できないことが表示される`, judge.CardInvalidShown),
		claim(`電子証明書の有効期間が始まっていないことが表示される`, judge.CertificateNotYetShown),
		claim(`電子証明書をいま確認できないことが表示される`, judge.RevocationDownShown),
		claim(`電子証明書の有効期限が近いことが知らされる`, judge.ExpiryNoteShown),
		claim(`電子証明書についての知らせは表示されない`, judge.NoNoteShown),
	}
}
