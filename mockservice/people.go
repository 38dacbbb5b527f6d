package mockservice

import (
	"context"
	"net/http"
	"time"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/store"
)

// putPeople adds or replaces facilities and persons. An account that is there keeps its life and takes new secrets.
func (s *Service) putPeople(r *http.Request) (int, any, error) {
	request, err := read[control.People](r)
	if err != nil {
		return 0, nil, err
	}
	now, err := s.now(r.Context())
	if err != nil {
		return 0, nil, err
	}
	for _, f := range request.Facilities {
		if err := s.putFacility(r.Context(), f, now); err != nil {
			return 0, nil, err
		}
	}
	for _, p := range request.Persons {
		if p.ID == "" {
			return 0, nil, malformed("persons: one has no id")
		}
		if err := s.cfg.Store.PutPerson(r.Context(), personRow(p)); err != nil {
			return 0, nil, err
		}
	}
	return http.StatusNoContent, nil, nil
}

func (s *Service) putFacility(ctx context.Context, f control.Facility, now time.Time) error {
	if f.Code == "" {
		return malformed("facilities: one has no code")
	}
	if err := s.cfg.Store.PutFacility(ctx, store.Facility{Code: f.Code, Name: f.Name}); err != nil {
		return err
	}
	for _, a := range f.Accounts {
		if a.ID == "" {
			return malformed("accounts: one has no id")
		}
		row := store.Account{Key: store.AccountKey{InstitutionCode: f.Code, ID: a.ID},
			Password: store.DigestOf(a.Password), ActivationCode: store.DigestOf(a.ActivationCode)}
		if !a.Waiting {
			row.IssuedAt = now
		}
		if err := s.cfg.Store.PutAccount(ctx, row); err != nil {
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
	return row
}

func qualificationRow(q control.Qualification) store.Qualification {
	return store.Qualification{
		Name: q.Name, NameKana: q.NameKana, Sex: q.Sex, Birthdate: q.Birthdate, Address: q.Address,
		PostNumber: q.PostNumber, InsurerNumber: q.InsurerNumber, InsurerName: q.InsurerName, Symbol: q.Symbol,
		Number: q.Number, Branch: q.Branch, Relation: q.Relation, InsuredName: q.InsuredName, From: q.From, To: q.To,
	}
}
