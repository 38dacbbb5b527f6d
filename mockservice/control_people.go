package mockservice

import (
	"context"
	"time"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/number"
	"github.com/mynalab/mynalab/mockservice/oqs"
	"github.com/mynalab/mynalab/mockservice/store"
)

// PutPeople adds or replaces facilities and persons. If one number is invalid, it stores none of them. An account that exists
// already keeps its state and gets the new secrets.
func (s controlAPI) PutPeople(ctx context.Context, r control.PutPeopleRequestObject) (control.PutPeopleResponseObject, error) {
	if err := s.checkNumbers(*r.Body); err != nil {
		return nil, err
	}
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range r.Body.Facilities {
		if err := s.putFacility(ctx, f, now); err != nil {
			return nil, err
		}
	}
	for _, p := range r.Body.Persons {
		if err := s.putPerson(ctx, personRow(p)); err != nil {
			return nil, err
		}
	}
	return control.PutPeople204Response{}, nil
}

func (s controlAPI) putFacility(ctx context.Context, f control.Facility, now time.Time) error {
	if err := s.cfg.Store.PutFacility(ctx, facilityRow(f)); err != nil {
		return err
	}
	for _, a := range f.Accounts {
		key := store.AccountKey{InstitutionCode: f.Code, ID: a.ID}
		row := store.Account{Key: key, Password: store.DigestOf(a.Password), ActivationCode: store.DigestOf(a.ActivationCode)}
		if !a.Waiting {
			row.IssuedAt = now
		}
		if err := s.cfg.Store.PutAccount(ctx, row); err != nil {
			return err
		}
		// The secrets are also stored in plain text, since the settings sheet prints them (APP-40).
		secret := store.AccountSecret{Key: key, Password: a.Password, ActivationCode: a.ActivationCode}
		if err := s.cfg.Store.PutAccountSecret(ctx, secret); err != nil {
			return err
		}
	}
	return nil
}

// facilityRow converts a facility, with the data on file if there are any.
func facilityRow(f control.Facility) store.Facility {
	row := store.Facility{Code: f.Code, Name: f.Name}
	if f.File == nil {
		return row
	}
	row.Kind, row.Prefecture, row.Founder = string(f.File.Kind), f.File.Prefecture, f.File.Founder
	if clinic, err := number.ReadClinic(f.File.Number); err == nil {
		row.Number = clinic.String() // in the one form in which it is looked up
	}
	row.Phone, row.PostNumber, row.Address = f.File.Phone, f.File.PostNumber, f.File.Address
	row.ManagerBirthdate, row.BankAccount, row.OnlineCode = f.File.ManagerBirthdate, f.File.BankAccount, f.File.OnlineCode
	row.Delegated = f.File.Delegated
	if f.File.NotifiedAt != nil {
		row.NotifiedAt = *f.File.NotifiedAt
	}
	return row
}

// putPerson stores a person, and the keys by which the existing type's interface finds people.
func (s controlAPI) putPerson(ctx context.Context, row store.Person) error {
	if err := s.cfg.Store.PutPerson(ctx, row); err != nil {
		return err
	}
	for _, key := range oqs.Keys(row) {
		if err := s.cfg.Store.PutInsured(ctx, store.Insured{Number: key, PersonID: row.ID}); err != nil {
			return err
		}
	}
	return nil
}

func personRow(p control.Person) store.Person {
	row := store.Person{ID: p.ID, Registered: p.Registered, WithholdAddress: p.WithholdAddress, Stopped: p.Stopped}
	for _, q := range p.Qualifications {
		row.Qualifications = append(row.Qualifications, qualificationRow(q))
	}
	for _, c := range p.Consents {
		row.Consents = append(row.Consents, store.Consent{Institution: c.Institution, Flag: c.Flag, Given: c.Given, Examined: c.Examined})
	}
	if a := p.Aid; a != nil {
		row.Aid = &store.Aid{Applied: a.Applied, OnFile: a.OnFile, Office: a.Office, Number: a.Number, From: a.From}
		for _, t := range a.Tickets {
			row.Aid.Tickets = append(row.Aid.Tickets, store.Ticket{Month: t.Month, Institution: t.Institution, Kind: t.Kind,
				Number: t.Number, From: t.From, To: t.To, Injury: t.Injury})
		}
	}
	return row
}

func qualificationRow(q control.Qualification) store.Qualification {
	row := store.Qualification{
		Name: q.Name, NameKana: q.NameKana, Sex: q.Sex, Birthdate: q.Birthdate, Address: q.Address,
		PostNumber: q.PostNumber, InsurerNumber: q.InsurerNumber, InsurerName: q.InsurerName, Symbol: q.Symbol,
		Number: q.Number, Branch: q.Branch, Relation: q.Relation, InsuredName: q.InsuredName, From: q.From, To: q.To,
		Classification: q.Classification, NameOfOther: q.NameOfOther, NameOfOtherKana: q.NameOfOtherKana, Sex2: q.Sex2,
		IssuedOn: q.IssuedOn, ValidFrom: q.ValidFrom, ValidTo: q.ValidTo, Ratio: q.Ratio, Preschool: q.Preschool,
		LossReason: q.LossReason,
	}
	if e := q.Elderly; e != nil {
		row.Elderly = &store.ElderlyCertificate{On: e.On, From: e.From, To: e.To, Ratio: e.Ratio}
	}
	if l := q.Limit; l != nil {
		row.Limit = &store.LimitCertificate{ConsentedAt: l.ConsentedAt, Class: l.Class, Flag: l.Flag, On: l.On, From: l.From, To: l.To,
			LongTerm: l.LongTerm}
	}
	for _, d := range q.Diseases {
		row.Diseases = append(row.Diseases, store.DiseaseCertificate{Category: d.Category, On: d.On, From: d.From, To: d.To, SelfPay: d.SelfPay})
	}
	return row
}
