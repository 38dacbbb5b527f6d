package main

import (
	"fmt"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

// phrase is a sentence of `card` with the same arguments in both languages.
type phrase struct{ ja, en string }

// phrases are the sentences of `card`. Each error ends with the next move.
type phrases struct {
	plugging, waiting, takenOut, made, reset     phrase
	makeWhere, madeOnce, nobody, notADay, noFile phrase
	inReader, occupied                           phrase
	notAnAddress, tooManyTries, pinlessWith      phrase
	unborn                                       phrase
	noUserPIN, noSignPIN                         phrase
}

func cardPhrases() phrases {
	return phrases{
		plugging: phrase{"カード %[1]s（TEST）を %[2]s に差し込みます。Ctrl-C で取り出します",
			"card %[1]s (TEST): plugging into %[2]s, Ctrl-C takes it out"},
		waiting: phrase{"%[1]s に仮想リーダーがありません。vsmartcard-vpcd を入れて pcscd を起動してください。待っています",
			"no virtual reader at %[1]s: install vsmartcard-vpcd and start pcscd; waiting for it"},
		takenOut: phrase{"カードを取り出しました", "card: taken out"},
		made: phrase{"%[1]s: カード %[2]s（TEST）を作りました。mynalab card --state %[1]s で差し込めます",
			"%[1]s: a card %[2]s (TEST); plug it in with mynalab card --state %[1]s"},
		reset: phrase{"%[1]s: 利用者証明用の暗証番号を初期化しました。残り %[2]d 回です",
			"%[1]s: the user PIN is reset, %[2]d tries left"},
		makeWhere: phrase{"--make にはファイルが要ります。--state FILE を付けてください", "--make needs a file: add --state FILE"},
		madeOnce: phrase{"%[1]s のカードはもう作られていて、--%[2]s では変わりません。外すか、別のファイルを指定してください",
			"the card in %[1]s is made already and --%[2]s would change nothing: leave it out, or name another file"},
		nobody: phrase{"%[1]q という人はいません。P01 から P%02[2]d の番号か、氏名を指定してください",
			"there is nobody called %[1]q: name one by id, P01 to P%02[2]d, or by name"},
		notADay: phrase{"--issued %[1]q は日付ではありません。2025-06-02 のように指定してください",
			"--issued %[1]q is no day: write it as 2025-06-02"},
		noFile: phrase{"カードのファイル %[1]s がありません。mynalab card --state のファイルを指定してください",
			"there is no card file %[1]s: name the file of mynalab card --state"},
		noUserPIN: phrase{"--pin は数字4桁です。1234 のように指定してください", "--pin takes 4 digits: write it as 1234"},
		noSignPIN: phrase{"--sign-pin は英大文字と数字の6文字から16文字で、両方が要ります。ABC123 のように指定してください",
			"--sign-pin takes 6 to 16 of A-Z and 0-9, at least one of each: write it as ABC123"},
		inReader: phrase{"カードがリーダーに入りました", "card: in the reader"},
		occupied: phrase{"%[1]s につながりましたが、pcscd がカードを受け取りません。このリーダーには別のカードが入っています。" +
			"それを取り出すか、--vpcd で次の番号のポートを指定してください",
			"connected to %[1]s, but pcscd has not taken the card: another card is in that reader; " +
				"end it, or name the next port with --vpcd"},
		notAnAddress: phrase{"--vpcd %[1]q は HOST:PORT ではありません。%[2]s のように指定してください",
			"--vpcd %[1]q is no HOST:PORT: write it as %[2]s"},
		tooManyTries: phrase{"--tries %[1]d は使えません。%[2]s の利用者証明用暗証番号に合わせて 0 から %[3]d を指定してください",
			"--tries %[1]d: write 0 to %[3]d, as the user PIN of %[2]s allows"},
		pinlessWith: phrase{"--pinless のカードには利用者証明用暗証番号がなく、--%[1]s は使えません。どちらかを外してください",
			"a card made with --pinless has no user PIN and --%[1]s would change nothing: leave one of them out"},
		unborn: phrase{"--issued %[1]s には %[2]s はまだ生まれていません。%[3]s 以降の日を指定してください",
			"--issued %[1]s: %[2]s was not born yet; name %[3]s or a later day"},
	}
}

// in is the phrase in one language.
func (p phrase) in(lang reports.Lang, args ...any) string {
	return fmt.Sprintf(chosen(trace.Sentence{JA: p.ja, EN: p.en}, lang), args...)
}

// failed is the phrase as an error.
func (p phrase) failed(args ...any) error {
	return phraseError{JA: p.in(reports.LangJA, args...), EN: p.in(reports.LangEN, args...)}
}

// phraseError is an error that is told in the language of the reader.
type phraseError trace.Sentence

// Error is the English sentence.
func (e phraseError) Error() string { return e.EN }

// Sentence is both.
func (e phraseError) Sentence() trace.Sentence { return trace.Sentence(e) }
