package main

import "github.com/mynalab/mynalab/reports/bilingual"

// phrases are the sentences of `card`. They are formats; both languages take the same arguments. Each error ends with the
// next move.
type phrases struct {
	plugging, waiting, takenOut, made, reset     bilingual.Sentence
	makeWhere, madeOnce, nobody, notADay, noFile bilingual.Sentence
	inReader, occupied                           bilingual.Sentence
	notAnAddress, tooManyTries, pinlessWith      bilingual.Sentence
	unborn, notKept                              bilingual.Sentence
	noUserPIN, noSignPIN                         bilingual.Sentence
}

func cardPhrases() phrases {
	return phrases{
		plugging: bilingual.Of("カード %[1]s（TEST）を %[2]s に差し込みます。Ctrl-C で取り出します",
			"card %[1]s (TEST): inserting into %[2]s, Ctrl-C removes it"),
		waiting: bilingual.Of("%[1]s に仮想リーダーがありません。vsmartcard-vpcd を入れて pcscd を起動してください。待っています",
			"no virtual reader at %[1]s: install vsmartcard-vpcd and start pcscd; waiting for it"),
		takenOut: bilingual.Of("カードを取り出しました", "card: removed"),
		made: bilingual.Of("%[1]s: カード %[2]s（TEST）を作りました。mynalab card --state %[1]s で差し込めます",
			"%[1]s: made a card %[2]s (TEST); insert it with mynalab card --state %[1]s"),
		reset: bilingual.Of("%[1]s: 利用者証明用の暗証番号を初期化しました。残り %[2]d 回です",
			"%[1]s: the user PIN is reset, %[2]d tries left"),
		makeWhere: bilingual.Of("--make にはファイルが要ります。--state FILE を付けてください", "--make needs a file: add --state FILE"),
		madeOnce: bilingual.Of("%[1]s のカードはもう作られていて、--%[2]s では変わりません。外すか、別のファイルを指定してください",
			"the card in %[1]s already exists, so --%[2]s has no effect: leave it out, or name another file"),
		nobody: bilingual.Of("%[1]q という人はいません。P01 から P%02[2]d の番号か、氏名を指定してください",
			"no person %[1]q in the cast: name one by id, P01 to P%02[2]d, or by name"),
		notADay: bilingual.Of("--issued %[1]q は日付ではありません。2025-06-02 のように指定してください",
			"--issued %[1]q is not a date: write it as 2025-06-02"),
		noFile: bilingual.Of("カードのファイル %[1]s がありません。mynalab card --state のファイルを指定してください",
			"no card file %[1]s: name the file that mynalab card --state made"),
		noUserPIN: bilingual.Of("--pin は数字4桁です。1234 のように指定してください", "--pin must be 4 digits: write it as 1234"),
		noSignPIN: bilingual.Of("--sign-pin は英大文字と数字の6文字から16文字で、両方が要ります。ABC123 のように指定してください",
			"--sign-pin must be 6 to 16 of A-Z and 0-9, at least one letter and one digit: write it as ABC123"),
		inReader: bilingual.Of("カードがリーダーに入りました", "card: in the reader"),
		occupied: bilingual.Of("%[1]s につながりましたが、pcscd がカードを受け取りません。このリーダーには別のカードが入っています。"+
			"それを取り出すか、--vpcd で次の番号のポートを指定してください",
			"connected to %[1]s, but pcscd has not taken the card: another card is in that reader; "+
				"remove it, or name the next port with --vpcd"),
		notAnAddress: bilingual.Of("--vpcd %[1]q は HOST:PORT ではありません。%[2]s のように指定してください",
			"--vpcd %[1]q is not HOST:PORT: write it as %[2]s"),
		tooManyTries: bilingual.Of("--tries %[1]d は使えません。%[2]s の利用者証明用暗証番号に合わせて 0 から %[3]d を指定してください",
			"--tries %[1]d is out of range: write 0 to %[3]d, which the user PIN of %[2]s allows"),
		pinlessWith: bilingual.Of("--pinless のカードには利用者証明用暗証番号がなく、--%[1]s は使えません。どちらかを外してください",
			"a card made with --pinless has no user PIN, so --%[1]s has no effect: leave one of them out"),
		unborn: bilingual.Of("--issued %[1]s には %[2]s はまだ生まれていません。%[3]s 以降の日を指定してください",
			"--issued %[1]s: %[2]s was not born yet: name %[3]s or a later day"),
		notKept: bilingual.Of("カードのファイルに書けません（%[1]s）。空きを作るか、書き込めるようにしてください。"+
			"それまで暗証番号の照合には 6F00 を返し、残り回数はファイルのとおりです",
			"%[1]s; until the file can be written, the card answers VERIFY with 6F00, and its retry counters are those in the file"),
	}
}

// failed returns a phrase with its arguments as an error.
func failed(phrase bilingual.Sentence, args ...any) error { return phraseError(phrase.With(args...)) }

// phraseError is an error in both languages.
type phraseError bilingual.Sentence

// Error returns the English sentence.
func (e phraseError) Error() string { return e.EN }

// Sentence returns both languages.
func (e phraseError) Sentence() bilingual.Sentence { return bilingual.Sentence(e) }
