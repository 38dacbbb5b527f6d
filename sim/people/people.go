// Package people is the cast and the crowd. The cast is fixed whatever the seed, so that feature texts can name it:
// persons, insurers and facilities with their cards, accounts, devices and portal users, and the secrets of all. The crowd
// is as many other persons as somebody asks for, each from a seed and a number.
//
// Everybody here is invented, and nobody's number passes its check digit. The package knows no chip, no service and no
// test; the world turns it into cards and accounts.
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
	Insurers   []Insurer  `json:"insurers"`
	Facilities []Facility `json:"facilities"`
	Devices    []Device   `json:"devices"`
	Users      []User     `json:"users"`
	Persons    []Person   `json:"persons"`
}

// Person is a card holder.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"` // family and given name with a full-width space between
	Kana string `json:"kana"` // half-width kana
	// OtherName is 通称 of a foreign resident, OtherKana its reading.
	OtherName string `json:"otherName,omitempty"`
	OtherKana string `json:"otherKana,omitempty"`
	Birthdate string `json:"birthdate"` // yyyyMMdd
	Sex       string `json:"sex"`       // OQSCD007
	PostCode  string `json:"postCode"`
	Address   string `json:"address"`
	// Municipality is the five-digit code of the issuing municipality, City its romanised name (certificate locality).
	Municipality string `json:"municipality"`
	City         string `json:"city"`
	// MyNumber is the 個人番号, 12 digits. Its check digit is wrong, so that it is nobody's.
	MyNumber string `json:"myNumber"`
	// SecurityCode is the four digits printed on the card for 照合番号B.
	SecurityCode string `json:"securityCode"`
	// CardExpiry is the last day, yyyyMMdd, of the card that the person has when a scenario begins. A card made for another
	// day of issue ends on the day that follows from that one: a birthday, the 10th after it, the 5th of a minor.
	CardExpiry string `json:"cardExpiry"`
	// Unregistered: the card is not registered as 健康保険証 (CHK-22).
	Unregistered bool `json:"unregistered,omitempty"`
	// WithholdAddress is 不開示該当フラグ, Stopped is 自己情報提供不可フラグ (SVC-165, SVC-166).
	WithholdAddress bool `json:"withholdAddress,omitempty"`
	Stopped         bool `json:"stopped,omitempty"`
	// Insurance is the present qualification, Former are those that ended. Who has Assistance has no insurance.
	Insurance  *Insurance  `json:"insurance,omitempty"`
	Former     []Insurance `json:"former,omitempty"`
	Assistance *Assistance `json:"assistance,omitempty"`
	PINs       PINs        `json:"pins"`
	// Cards are the person's cards when a scenario begins, the oldest first.
	Cards []Card `json:"cards"`
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

// Person finds a person by the name that a feature text uses: 「佐藤 花子」 with any blank, or the id. Twins have one name
// between them and are found by id alone.
func (c Cast) Person(name string) (Person, error) {
	var found []Person
	for _, p := range c.Persons {
		switch {
		case p.ID == name:
			return p, nil
		case normalise(p.Name) == normalise(name):
			found = append(found, p)
		}
	}
	switch len(found) {
	case 0:
		return Person{}, fmt.Errorf("no person %q in the cast", name)
	case 1:
		return found[0], nil
	default:
		return Person{}, fmt.Errorf("%d persons %q in the cast: name one by id, e.g. %s", len(found), name, found[0].ID)
	}
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
