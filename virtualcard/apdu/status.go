package apdu

import (
	"encoding/hex"
	"errors"
	"fmt"
)

// Status is a status word (SW1 SW2). It is an error, so that errors.Is(err, apdu.SW6984ReferenceBlocked) works.
type Status uint16

// Status words as this card gives them: ISO/IEC 7816-4:2020 §5.6 and the card reference §8. The names carry number and
// meaning, so that log, standard and code find each other by a search.
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

// Meaning is a status word in words, in the two languages of the reports.
type Meaning struct {
	SW     Status
	EN, JA string
}

// Meanings is the table behind Status.Meaning (63Cx is handled before it, since it carries a number).
func Meanings() []Meaning {
	return []Meaning{
		{SW9000OK, "done", "正常終了"},
		{SW6300VerifyFailed, "verification failed, tries not limited", "照合不一致（回数制限なし）"},
		{SW66F1SessionKeyRefused, "session key refused here", "セッション鍵を設定できない"},
		{SW6700WrongLength, "wrong length", "長さの誤り"},
		{SW6881NoLogicalChannel, "logical channel not supported", "論理チャネル非対応"},
		{SW6882NoSecureMessaging, "secure messaging not supported for this command", "このコマンドはセキュアメッセージング非対応"},
		{SW6884NoChaining, "command chaining not supported", "コマンドチェイニング非対応"},
		{SW6981WrongFileStructure, "command does not fit the file's structure", "ファイル構造に合わないコマンド"},
		{SW6982SecurityNotSatisfied, "security status not satisfied (PIN missing)", "セキュリティ状態が満たされていない（暗証番号の照合が必要）"},
		{SW6983AuthMethodBlocked, "authentication method blocked", "認証方法がロックされている"},
		{SW6984ReferenceBlocked, "reference data blocked (PIN locked)", "参照データがロックされている（暗証番号ロック）"},
		{SW6985ConditionsNotMet, "conditions of use not satisfied", "使用条件が満たされていない"},
		{SW6986NoCurrentEF, "no current EF", "カレントEFがない"},
		{SW6987SecureMessagingAbsent, "secure messaging object missing", "セキュアメッセージングのデータがない"},
		{SW6988SecureMessagingWrong, "secure messaging object wrong", "セキュアメッセージングのデータの誤り"},
		{SW69FCNoSession, "no secure messaging session", "セキュアメッセージングのセッションがない"},
		{SW6A80WrongData, "wrong data", "データの誤り"},
		{SW6A81NotSupported, "function not supported", "機能非対応"},
		{SW6A82NotFound, "file or application not found", "ファイル又はアプリケーションがない"},
		{SW6A83RecordNotFound, "record not found", "レコードがない"},
		{SW6A86WrongP1P2, "wrong P1 P2", "P1 P2の誤り"},
		{SW6A87LcAgainstP1P2, "Lc does not fit P1 P2", "LcがP1 P2に合わない"},
		{SW6A88ObjectNotFound, "data object not found", "データオブジェクトがない"},
		{SW6B00OffsetOutside, "offset outside the EF", "オフセットがEFの外"},
		{SW6D00UnknownINS, "instruction not supported", "INS非対応"},
		{SW6E00UnknownCLA, "class not supported", "CLA非対応"},
		{SW6F00Internal, "internal error of the card", "カード内部エラー"},
	}
}

// TriesLeftSW is the status word 63Cn for n tries left (n is cut to 0..15).
func TriesLeftSW(n int) Status { return SW63C0NoTriesLeft | Status(min(max(n, 0), 15)) }

// Tries tells the number of tries left that a 63Cn status carries; ok is false for any other status.
func (s Status) Tries() (n int, ok bool) {
	if s&0xFFF0 != SW63C0NoTriesLeft {
		return 0, false
	}
	return int(s & 0xF), true
}

// Meaning is the status in words; an unknown one says so.
func (s Status) Meaning() Meaning {
	if n, ok := s.Tries(); ok {
		return Meaning{s, fmt.Sprintf("not verified, %d tries left", n), fmt.Sprintf("照合されていない（残り%d回）", n)}
	}
	for _, m := range Meanings() {
		if m.SW == s {
			return m
		}
	}
	return Meaning{s, "unknown status word", "不明なステータスワード"}
}

// String is the status as four hex digits.
func (s Status) String() string { return fmt.Sprintf("%04X", uint16(s)) }

// Error is the status with its meaning in English.
func (s Status) Error() string { return "status " + s.String() + ": " + s.Meaning().EN }

// Bytes is SW1 SW2.
func (s Status) Bytes() []byte { return []byte{byte(s >> 8), byte(s)} }

// ErrStatusText says that a text is no status word of four hex digits.
var ErrStatusText = errors.New("status word is not written as four hex digits")

// MarshalText is the status as four hex digits.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads four hex digits of either case.
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
