package people

// Kind is the kind of a facility, which determines its portal and how it is checked (eligibility §3.1).
type Kind string

// The kinds of facilities.
const (
	Judo    Kind = "judo"    // 施術所（柔道整復）
	Ahaki   Kind = "ahaki"   // 施術所（あん摩マッサージ指圧・はり・きゅう）
	Checkup Kind = "checkup" // 健診実施機関 that is not a 保険医療機関
	Medical Kind = "medical" // 保険医療機関(医科) as 健診実施機関
	Payer   Kind = "insurer" // insurer that carries out 健診 itself
)

// Facility is an institution with its data at portals and bureaus, and its accounts.
type Facility struct {
	ID string `json:"id"`
	// Code is the 機関コード, 10 digits. The code of a 施術所 is ours (SVC-258); most codes have a wrong check digit (SVC-261).
	Code string `json:"code"`
	Name string `json:"name"`
	// Passcode is the start passcode that its staff choose.
	Passcode      string `json:"passcode"`
	WrongPasscode string `json:"wrongPasscode"`
	Kind          Kind   `json:"kind"`
	// Registration is the 登録記号番号 of a 施術所 (SVC-257); Delegated is true if it has 受領委任 (DUT-05).
	Registration string `json:"registration,omitempty"`
	Delegated    bool   `json:"delegated,omitempty"`
	// Insurer is the id of the insurer if the facility is one.
	Insurer string `json:"insurer,omitempty"`
	// BankAccount is the 口座番号 that its fund has on file (APP-09); Manager is the 施術管理者 that its bureau has on file (APP-08).
	BankAccount string   `json:"bankAccount,omitempty"`
	Manager     *Manager `json:"manager,omitempty"`
	Founder     string   `json:"founder"` // 開設者氏名
	Phone       string   `json:"phone"`
	PostCode    string   `json:"postCode"`
	Address     string   `json:"address"`
	// Prefecture is the code of its 都道府県. 48 is not one of the 47 (APP-81).
	Prefecture string `json:"prefecture"`
	// SharesRoomWith is the id of the 施術所 with which it can declare 併設 (DUT-05).
	SharesRoomWith string    `json:"sharesRoomWith,omitempty"`
	Accounts       []Account `json:"accounts"`
}

// Manager is a 施術管理者.
type Manager struct {
	Name      string `json:"name"`
	Birthdate string `json:"birthdate"` // yyyyMMdd
}

// Account is a 資格確認アカウント with the values printed on its settings sheet.
type Account struct {
	ID             string `json:"id"`
	Password       string `json:"password"`
	ActivationCode string `json:"activationCode"`
	// Additional is true for an account that exists only after a 追加申請.
	Additional bool `json:"additional,omitempty"`
}

// Device is a terminal on which a facility uses the app.
type Device struct {
	ID       string `json:"id"`
	Facility string `json:"facility"`
	Platform string `json:"platform"` // windows, ios, android
	Name     string `json:"name"`
	// Account is the id of the account whose settings sheet its staff use.
	Account string `json:"account"`
}

// User is a user of a portal.
type User struct {
	ID         string `json:"id"`
	Portal     string `json:"portal"` // omf, csm
	Facility   string `json:"facility"`
	FamilyName string `json:"familyName"`
	GivenName  string `json:"givenName"`
	// Mail is in a domain that is reserved for examples, so that no mail reaches a real person.
	Mail     string `json:"mail"`
	Password string `json:"password"`
}
