// Package people contains the cast and the crowd. The cast does not depend on the seed, so that feature texts can use its
// names: persons, insurers and facilities with their cards, accounts, devices and portal users, and the secrets of all of
// them. The crowd is any number of other persons, each made from a seed and an index. Start with [Load] and [Cast], or with
// [Crowd].
//
// Everybody here is invented, and every person's number has a wrong check digit. The package knows no chip, no
// service and no test; package world makes cards and accounts from its data.
package people

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

//go:embed cast.json
var castJSON []byte

// Cast is everybody whom a feature text may name.
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
	// OtherName is the 通称 of a foreign resident, OtherKana its reading.
	OtherName string `json:"otherName,omitempty"`
	OtherKana string `json:"otherKana,omitempty"`
	Birthdate string `json:"birthdate"` // yyyyMMdd
	Sex       string `json:"sex"`       // OQSCD007
	PostCode  string `json:"postCode"`
	Address   string `json:"address"`
	// Municipality is the five-digit code of the issuing municipality; City is its romanised name (certificate locality).
	Municipality string `json:"municipality"`
	City         string `json:"city"`
	// MyNumber is the 個人番号, 12 digits. Its check digit is wrong, so that it is not a real person's number.
	MyNumber string `json:"myNumber"`
	// SecurityCode is the four digits printed on the card that are part of 照合番号B.
	SecurityCode string `json:"securityCode"`
	// CardExpiry is the last day, yyyyMMdd, of the card that the person has when a scenario begins. A card with another day
	// of issue ends on the day that follows from that one: the 10th birthday after it, or the 5th for a minor.
	CardExpiry string `json:"cardExpiry"`
	// Unregistered is true if the card is not registered as 健康保険証 (CHK-22).
	Unregistered bool `json:"unregistered,omitempty"`
	// WithholdAddress is 不開示該当フラグ, Stopped is 自己情報提供不可フラグ (SVC-165, SVC-166).
	WithholdAddress bool `json:"withholdAddress,omitempty"`
	Stopped         bool `json:"stopped,omitempty"`
	// Insurance is the present qualification, Former are those that ended. A person with Assistance has no insurance.
	Insurance  *Insurance  `json:"insurance,omitempty"`
	Former     []Insurance `json:"former,omitempty"`
	Assistance *Assistance `json:"assistance,omitempty"`
	PINs       PINs        `json:"pins"`
	// Cards are the person's cards when a scenario begins, oldest first.
	Cards []Card `json:"cards"`
}

// PINs are the secrets of a card, by the names that references use.
type PINs struct {
	Holder string `json:"holder"` // the PIN of the user certificate, 4 digits
	Wrong  string `json:"wrong"`  // a wrong PIN
	New    string `json:"new"`    // the PIN chosen at the municipality after a lock
	Sign   string `json:"sign"`   // the password of the signature certificate
}

// cast parses the embedded cast once; it never changes.
var cast = sync.OnceValues(func() (Cast, error) {
	var c Cast
	if err := json.Unmarshal(castJSON, &c); err != nil {
		return Cast{}, fmt.Errorf("reading the embedded cast: %w", err)
	}
	return c, nil
})

// Load returns the embedded cast.
func Load() (Cast, error) { return cast() }

// Person finds a person by the name in a feature text, such as 「佐藤 花子」 with a half-width or full-width blank, or by id. Twins
// have the same name and are found by id only.
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
