package world

import (
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/sim/people"
)

// RecordOfCast is the whole cast as a service is told of it: a body of its control handler's /people.
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

// RecordOfFacility is a facility with what fund and bureau have on file. Its accounts are issued, the additional ones
// only applied for.
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

// RecordOfPerson is a person as the eligibility body knows him or her: the present qualification first.
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
