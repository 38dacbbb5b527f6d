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
		}).does("カードをリーダーに置く。実機では置かれているカードを使う。",
			"Puts a card on the reader; with a real reader it is the card that lies there."),
		deed(`検査員がカードの公的個人認証のアプリケーションを調べる`, func(w *world.World) any {
			return w.Inspector().LooksAtJPKI
		}).does("公的個人認証のアプリケーションを選び、暗証番号なしで読めるものを読む。",
			"Selects the JPKI application and reads what needs no PIN."),
		deed(`検査員が暗証番号の残り回数を([2-9])回尋ねる`, func(w *world.World) any {
			return w.Inspector().AsksTries
		}).does("データのない照合コマンドで残り回数を尋ねる。回数は減らない。",
			"Asks for the tries left with an empty VERIFY, which costs none."),
		deed(`検査員が署名用電子証明書を暗証番号なしで読もうとする`, func(w *world.World) any {
			return w.Inspector().TriesSignCertificate
		}).does("署名用パスワードを示さずに、署名用電子証明書を読もうとする。",
			"Tries to read the signature certificate without its password."),
		deed(`検査員が暗証番号を示さずに、利用者証明用の鍵で署名させようとする`, func(w *world.World) any {
			return w.Inspector().TriesSigning
		}).does("暗証番号を照合せずに、利用者証明用の秘密鍵での署名を求める。",
			"Asks the user key for a signature without a PIN."),
		claim(`カードは署名を断る`, func(w *world.World) any {
			return func() error { return w.Claim(judge.SignatureGuarded()) }
		}).does("暗証番号の照合のない署名をカードが断る。",
			"The card refuses to sign without its PIN."),
		claim(`公的個人認証のアプリケーションが応答する`, func(w *world.World) any {
			return func() error { return w.Claim(judge.CardAnswersJPKI()) }
		}).does("カードが公的個人認証のアプリケーションを選択できる。",
			"The card lets its JPKI application be selected."),
		claim(`カードのトークン情報の名前は「(.+)」である`, func(w *world.World) any {
			return func(label string) error { return w.Claim(judge.TokenLabelIs(label)) }
		}).does("トークン情報のラベルが、その文字列である。",
			"The label of the token information is this text."),
		claim(`カードは知らないアプリケーションの選択を断る`, func(w *world.World) any {
			return func() error { return w.Claim(judge.UnknownApplicationRefused()) }
		}).does("カードにないアプリケーションの選択が断られる。",
			"The card refuses to select an application that it does not have."),
		claim(`利用者証明用電子証明書が暗証番号なしで読み出される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.CertificateReadable()) }
		}).does("暗証番号の照合なしに利用者証明用電子証明書が読める。",
			"The user certificate is read without a PIN."),
		claim(`カードは残り回数を答える`, func(w *world.World) any {
			return func() error { return w.Claim(judge.TriesQueryAnswers()) }
		}).does("尋ねるたびに同じ残り回数が返る。",
			"The card answers the tries left, the same each time."),
		claim(`カードは署名用電子証明書の読み出しを断る`, func(w *world.World) any {
			return func() error { return w.Claim(judge.SignCertificateGuarded()) }
		}).does("署名用パスワードなしの読み出しをカードが断る。",
			"The card refuses to give the signature certificate without its password."),
	}
}
