package eligibility

import (
	"strconv"
	"strings"

	"github.com/mynalab/mynalab/reports/bilingual"
	"github.com/mynalab/mynalab/sim/driver"
)

// Basis says whether a text comes from a source.
type Basis string

// The bases.
const (
	FromSource Basis = "source" // word for word in a source document
	Ours       Basis = "ours"   // no public text has it
)

// Text is a message that the app writes itself. {tries} is replaced with the number of tries left.
type Text struct {
	Outcome driver.Outcome
	// WithTries is true for a row for screens with the number of tries left.
	WithTries bool
	bilingual.Sentence
	Basis  Basis
	Source string
}

const triesMark = "{tries}"

// DefaultTexts returns the app's messages. An outcome without a row is shown without a text of the app: either the screen
// itself or the service says it.
func DefaultTexts() []Text {
	return []Text{
		{driver.OutcomeFormat, false, bilingual.Of("アクティベーションコードが条件に合っていません。",
			"the activation code does not meet the conditions"), FromSource, "seed 000 Q10"},
		{driver.OutcomePasscodeWrong, false, bilingual.Of("パスコードが違います。もう一度入力してください。",
			"wrong passcode, enter it again"), Ours, "INI-12"},
		{driver.OutcomeDeregistered, false, bilingual.Of("デバイス登録を解除しました。同じアカウントで登録し直すには、1時間ほど時間を空けてください。",
			"deregistered; wait about an hour before registering with the same account"), Ours, "seed 000 Q9"},
		{driver.OutcomeNotDeregistered, false, bilingual.Of("デバイス登録を解除できませんでした。",
			"not deregistered"), Ours, "DER-01"},
		{driver.OutcomeFaceMismatch, false, bilingual.Of("顔写真で本人と確認できないため、カードを読み取りません。",
			"the face does not match the photo, so the card is not read"), Ours, "CHK-02"},
		{driver.OutcomePINFormat, false, bilingual.Of("暗証番号は半角数字4桁で入力してください。",
			"enter the PIN as four digits"), Ours, "CHK-03"},
		{driver.OutcomePINWrong, true, bilingual.Of("暗証番号が違います。残り"+triesMark+"回です。",
			"wrong PIN, "+triesMark+" tries left"), Ours, "SVC-144"},
		{driver.OutcomePINLocked, true, bilingual.Of("暗証番号が違います。残り"+triesMark+"回となり、暗証番号がロックされました。"+lockedAdviceJA,
			"wrong PIN, "+triesMark+" tries left, the PIN is locked now; "+lockedAdviceEN), Ours, "SVC-146"},
		{driver.OutcomePINLocked, false, bilingual.Of("暗証番号がロックされています。"+lockedAdviceJA,
			"the PIN is locked; "+lockedAdviceEN), Ours, "SVC-146"},
		{driver.OutcomeNoCard, false, bilingual.Of("カードがありません。マイナンバーカードをカードリーダーに置いて、もう一度やり直してください。",
			"no card; put the card on the reader and start again"), Ours, "CHK-05"},
		{driver.OutcomeCardRemoved, false, bilingual.Of("読み取りの途中でカードが離れました。カードを置いたまま、もう一度やり直してください。",
			"the card left the reader; leave it there and start again"), Ours, "CHK-05"},
		{driver.OutcomeCardFailed, false, bilingual.Of("カードを読み取れませんでした。カードを置き直して、もう一度やり直してください。",
			"the card could not be read; put it down again and start again"), Ours, "CHK-05"},
		{driver.OutcomeUnreachable, false, bilingual.Of("サービスに接続できません。インターネットの接続を確かめて、もう一度やり直してください。",
			"the service can't be reached; check the internet connection and start again"), Ours, "ENV-09"},
		{driver.OutcomeServiceFailed, false, bilingual.Of("サービスから正しい応答がありませんでした。しばらくしてから、もう一度やり直してください。",
			"the service did not answer properly; start again later"), Ours, "ours"},
		{driver.OutcomeTerminalUnknown, false, bilingual.Of("この端末は登録されていません。初期登録を行ってください。",
			"this terminal is not registered; do the initial registration"), Ours, "CHK-21"},
	}
}

// The advice of SVC-146: the two things to do about a locked PIN.
const (
	lockedAdviceJA = "市区町村の窓口で暗証番号を初期化するか、目視確認に切り替えてください。"
	lockedAdviceEN = "have it reset at the municipality, or switch to the visual check"
)

// text returns the app's message for a screen; empty if there isn't one.
func (t Tables) text(s driver.Screen) string {
	for _, row := range t.Texts {
		if row.Outcome != s.Outcome || row.WithTries != (s.Tries != nil) {
			continue
		}
		if s.Tries == nil {
			return row.JA
		}
		return strings.ReplaceAll(row.JA, triesMark, strconv.Itoa(*s.Tries))
	}
	return ""
}
