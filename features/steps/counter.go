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
		}),
		deed(`患者「(.+)」はサービスに登録されていない`, func(w *world.World) any {
			return w.Patient().ArrivesUnknown
		}),
		deed(`患者のカードは健康保険証の利用登録がされていない`, func(w *world.World) any {
			return w.Patient().IsNotRegistered
		}),
		deed(`職員が顔写真で本人と確認し、患者がカードをかざす`, func(w *world.World) any {
			return w.Patient().ChecksInByFace
		}),
		deed(`職員が顔写真で本人と確認できない`, func(w *world.World) any {
			return w.Patient().FailsFaceCheck
		}),
		deed(`患者が暗証番号を正しく入力してカードをかざす`, func(w *world.World) any {
			return w.Patient().ChecksInByPIN
		}),
		deed(`患者が(目視|暗証番号)で本人確認を受けてカードをかざす`, func(w *world.World) any {
			return w.Patient().ChecksIn
		}),
		deed(`職員が結果を閉じる`, func(w *world.World) any {
			return w.Terminal().CloseResult
		}),
		claim(`資格確認結果に「(.+)」の資格が「(有効)」と表示される`, func(w *world.World) any {
			return func(name, validity string) error { return w.Claim(judge.ResultShows(name, validity)) }
		}),
		claim(`資格確認結果が表示される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.ResultShown()) }
		}),
		claim(`資格確認結果は表示されない`, func(w *world.World) any {
			return func() error { return w.Claim(judge.NoResultShown()) }
		}),
		claim(`資格確認結果に「該当資格なし」と表示される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.NoQualificationShown()) }
		}),
		claim(`利用登録がされていないことが表示される`, func(w *world.World) any {
			return func() error { return w.Claim(judge.NotRegisteredShown()) }
		}),
		claim(`サービスには何も送られない`, func(w *world.World) any {
			return func() error { return w.Claim(judge.NothingSentToService()) }
		}),
	}
}
