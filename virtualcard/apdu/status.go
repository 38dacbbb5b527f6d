package apdu

import (
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/reports/bilingual"
)

// Status is a status word (SW1 SW2). It is an error, so that errors.Is(err, apdu.SW6984ReferenceBlocked) works.
type Status uint16

// Status words that this card answers: ISO/IEC 7816-4:2020 §5.6 and card reference §8. Each name contains number and meaning,
// so that a text search finds it in log, standard and code.
const (
	SW9000OK                    Status = 0x9000
	SW6300VerifyFailed          Status = 0x6300
	SW63C0NoTriesLeft           Status = 0x63C0
	SW66F1SessionKeyRefused     Status = 0x66F1
	SW6700WrongLength           Status = 0x6700
	SW6881NoLogicalChannel      Status = 0x6881
	SW6882NoSecureMessaging     Status = 0x6882
	SW6884NoChaining            Status = 0x6884
	SW6981WrongFileStructure    Status = 0x6981
	SW6982SecurityNotSatisfied  Status = 0x6982
	SW6983AuthMethodBlocked     Status = 0x6983
	SW6984ReferenceBlocked      Status = 0x6984
	SW6985ConditionsNotMet      Status = 0x6985
	SW6986NoCurrentEF           Status = 0x6986
	SW6987SecureMessagingAbsent Status = 0x6987
	SW6988SecureMessagingWrong  Status = 0x6988
	SW69FCNoSession             Status = 0x69FC
	SW6A80WrongData             Status = 0x6A80
	SW6A81NotSupported          Status = 0x6A81
	SW6A82NotFound              Status = 0x6A82
	SW6A83RecordNotFound        Status = 0x6A83
	SW6A86WrongP1P2             Status = 0x6A86
	SW6A87LcAgainstP1P2         Status = 0x6A87
	SW6A88ObjectNotFound        Status = 0x6A88
	SW6B00OffsetOutside         Status = 0x6B00
	SW6D00UnknownINS            Status = 0x6D00
	SW6E00UnknownCLA            Status = 0x6E00
	SW6F00Internal              Status = 0x6F00
)

// Meaning explains a status word in the two languages of the reports.
type Meaning struct {
	SW Status
	bilingual.Sentence
}

// Meanings returns the table that Status.Meaning uses. It does not contain 63Cx, which carries a number; Status.Meaning
// handles it before it searches the table.
func Meanings() []Meaning {
	return []Meaning{
		{SW9000OK, bilingual.Of("正常終了", "done")},
		{SW6300VerifyFailed, bilingual.Of("照合不一致（回数制限なし）", "verification failed, tries not limited")},
		{SW66F1SessionKeyRefused, bilingual.Of("セッション鍵を設定できない", "session key refused here")},
		{SW6700WrongLength, bilingual.Of("長さの誤り", "wrong length")},
		{SW6881NoLogicalChannel, bilingual.Of("論理チャネル非対応", "logical channel not supported")},
		{SW6882NoSecureMessaging, bilingual.Of("このコマンドはセキュアメッセージング非対応", "secure messaging not supported for this command")},
		{SW6884NoChaining, bilingual.Of("コマンドチェイニング非対応", "command chaining not supported")},
		{SW6981WrongFileStructure, bilingual.Of("ファイル構造に合わないコマンド", "command does not fit the file's structure")},
		{SW6982SecurityNotSatisfied, bilingual.Of("セキュリティ状態が満たされていない（暗証番号の照合が必要）", "security status not satisfied (PIN missing)")},
		{SW6983AuthMethodBlocked, bilingual.Of("認証方法がロックされている", "authentication method blocked")},
		{SW6984ReferenceBlocked, bilingual.Of("参照データがロックされている（暗証番号ロック）", "reference data blocked (PIN locked)")},
		{SW6985ConditionsNotMet, bilingual.Of("使用条件が満たされていない", "conditions of use not satisfied")},
		{SW6986NoCurrentEF, bilingual.Of("カレントEFがない", "no current EF")},
		{SW6987SecureMessagingAbsent, bilingual.Of("セキュアメッセージングのデータがない", "secure messaging object missing")},
		{SW6988SecureMessagingWrong, bilingual.Of("セキュアメッセージングのデータの誤り", "secure messaging object wrong")},
		{SW69FCNoSession, bilingual.Of("セキュアメッセージングのセッションがない", "no secure messaging session")},
		{SW6A80WrongData, bilingual.Of("データの誤り", "wrong data")},
		{SW6A81NotSupported, bilingual.Of("機能非対応", "function not supported")},
		{SW6A82NotFound, bilingual.Of("ファイル又はアプリケーションがない", "file or application not found")},
		{SW6A83RecordNotFound, bilingual.Of("レコードがない", "record not found")},
		{SW6A86WrongP1P2, bilingual.Of("P1 P2の誤り", "wrong P1 P2")},
		{SW6A87LcAgainstP1P2, bilingual.Of("LcがP1 P2に合わない", "Lc does not fit P1 P2")},
		{SW6A88ObjectNotFound, bilingual.Of("データオブジェクトがない", "data object not found")},
		{SW6B00OffsetOutside, bilingual.Of("オフセットがEFの外", "offset outside the EF")},
		{SW6D00UnknownINS, bilingual.Of("INS非対応", "instruction not supported")},
		{SW6E00UnknownCLA, bilingual.Of("CLA非対応", "class not supported")},
		{SW6F00Internal, bilingual.Of("カード内部エラー", "internal error of the card")},
	}
}

// TriesLeftSW returns the status word 63Cn for n tries left; n is limited to 0..15, since it has four bits.
func TriesLeftSW(n int) Status { return SW63C0NoTriesLeft | Status(min(max(n, 0), 15)) }

// Tries returns the number of tries left that a status word 63Cn carries; ok is false for any other status word.
func (s Status) Tries() (n int, ok bool) {
	if s&0xFFF0 != SW63C0NoTriesLeft {
		return 0, false
	}
	return int(s & 0xF), true
}

// Meaning returns an explanation of the status word; an unknown one is called unknown.
func (s Status) Meaning() bilingual.Sentence {
	if n, ok := s.Tries(); ok {
		return bilingual.Of("照合されていない（残り%d回）", "not verified, %d tries left").With(n)
	}
	for _, m := range Meanings() {
		if m.SW == s {
			return m.Sentence
		}
	}
	return bilingual.Of("不明なステータスワード", "unknown status word")
}

// String returns the status word as four hex digits.
func (s Status) String() string { return fmt.Sprintf("%04X", uint16(s)) }

// Error returns the status word with its meaning in English.
func (s Status) Error() string { return "status " + s.String() + ": " + s.Meaning().EN }

// Bytes returns SW1 SW2.
func (s Status) Bytes() []byte { return []byte{byte(s >> 8), byte(s)} }

// ErrStatusText is wrapped by UnmarshalText if a text is not a status word of four hex digits.
var ErrStatusText = errors.New("status word is not written as four hex digits")

// MarshalText returns the status word as four hex digits.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads four hex digits, in upper or lower case.
func (s *Status) UnmarshalText(text []byte) error {
	var sw [2]byte
	if len(text) != hex.EncodedLen(len(sw)) {
		return fmt.Errorf("%w: %q", ErrStatusText, text)
	}
	if _, err := hex.Decode(sw[:], text); err != nil {
		return fmt.Errorf("%w: %q", ErrStatusText, text)
	}
	*s = Status(uint16(sw[0])<<8 | uint16(sw[1]))
	return nil
}
