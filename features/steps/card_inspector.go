package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// cardSteps returns the steps of an inspector who sends a card only what lowers no retry counter.
func cardSteps() []Step {
	return []Step{
		verb(`リーダーにマイナンバーカードが置かれている`, func(w *world.World) any {
			return w.Inspector().PlacesCard
		}).does("カードをリーダーに置く。実機では置かれているカードを使う。",
			"Puts a card on the reader; with a real reader it is the card that is already there."),
		verb(`検査員がカードの公的個人認証のアプリケーションを調べる`, func(w *world.World) any {
			return w.Inspector().LooksAtJPKI
		}).does("公的個人認証のアプリケーションを選び、暗証番号なしで読めるものを読む。",
			"Selects the JPKI application and reads what needs no PIN."),
		verb(`検査員が暗証番号の残り回数を([2-9])回尋ねる`, func(w *world.World) any {
			return w.Inspector().AsksTries
		}).does("データのない照合コマンドで残り回数を尋ねる。回数は減らない。",
			"Asks for the tries left with an empty VERIFY, which does not lower them."),
		verb(`検査員が署名用電子証明書を暗証番号なしで読もうとする`, func(w *world.World) any {
			return w.Inspector().TriesSignCertificate
		}).does("署名用パスワードを示さずに、署名用電子証明書を読もうとする。",
			"Tries to read the signature certificate without its password."),
		verb(`検査員が暗証番号を示さずに、利用者証明用の鍵で署名させようとする`, func(w *world.World) any {
			return w.Inspector().TriesSigning
		}).does("暗証番号を照合せずに、利用者証明用の秘密鍵での署名を求める。",
			"Asks the card for a signature by the user key without a PIN."),
		claim(`カードは署名を断る`, judge.SignatureGuarded),
		claim(`公的個人認証のアプリケーションが応答する`, judge.CardAnswersJPKI),
		claim(`カードのトークン情報の名前は「(.+)」である`, judge.TokenLabelIs),
		claim(`カードは知らないアプリケーションの選択を断る`, judge.UnknownApplicationRefused),
		claim(`利用者証明用電子証明書が暗証番号なしで読み出される`, judge.CertificateReadable),
		claim(`カードは残り回数を答える`, judge.TriesQueryAnswers),
		claim(`カードは署名用電子証明書の読み出しを断る`, judge.SignCertificateGuarded),
	}
}
