package store

import "slices"

// clone returns a copy that shares no memory with p.
func (p Person) clone() Person {
	p.Qualifications = slices.Clone(p.Qualifications)
	for i := range p.Qualifications {
		q := &p.Qualifications[i]
		q.Elderly, q.Limit, q.Diseases = clonePointer(q.Elderly), clonePointer(q.Limit), slices.Clone(q.Diseases)
	}
	p.Aid, p.Consents = clonePointer(p.Aid), slices.Clone(p.Consents)
	if p.Aid != nil {
		p.Aid.Tickets = slices.Clone(p.Aid.Tickets)
	}
	return p
}

// clonePointer returns a pointer to a copy of *p, or nil if p is nil.
func clonePointer[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}
