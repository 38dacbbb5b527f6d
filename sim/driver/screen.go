package driver

// ScreenID is a screen of the published list.
type ScreenID string

// The screens (eligibility reference §2.1).
const (
	ScreenNone        ScreenID = "none"         // the product is not installed
	ScreenInstalled   ScreenID = "installed"    // installed, not running
	ScreenNotice      ScreenID = "notice"       // 注意書き
	ScreenCredentials ScreenID = "credentials"  // 初期登録
	ScreenPasscodeSet ScreenID = "passcode-set" // パスコード登録
	ScreenLocked      ScreenID = "locked"       // ログイン
	ScreenAuthSelect  ScreenID = "auth-select"  // 認証選択画面
	ScreenSettings    ScreenID = "settings"     // セキュリティ設定
	ScreenVisual      ScreenID = "visual"       // 目視確認
	ScreenPIN         ScreenID = "pin"          // 暗証番号入力
	ScreenCardRead    ScreenID = "card-read"    // カード読み取り
	ScreenResult      ScreenID = "result"       // 資格確認結果
)

// Outcome is what the last deed led to, as the person would tell it.
type Outcome string

// The outcomes. A product chooses the one that its screen says; it does not judge itself.
const (
	OutcomeNone               Outcome = ""
	OutcomeRegistered         Outcome = "registered"
	OutcomeFormat             Outcome = "activation-code-format"
	OutcomeMismatch           Outcome = "credentials-mismatch"
	OutcomePasscodeWrong      Outcome = "passcode-wrong"
	OutcomeDeregistered       Outcome = "deregistered"
	OutcomeNotDeregistered    Outcome = "not-deregistered"
	OutcomeConfirmed          Outcome = "confirmed"     // 有効
	OutcomeNotConfirmed       Outcome = "not-confirmed" // 無効, 該当資格なし, 複数該当
	OutcomePINWrong           Outcome = "pin-wrong"     // with Tries
	OutcomePINLocked          Outcome = "pin-locked"
	OutcomePINFormat          Outcome = "pin-format"
	OutcomeFaceMismatch       Outcome = "face-mismatch"
	OutcomeCertificateExpired Outcome = "certificate-expired"
	OutcomeCertificateRevoked Outcome = "certificate-revoked"
	OutcomeCardInvalid        Outcome = "card-invalid"
	OutcomeNotRegistered      Outcome = "not-registered-as-insurance-card"
	OutcomeNotUsable          Outcome = "not-usable"
	OutcomeNoCard             Outcome = "no-card"
	OutcomeCardRemoved        Outcome = "card-removed"
	OutcomeCardFailed         Outcome = "card-failed"
	OutcomeUnreachable        Outcome = "service-unreachable"
	OutcomeServiceFailed      Outcome = "service-failed"
	OutcomeTerminalUnknown    Outcome = "terminal-not-registered"
	OutcomeNotPossible        Outcome = "not-possible-here" // the deed has no place on this screen
)

// Screen is what a person sees after a deed: no verdict, no inside.
type Screen struct {
	Screen  ScreenID `json:"screen"`
	Outcome Outcome  `json:"outcome,omitempty"`
	// Text is the message as shown, to the letter; empty where none is shown.
	Text string `json:"text,omitempty"`
	// Tries is the number of tries left where the screen names one.
	Tries *int `json:"tries,omitempty"`
	// Fields are the labelled values as shown, in their order.
	Fields []Field `json:"fields,omitempty"`
	// HandOver is the result as the receipt computer gets it, in the text form; empty without a result.
	HandOver string `json:"handOver,omitempty"`
	// Files are the same result in the other forms that a receipt computer reads; none without a result.
	Files []File `json:"files,omitempty"`
}

// File is a file for the receipt computer, e.g. OQSsiquc01res_face_1312345678_20250602090000.xml, its content in UTF-8.
type File struct {
	Name    string `json:"name"`
	Content string `json:"content"`
}

// Field is one labelled value on a screen, e.g. 氏名 / 佐藤 花子.
type Field struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// Field is the value under a label; ok is false where the screen does not show it.
func (s Screen) Field(label string) (value string, ok bool) {
	for _, f := range s.Fields {
		if f.Label == label {
			return f.Value, true
		}
	}
	return "", false
}
