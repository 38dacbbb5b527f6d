package driver

// Verb is one deed of a person at the product.
type Verb string

// The verbs.
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

// Usage is a verb with what it does and which arguments it takes.
type Usage struct {
	Verb Verb
	Does string
	Args []string
}

// Usages is the table of verbs: the protocol's dictionary.
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
		{ReadCard, "lets the product read the card that now lies on the reader, and waits for what it shows then", nil},
		{Close, "presses 閉じる", nil},
		{Deregister, "presses デバイス登録解除 in セキュリティ設定", nil},
		{Uninstall, "removes the product from the terminal", nil},
	}
}

// Call is a verb with its arguments; which ones it takes is told by Usages.
type Call struct {
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
	InstitutionCode Ref `json:"institutionCode"`
	AccountID       Ref `json:"accountId"`
	Password        Ref `json:"password"`
	ActivationCode  Ref `json:"activationCode"`
}
