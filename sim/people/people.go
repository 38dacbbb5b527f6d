// Package people is the cast: the fixed persons, insurers and facilities that feature texts name, with their secrets.
//
// Everybody in it is invented. It knows no card, no service and no test; the world turns it into cards and accounts.
package people

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

//go:embed cast.json
var castJSON []byte

// Cast is everybody that a feature text may name.
type Cast struct {
	Facilities []Facility `json:"facilities"`
	Persons    []Person   `json:"persons"`
}

// Facility is a 施術所 or 健診実施機関 and its accounts.
type Facility struct {
	ID   string `json:"id"`
	Code string `json:"code"` // 機関コード, 10 digits
	Name string `json:"name"`
	// Passcode is the start passcode that its staff choose.
	Passcode      string    `json:"passcode"`
	WrongPasscode string    `json:"wrongPasscode"`
	Accounts      []Account `json:"accounts"`
}

// Account is a 資格確認アカウント as its settings sheet prints it.
type Account struct {
	ID             string `json:"id"`
	Password       string `json:"password"`
	ActivationCode string `json:"activationCode"`
	// Additional accounts exist only after a 追加申請.
	Additional bool `json:"additional,omitempty"`
}

// Person is a card holder.
type Person struct {
	ID        string `json:"id"`
	Name      string `json:"name"`      // family and given name with a full-width space between
	Kana      string `json:"kana"`      // half-width kana
	Birthdate string `json:"birthdate"` // yyyyMMdd
	Sex       string `json:"sex"`       // OQSCD007
	PostCode  string `json:"postCode"`
	Address   string `json:"address"`
	// Municipality is the five-digit code of the issuing municipality, City its romanised name (certificate locality).
	Municipality string     `json:"municipality"`
	City         string     `json:"city"`
	Insurance    *Insurance `json:"insurance,omitempty"`
	PINs         PINs       `json:"pins"`
	// MyNumber is the 個人番号, 12 digits. Its check digit is wrong, so that it is nobody's.
	MyNumber string `json:"myNumber"`
	// SecurityCode is the four digits printed on the card for 照合番号B.
	SecurityCode string `json:"securityCode"`
	// CardExpiry is the last day, yyyyMMdd, of the card that the person has when a scenario begins. A card made for another
	// day of issue ends on the day that follows from that one: a birthday, the 10th after it, the 5th of a minor.
	CardExpiry string `json:"cardExpiry"`
}

// Insurance is the qualification that the person has, open-ended.
type Insurance struct {
	InsurerNumber string `json:"insurerNumber"`
	InsurerName   string `json:"insurerName"`
	Symbol        string `json:"symbol"`
	Number        string `json:"number"`
	Branch        string `json:"branch"`
	Relation      string `json:"relation"` // OQSCD009
	InsuredName   string `json:"insuredName"`
	From          string `json:"from"` // yyyyMMdd
}

// PINs are the secrets of a card, by the names that a reference uses.
type PINs struct {
	Holder string `json:"holder"` // the PIN of the user certificate, 4 digits
	Wrong  string `json:"wrong"`  // another one
	New    string `json:"new"`    // the one chosen at the municipality after a lock
	Sign   string `json:"sign"`   // the password of the signature certificate
}

// cast is parsed once; it never changes.
var cast = sync.OnceValues(func() (Cast, error) {
	var c Cast
	if err := json.Unmarshal(castJSON, &c); err != nil {
		return Cast{}, fmt.Errorf("reading the embedded cast: %w", err)
	}
	return c, nil
})

// Load is the embedded cast.
func Load() (Cast, error) { return cast() }

// Person finds a person by the name that a feature text uses: 「佐藤 花子」 with any blank, or the id.
func (c Cast) Person(name string) (Person, error) {
	for _, p := range c.Persons {
		if p.ID == name || normalise(p.Name) == normalise(name) {
			return p, nil
		}
	}
	return Person{}, fmt.Errorf("no person %q in the cast", name)
}

// Facility finds a facility by id or name.
func (c Cast) Facility(name string) (Facility, error) {
	for _, f := range c.Facilities {
		if f.ID == name || f.Name == name {
			return f, nil
		}
	}
	return Facility{}, fmt.Errorf("no facility %q in the cast", name)
}
