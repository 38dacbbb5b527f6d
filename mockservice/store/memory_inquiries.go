package store

import (
	"cmp"
	"context"
	"slices"
)

// inquiryTables holds the rows of the existing type's interface.
type inquiryTables struct {
	insured    map[Insured]bool
	receptions map[string]Reception
	references map[[2]string]Reference
}

func emptyInquiries() inquiryTables {
	return inquiryTables{insured: map[Insured]bool{}, receptions: map[string]Reception{}, references: map[[2]string]Reference{}}
}

// PutInsured stores who has a 番号.
func (m *Memory) PutInsured(_ context.Context, i Insured) error {
	return put(m, func() map[Insured]bool { return m.rows.inquiries.insured }, i, true)
}

// InsuredBy returns who was stored for a 番号, ordered by person id.
func (m *Memory) InsuredBy(_ context.Context, number string) ([]Insured, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []Insured
	for i := range m.rows.inquiries.insured {
		if i.Number == number {
			list = append(list, i)
		}
	}
	slices.SortFunc(list, func(a, b Insured) int { return cmp.Compare(a.PersonID, b.PersonID) })
	return list, nil
}

// AddReception adds a reception.
func (m *Memory) AddReception(_ context.Context, r Reception) error {
	r.Request = slices.Clone(r.Request)
	return add(m, func() map[string]Reception { return m.rows.inquiries.receptions }, r.Number, r)
}

// Reception returns a reception.
func (m *Memory) Reception(_ context.Context, number string) (Reception, error) {
	r, err := get(m, func() map[string]Reception { return m.rows.inquiries.receptions }, number)
	r.Request = slices.Clone(r.Request)
	return r, err
}

// PutReference stores a 照会番号.
func (m *Memory) PutReference(_ context.Context, r Reference) error {
	return put(m, func() map[[2]string]Reference { return m.rows.inquiries.references }, [2]string{r.Institution, r.PersonID}, r)
}

// Reference returns a 照会番号.
func (m *Memory) Reference(_ context.Context, institution, personID string) (Reference, error) {
	return get(m, func() map[[2]string]Reference { return m.rows.inquiries.references }, [2]string{institution, personID})
}
