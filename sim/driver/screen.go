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

// Outcome is the result of the last action, as the screen shows it to the person.
type Outcome string

// The outcomes. A product reports the one that its screen shows; it gives no verdict on itself.
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
	OutcomePINWrong           Outcome = "pin-wrong"     // Screen.Tries is set
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
	OutcomeNotPossible        Outcome = "not-possible-here" // the screen does not offer this action
)

// Screen is what a person sees after an action. It holds no verdict and no internal state.
type Screen struct {
	// Screen says which screen is shown.
	Screen ScreenID `json:"screen"`
	// Outcome is the result of the last action.
	Outcome Outcome `json:"outcome,omitempty"`
	// Text is the message exactly as shown; empty if none is shown.
	Text string `json:"text,omitempty"`
	// Tries is the number of tries left if the screen shows one.
	Tries *int `json:"tries,omitempty"`
	// Fields are the labelled values as shown, in that order.
	Fields []Field `json:"fields,omitempty"`
	// HandOver is the result in the text form that the receipt computer gets; empty if there is no result.
	HandOver string `json:"handOver,omitempty"`
	// Files are the same result in the other forms that a receipt computer reads; empty if there is no result.
	Files []File `json:"files,omitempty"`
}

// File is a file for the receipt computer.
type File struct {
	// Name is the file's name, e.g. OQSsiquc01res_face_1312345678_20250602090000.xml.
	Name string `json:"name"`
	// Content is the file's content in UTF-8.
	Content string `json:"content"`
}

// Field is one labelled value on a screen, e.g. 氏名 / 佐藤 花子.
type Field struct {
	// Label is the text before the value.
	Label string `json:"label"`
	// Value is the value as shown.
	Value string `json:"value"`
}

// Field returns the value under a label; ok is false if the screen does not show the label.
func (s Screen) Field(label string) (value string, ok bool) {
	for _, f := range s.Fields {
		if f.Label == label {
			return f.Value, true
		}
	}
	return "", false
}
