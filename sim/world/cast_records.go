package world

import (
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/sim/people"
)

// RecordOfCast returns the whole cast in the form in which a service receives it: a body for /people of its control handler.
func RecordOfCast(c people.Cast) control.People {
	var all control.People
	for _, f := range c.Facilities {
		all.Facilities = append(all.Facilities, RecordOfFacility(f))
	}
	for _, p := range c.Persons {
		all.Persons = append(all.Persons, RecordOfPerson(p))
	}
	return all
}

// RecordOfFacility returns a facility as fund and bureau have it on file. Its accounts are issued, except additional ones,
// which are applied for and wait.
func RecordOfFacility(f people.Facility) control.Facility {
	record := control.Facility{Code: f.Code, Name: f.Name, File: fileOf(f)}
	for _, a := range f.Accounts {
		record.Accounts = append(record.Accounts, control.AccountSecret{ID: a.ID, Password: a.Password,
			ActivationCode: a.ActivationCode, Waiting: a.Additional})
	}
	return record
}

func fileOf(f people.Facility) *control.FacilityFile {
	file := &control.FacilityFile{Kind: control.FacilityKind(f.Kind), Number: f.Registration, Delegated: f.Delegated,
		BankAccount: f.BankAccount, Founder: f.Founder, Phone: f.Phone, PostNumber: f.PostCode, Address: f.Address,
		Prefecture: f.Prefecture}
	if f.Manager != nil {
		file.ManagerBirthdate = f.Manager.Birthdate
	}
	if f.Insurer != "" {
		file.OnlineCode = f.Code // SVC-256
	}
	return file
}

// RecordOfPerson returns a person as in the eligibility body's records. The present qualification comes first.
func RecordOfPerson(p people.Person) control.Person {
	record := control.Person{ID: p.ID, Registered: !p.Unregistered, WithholdAddress: p.WithholdAddress, Stopped: p.Stopped}
	if p.Insurance != nil {
		record.Qualifications = append(record.Qualifications, qualification(p, *p.Insurance))
	}
	for _, former := range p.Former {
		record.Qualifications = append(record.Qualifications, qualification(p, former))
	}
	if a := p.Assistance; a != nil {
		record.Aid = &control.Aid{Applied: true, OnFile: true, Office: a.WelfareOffice, Number: a.PayerNumber, From: a.From}
	}
	return record
}

func qualification(p people.Person, i people.Insurance) control.Qualification {
	return control.Qualification{
		Name: p.Name, NameKana: p.Kana, Sex: p.Sex, Birthdate: p.Birthdate, Address: p.Address, PostNumber: p.PostCode,
		InsurerNumber: i.InsurerNumber, InsurerName: i.InsurerName, Symbol: i.Symbol, Number: i.Number, Branch: i.Branch,
		Relation: i.Relation, InsuredName: i.InsuredName, From: i.From, To: i.To,
		NameOfOther: p.OtherName, NameOfOtherKana: p.OtherKana,
	}
}
