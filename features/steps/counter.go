package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// counterSteps are those of a check at the counter and of its result.
func counterSteps() []Step {
	return []Step{
		deed(`患者「(.+)」が有効な資格を持っている`, func(w *world.World) any {
			return w.Patient().Arrives
		}).does("その患者が、有効な資格とカードを持って来る。以後の「患者」はこの人を指す。",
			"That person of the cast arrives with a card and a valid qualification and is the patient from here on."),
		deed(`患者「(.+)」はサービスに登録されていない`, func(w *world.World) any {
			return w.Patient().ArrivesUnknown
		}).does("その患者が来るが、サービスはその人の資格を持たない。",
			"That person of the cast arrives with a card, and the service holds no qualification."),
		deed(`患者のカードは健康保険証の利用登録がされていない`, func(w *world.World) any {
			return w.Patient().IsNotRegistered
		}).does("患者が健康保険証としての利用登録をしていない。",
			"The patient has not registered the card as an insurance card."),
		deed(`職員が顔写真で本人と確認し、患者がカードをかざす`, func(w *world.World) any {
			return w.Patient().ChecksInByFace
		}).does("職員が券面の顔写真で本人と認め、患者がカードをかざす。",
			"Staff accept the photo on the card and the patient presents it."),
		deed(`職員が顔写真で本人と確認できない`, func(w *world.World) any {
			return w.Patient().FailsFaceCheck
		}).does("職員が顔写真を見て、本人と認めない。",
			"Staff look at the photo and do not accept the person."),
		deed(`患者が暗証番号を正しく入力してカードをかざす`, func(w *world.World) any {
			return w.Patient().ChecksInByPIN
		}).does("患者が正しい暗証番号を入力し、カードをかざす。",
			"The patient enters the right PIN and presents the card."),
		deed(`患者が(目視|暗証番号)で本人確認を受けてカードをかざす`, func(w *world.World) any {
			return w.Patient().ChecksIn
		}).does("選んだ方法で、何も間違えずに本人確認を受ける。",
			"The patient is checked by that method, with nothing wrong."),
		deed(`職員が結果を閉じる`, func(w *world.World) any {
			return w.Terminal().CloseResult
		}).does("結果の画面を閉じ、認証方法の選択に戻る。",
			"Closes the result and goes back to the choice of method."),
		claim(`資格確認結果に「(.+)」の資格が「(有効)」と表示される`, func(w *world.World) any {
			return func(name, validity string) error { return w.Claim(judge.ResultShows(name, validity)) }
		}).does("結果にその人の名前と資格の状態が、サービスの送った通りに表示される。",
			"The result shows that name and that validity, as the service sent them."),
		claim(`資格確認結果が表示される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.ResultShown()) }
		}).does("資格確認の結果が画面に表示される。",
			"The screen shows a result."),
		claim(`資格確認結果は表示されない`, func(w *world.World) any {
			return func() error { return w.Claim(judge.NoResultShown()) }
		}).does("資格確認の結果が画面に一度も表示されない。",
			"No screen shows a result."),
		claim(`資格確認結果に「(無効|無効（新しい資格あり）|該当資格なし|複数該当)」と表示される`, func(w *world.World) any {
			return func(validity string) error { return w.Claim(judge.ValidityShown(validity)) }
		}).does("結果にその資格の状態が、サービスの送った通りに表示される。",
			"The result shows that validity, as the service sent it."),
		claim(`利用登録がされていないことが表示される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.NotRegisteredShown()) }
		}).does("健康保険証としての利用登録がないことが表示される。",
			"The screen says that the card is not registered as an insurance card."),
		claim(`サービスには何も送られない`, func(w *world.World) any {
			return func() error { return w.Claim(judge.NothingSentToService()) }
		}).does("その操作の間に、サービスへの要求が一つも届かない。",
			"Not one request reaches the service during that deed."),
	}
}
