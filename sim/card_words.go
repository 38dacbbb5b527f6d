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
