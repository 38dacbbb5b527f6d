package steps

import (
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// lengths returns PINs of a wrong length, by the words of the feature files.
func lengths() choice[world.PINLength] {
	return choice[world.PINLength]{{"3桁", world.ThreeDigits}, {"5桁", world.FiveDigits}}
}

// mishapSteps returns the steps of what goes wrong with card and PIN at the counter.
func mishapSteps() []Step {
	return []Step{
		verb(`患者が%sで本人確認を受けるが、カードを置かない`, func(w *world.World) any {
			return w.Patient().PutsNoCard
		}, modes()).does("本人確認のあと、リーダーにカードを置かずに読み取らせる。",
			"After the identification no card is put on the reader."),
		verb(`患者が%sで本人確認を受けて、別の種類のカードを置く`, func(w *world.World) any {
			return w.Patient().PutsOtherKindOfCard
		}, modes()).does("公的個人認証のアプリケーションのないカードを置く。",
			"A card without the JPKI application is put on the reader."),
		verb(`カードリーダーが端末から外れている`, func(w *world.World) any {
			return w.Terminal().LosesReader
		}).does("リーダーを端末から外す。",
			"Unplugs the reader from the terminal."),
		verb(`患者が暗証番号を正しく入力してカードをかざすが、証明書の読み取り中に離してしまう`, func(w *world.World) any {
			return w.Patient().PullsCardWhileRead
		}).does("電子証明書を読んでいる間にカードがリーダーから離れる。",
			"The card leaves the reader while its certificate is being read."),
		verb(`患者が暗証番号を間違えて入力してカードをかざし、照合の途中で離してしまう`, func(w *world.World) any {
			return w.Patient().PullsCardWhileVerifyingWrongPIN
		}).does("違う暗証番号を照合している間にカードがリーダーから離れる。",
			"The card leaves the reader while it compares a wrong PIN."),
		verb(`患者が%sで本人確認を受けてカードをかざすが、署名が途中で変わってしまう`, func(w *world.World) any {
			return w.Patient().ChecksInWithAlteredSignature
		}, modes()).does("カードの署名が1ビットだけ変わって端末に届く。",
			"The signature reaches the terminal with one bit changed."),
		verb(`患者が「(.+)」の暗証番号を入力して自分のカードをかざす`, func(w *world.World) any {
			return w.Patient().TypesPINOf
		}).does("ほかの人の暗証番号を入力し、自分のカードをかざす。",
			"Types another person's PIN and presents the patient's own card."),
		verb(`患者が暗証番号を入力したあと、「(.+)」のカードが置かれる`, func(w *world.World) any {
			return w.Patient().TypesPINAndOtherCardIsPut
		}).does("自分の暗証番号を入力し、ほかの人のカードを置く。",
			"Types the right PIN, but another person's card is put on the reader."),
		verb(`患者が%sの暗証番号を入力する`, func(w *world.World) any {
			return w.Patient().TypesPINOfLength
		}, lengths()).does("4桁でない暗証番号を入力する。カードはまだ置かない。",
			"Types a PIN that is not four digits long; no card is on the reader yet."),
		claim(`4桁でない暗証番号は、カードに送られずに断られる`, judge.PINFormatShown),
		claim(`カードがないことが表示される`, judge.NoCardShown),
		claim(`カードを読み取れないことが表示される`, judge.CardUnreadableShown),
	}
}
