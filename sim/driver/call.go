package driver

// Verb is one action of a person at the product.
type Verb string

// The verbs. Usages says what each of them does.
const (
	Install          Verb = "install"
	Launch           Verb = "launch"
	Agree            Verb = "agree"
	EnterCredentials Verb = "enter-credentials"
	SetPasscode      Verb = "set-passcode"
	Login            Verb = "login"
	OpenSettings     Verb = "open-settings"
	SetVisual        Verb = "set-visual"
	LeaveSettings    Verb = "leave-settings"
	StartCheck       Verb = "start-check"
	ConfirmFace      Verb = "confirm-face"
	EnterPIN         Verb = "enter-pin"
	ReadCard         Verb = "read-card"
	Close            Verb = "close"
	Deregister       Verb = "deregister"
	Uninstall        Verb = "uninstall"
)

// Usage says what a verb does and which fields of Call it takes.
type Usage struct {
	// Verb is the verb.
	Verb Verb
	// Does completes the sentence "the person …".
	Does string
	// Args are the names of the fields of Call that the verb takes.
	Args []string
}

// Usages is the table of verbs: the dictionary of the protocol between harness and product.
func Usages() []Usage {
	return []Usage{
		{Install, "installs the product afresh; settings and device registration of an earlier installation are gone", nil},
		{Launch, "starts the installed product", nil},
		{Agree, "agrees to the notice of the first start", nil},
		{EnterCredentials, "types institution code, ID, password and activation code", []string{"Credentials"}},
		{SetPasscode, "chooses the start passcode, the last step of initial registration", []string{"Secret"}},
		{Login, "types the start passcode", []string{"Secret"}},
		{OpenSettings, "opens the gear's menu and セキュリティ設定", nil},
		{SetVisual, "sets the switch 目視確認で本人認証", []string{"On"}},
		{LeaveSettings, "goes back to the authentication choice", nil},
		{StartCheck, "starts a check in the way that the switch says", nil},
		{ConfirmFace, "says whether the face matches the photo on the card", []string{"On"}},
		{EnterPIN, "types the four-digit PIN of the user certificate", []string{"Secret"}},
		{ReadCard, "lets the product read the card in the reader, and waits for the next screen", nil},
		{Close, "presses 閉じる", nil},
		{Deregister, "presses デバイス登録解除 in セキュリティ設定", nil},
		{Uninstall, "removes the product from the terminal", nil},
	}
}

// Call is a verb with its arguments. Usages says which arguments each verb takes.
type Call struct {
	// Verb is the verb.
	Verb Verb `json:"verb"`
	// Secret is the PIN or passcode to type.
	Secret *Ref `json:"secret,omitempty"`
	// Credentials are the four entries of initial registration.
	Credentials *Credentials `json:"credentials,omitempty"`
	// On is the position of a switch or the answer to a question.
	On bool `json:"on,omitempty"`
}

// Credentials are the four entries of initial registration, each by reference.
type Credentials struct {
	// InstitutionCode refers to 機関コード.
	InstitutionCode Ref `json:"institutionCode"`
	// AccountID refers to the ID of the account.
	AccountID Ref `json:"accountId"`
	// Password refers to its password.
	Password Ref `json:"password"`
	// ActivationCode refers to アクティベーションコード.
	ActivationCode Ref `json:"activationCode"`
}
