package store

import "slices"

// clone shares nothing with p.
func (p Person) clone() Person {
	p.Qualifications = slices.Clone(p.Qualifications)
	for i := range p.Qualifications {
		q := &p.Qualifications[i]
		q.Elderly, q.Limit, q.Diseases = copied(q.Elderly), copied(q.Limit), slices.Clone(q.Diseases)
	}
	p.Aid, p.Consents = copied(p.Aid), slices.Clone(p.Consents)
	if p.Aid != nil {
		p.Aid.Tickets = slices.Clone(p.Aid.Tickets)
	}
	return p
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}
