package steps

import (
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// modes returns the two ways to identify a patient.
func modes() choice[string] { return itself("目視", "暗証番号") }

// validities returns the words in which a result states the validity of the qualification, for these codes of OQSCD006.
func validities(codes ...string) choice[string] {
	var list []trace.Term
	for _, w := range judge.Validities() {
		list = append(list, trace.Term{Term: w.Code, Says: trace.Sentence{JA: w.Name}})
	}
	return itself(named(list, codes...).words()...)
}

// counterSteps returns the steps of a check at the counter and of its result.
func counterSteps() []Step {
	return []Step{
		verb(`患者「(.+)」が有効な資格を持っている`, func(w *world.World) any {
			return w.Patient().Arrives
		}).does("その患者が、有効な資格とカードを持って来る。以後の「患者」はこの人を指す。",
			"That person of the cast arrives with a card and a valid qualification and is the patient from here on."),
		verb(`患者「(.+)」はサービスに登録されていない`, func(w *world.World) any {
			return w.Patient().ArrivesUnknown
		}).does("その患者が来るが、サービスはその人の資格を持たない。",
			"That person of the cast arrives with a card, but the service has no qualification of this person."),
		verb(`患者のカードは健康保険証の利用登録がされていない`, func(w *world.World) any {
			return w.Patient().IsNotRegistered
		}).does("患者が健康保険証としての利用登録をしていない。",
			"The patient has not registered the card as an insurance card."),
		verb(`職員が顔写真で本人と確認し、患者がカードをかざす`, func(w *world.World) any {
			return w.Patient().ChecksInByFace
		}).does("職員が券面の顔写真で本人と認め、患者がカードをかざす。",
			"Staff recognize the patient by the photo on the card, and the patient presents the card."),
		verb(`職員が顔写真で本人と確認できない`, func(w *world.World) any {
			return w.Patient().FailsFaceCheck
		}).does("職員が顔写真を見て、本人と認めない。",
			"Staff look at the photo and do not recognize the patient."),
		verb(`患者が暗証番号を正しく入力してカードをかざす`, func(w *world.World) any {
			return w.Patient().ChecksInByPIN
		}).does("患者が正しい暗証番号を入力し、カードをかざす。",
			"The patient enters the right PIN and presents the card."),
		verb(`患者が%sで本人確認を受けてカードをかざす`, func(w *world.World) any {
			return w.Patient().ChecksIn
		}, modes()).does("選んだ方法で、何も間違えずに本人確認を受ける。",
			"The patient is identified by that method, without any mistake."),
		verb(`職員が結果を閉じる`, func(w *world.World) any {
			return w.Terminal().CloseResult
		}).does("結果の画面を閉じ、認証方法の選択に戻る。",
			"Closes the result and goes back to the choice of method."),
		claim(`資格確認結果に「(.+)」の資格が「%s」と表示される`, judge.ResultShows, validities("1")),
		claim(`資格確認結果が表示される`, judge.ResultShown),
		claim(`資格確認結果は表示されない`, judge.NoResultShown),
		claim(`資格確認結果に「%s」と表示される`, judge.ValidityShown, validities("2", "3", "4", "5")),
		claim(`利用登録がされていないことが表示される`, judge.NotRegisteredShown),
		claim(`サービスには何も送られない`, judge.NothingSentToService),
	}
}
