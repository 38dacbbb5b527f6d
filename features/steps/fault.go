package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// lineFaults returns what the line may do to answers, by the words of the feature files.
func lineFaults() choice[world.LineFault] {
	return choice[world.LineFault]{
		{"失われる", world.AnswersLost},
		{"別の画面にすり替わる", world.Rubbish},
		{"エラー画面になる", world.Unavailable},
		{"チャレンジの直後から届かなくなる", world.CutAfterChallenge},
	}
}

// serviceFaults returns the faults of the service itself, by the words of the feature files.
func serviceFaults() choice[world.ServiceFault] {
	return choice[world.ServiceFault]{
		{"接続を切る", world.BreaksOff},
		{"応答の途中で接続を切る", world.AnswersHalf},
		{"証明書に別の名前を示す", world.OtherName},
		{"期限の切れた証明書を示す", world.Expired},
		{"半分しかない応答を返す", world.AnswersMalformed},
		{"利用できないと答える", world.Closed},
		{"要求が多すぎると答える", world.Throttles},
		{"内部の問題を知らせる", world.Fails},
		{"2回だけ内部の問題を知らせる", world.FailsTwice},
		{"別の者が署名した失効情報を受け取る", world.RevocationForged},
		{"時計を6分進めてしまう", world.Fast},
		{"応答に1分かける", world.Late},
	}
}

// faultSteps returns the steps of faults of the service, of faults on the line to it, and of clocks that differ.
func faultSteps() []Step {
	return []Step{
		verb(`サービスからの応答が%s`, func(w *world.World) any {
			return w.InternetLine().Suffers
		}, lineFaults()).does("端末とサービスの間で、資格確認の応答がそうなる。元に戻すまで続く。",
			"On the way from service to terminal that happens to the answers of checks, until the line is restored."),
		verb(`サービスの代わりに、別の者が応答している`, func(w *world.World) any {
			return w.InternetLine().RedirectsToImpostor
		}).does("回線の先にいるのはサービスではなく、製品に渡していない認証局の証明書で応答する者である。元に戻すまで続く。",
			"An impostor answers in the service's place, with a certificate of a CA that the product was not given, until the line is restored."),
		verb(`サービスが%s`, func(w *world.World) any {
			return w.Service().Suffers
		}, serviceFaults()).does("資格確認で、サービスがそうなる。直るまで続く。",
			"The service has that fault in checks until it recovers."),
		verb(`サービスが直る`, func(w *world.World) any {
			return w.Service().Recovers
		}).does("サービスの不調をすべて元に戻す。",
			"Ends all faults of the service."),
		verb(`資格確認の要求が(\d+)分遅れて届く`, func(w *world.World) any {
			return w.InternetLine().DelaysChecks
		}).does("要求が届くまでに、世界の時刻でその分だけかかる。実際には待たない。",
			"Check requests arrive that many minutes of world time late, without real waiting."),
		verb(`失効を確かめる先が応答しない`, func(w *world.World) any {
			return w.Service().LosesRevocation
		}).does("サービスから失効情報への問い合わせに、応答がなくなる。",
			"The OCSP responder stops answering the service."),
		verb(`失効を確かめる先の応答に(\d+)秒かかる`, func(w *world.World) any {
			return w.Service().SlowsRevocation
		}).does("失効情報への問い合わせに、世界の時刻でその秒数だけかかる。実際には待たない。",
			"The OCSP responder takes that many seconds of world time, without real waiting."),
		verb(`失効を確かめる先の情報が古い`, func(w *world.World) any {
			return w.Service().HasStaleRevocation
		}).does("失効情報が、次の更新の時刻を過ぎた古いものになる。",
			"The OCSP responder's answers are past the time of their next update."),
		verb(`失効を確かめる先が応答するようになる`, func(w *world.World) any {
			return w.Service().RegainsRevocation
		}).does("失効情報への問い合わせに、また応答するようになる。",
			"The OCSP responder answers the service again."),
		verb(`同じ要求が、もう一度サービスに送られる`, func(w *world.World) any {
			return w.InternetLine().ReplaysLastCheck
		}).does("回線を聞いていた者が、最後の資格確認の要求をそのまま送り直す。",
			"An eavesdropper on the line sends the last check request again."),
		verb(`いまは(\d+)時(\d+)分である`, func(w *world.World) any {
			return w.Clock().SetTime
		}).does("世界の時刻をその時刻にする。",
			"Moves world time to that time of day."),
		verb(`端末の時計は(\d+)分(?:進んでいる)`, func(w *world.World) any {
			return func(n int) error { return w.Clock().ProductRunsAhead(n) }
		}).does("製品にだけ、その分だけ進んだ時刻を知らせる。",
			"Sets the product's clock, and no other, that many minutes ahead."),
		verb(`端末の時計は(\d+)分遅れている`, func(w *world.World) any {
			return func(n int) error { return w.Clock().ProductRunsAhead(-n) }
		}).does("製品にだけ、その分だけ遅れた時刻を知らせる。",
			"Sets the product's clock, and no other, that many minutes behind."),
		claim(`サービスから正しい応答がなかったことが表示される`, judge.ServiceFailedShown),
		claim(`サービスをいま利用できないことが表示される`, judge.ServiceClosedShown),
		claim(`要求が多すぎることが表示される`, judge.ServiceThrottledShown),
		claim(`サービスで問題が起きたことが表示される`, judge.ServiceBrokenShown),
		claim(`本人確認をやり直すよう表示される`, judge.CheckAgainShown),
		claim(`サービスに資格確認の記録が(\d+)件ある`, judge.ChecksRecorded),
		claim(`同じ要求は二度目には断られる`, judge.ReplayRefused),
	}
}
