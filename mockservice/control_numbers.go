package mockservice

import (
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/number"
)

// member is a number in a request to put people, with its path in the request and its check. A number that is empty is not
// checked, since it may be left out; the contract refuses an empty one that is required.
type member struct {
	name, text string
	read       func(text string, strict bool) error
}

// checkNumbers refuses people with an invalid number, before any of them is stored. Numbers for whose form there is no source
// (番号, and the number of a ticket) are not checked.
func (s controlAPI) checkNumbers(people control.People) error {
	var all []member
	add := func(where string, i int, members []member) {
		for _, m := range members {
			m.name = fmt.Sprintf("%s.%d.%s", where, i, m.name)
			all = append(all, m)
		}
	}
	for i, f := range people.Facilities {
		add("facilities", i, facilityMembers(f))
	}
	for i, p := range people.Persons {
		add("persons", i, personMembers(p))
	}
	for _, m := range all {
		if m.text == "" {
			continue
		}
		if err := m.read(m.text, s.cfg.StrictNumbers); err != nil {
			return malformed(m.name + ": " + err.Error())
		}
	}
	return nil
}

// facilityMembers returns the numbers of a facility. The kind in its file decides which form its code must have.
func facilityMembers(f control.Facility) []member {
	if f.File == nil {
		return []member{{"code", f.Code, number.Institution}}
	}
	code := member{"code", f.Code, number.Institution}
	switch f.File.Kind {
	case control.KindMedical:
		code.read = number.Medical
	case control.KindCheckup:
		code.read = number.Checkup
	}
	return []member{code, {"file.number", f.File.Number, clinicOf(f.Code)}, {"file.onlineCode", f.File.OnlineCode, number.OnlineCode}}
}

// clinicOf returns the check of a 登録記号番号. With strict, code must be the institution code that is derived from it (SVC-258).
func clinicOf(code string) func(string, bool) error {
	return func(text string, strict bool) error {
		clinic, err := number.ReadClinic(text)
		if err == nil && strict && clinic.InstitutionCode() != code {
			err = errors.New("the facility's code is not derived from it (SVC-258); set the code to its nine digits and their check digit")
		}
		return err
	}
}

// personMembers returns the numbers of a person.
func personMembers(p control.Person) []member {
	var list []member
	for i, q := range p.Qualifications {
		at := fmt.Sprintf("qualifications.%d.", i)
		list = append(list, member{at + "insurerNumber", q.InsurerNumber, number.Insurer}, member{at + "symbol", q.Symbol, symbolOf(q)},
			member{at + "branch", q.Branch, func(text string, _ bool) error { return number.Branch(text) }})
	}
	for i, c := range p.Consents {
		list = append(list, member{fmt.Sprintf("consents.%d.institution", i), c.Institution, number.Institution})
	}
	if p.Aid != nil {
		list = append(list, member{"aid.number", p.Aid.Number, number.PublicExpense})
		for i, t := range p.Aid.Tickets {
			list = append(list, member{fmt.Sprintf("aid.tickets.%d.institution", i), t.Institution, number.Institution})
		}
	}
	return list
}

// symbolOf returns the check of a qualification's 記号. With strict, a qualification of 後期高齢 must not have one (SVC-262).
func symbolOf(q control.Qualification) func(string, bool) error {
	return func(text string, strict bool) error {
		if strict && number.Elderly(q.InsurerNumber) {
			return errors.New("後期高齢 has no 記号 (SVC-262); leave it empty")
		}
		return number.Symbol(text, strict)
	}
}
