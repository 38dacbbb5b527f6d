package store

import (
	"context"
	"crypto/subtle"
	"maps"
	"slices"
)

// PutFacility stores a facility.
func (m *Memory) PutFacility(_ context.Context, f Facility) error {
	return put(m, func() map[string]Facility { return m.rows.facilities }, f.Code, f)
}

// Facility returns a facility.
func (m *Memory) Facility(_ context.Context, code string) (Facility, error) {
	return get(m, func() map[string]Facility { return m.rows.facilities }, code)
}

// FacilityByNumber returns the facility with a 登録記号番号.
func (m *Memory) FacilityByNumber(_ context.Context, number string) (Facility, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, f := range m.rows.facilities {
		if number != "" && f.Number == number {
			return f, nil
		}
	}
	return Facility{}, ErrNotFound
}

// PutAccount adds an account. If the account exists, it gets the new digests.
func (m *Memory) PutAccount(_ context.Context, a Account) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if old, ok := m.rows.accounts[a.Key]; ok {
		old.Password, old.ActivationCode = a.Password, a.ActivationCode
		a = old
	}
	m.rows.accounts[a.Key] = a
	return nil
}

// Account returns an account.
func (m *Memory) Account(_ context.Context, key AccountKey) (Account, error) {
	return get(m, func() map[AccountKey]Account { return m.rows.accounts }, key)
}

// AccountByDevice returns the account that a device token was issued for.
func (m *Memory) AccountByDevice(_ context.Context, token Digest) (Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range m.rows.accounts {
		if token != (Digest{}) && subtle.ConstantTimeCompare(a.Device[:], token[:]) == 1 {
			return a, nil
		}
	}
	return Account{}, ErrNotFound
}

// ChangeAccount changes an account.
func (m *Memory) ChangeAccount(_ context.Context, key AccountKey, change func(*Account) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	row, ok := m.rows.accounts[key]
	if !ok {
		return ErrNotFound
	}
	if err := change(&row); err != nil {
		return err
	}
	m.rows.accounts[key] = row
	return nil
}

// AccountList returns all accounts, ordered by institution code and id.
func (m *Memory) AccountList(context.Context) ([]Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := make([]Account, 0, len(m.rows.accounts))
	for _, a := range m.rows.accounts {
		list = append(list, a)
	}
	slices.SortFunc(list, compareAccounts)
	return list, nil
}

// AccountsOf returns the accounts of one institution, ordered by id.
func (m *Memory) AccountsOf(ctx context.Context, institutionCode string) ([]Account, error) {
	all, err := m.AccountList(ctx)
	return slices.DeleteFunc(all, func(a Account) bool { return a.Key.InstitutionCode != institutionCode }), err
}

// PutPerson stores a person.
func (m *Memory) PutPerson(_ context.Context, p Person) error {
	p = p.clone()
	return put(m, func() map[string]Person { return m.rows.persons }, p.ID, p)
}

// Person returns a person.
func (m *Memory) Person(_ context.Context, id string) (Person, error) {
	p, err := get(m, func() map[string]Person { return m.rows.persons }, id)
	p = p.clone()
	return p, err
}

// PutCertificate stores a certificate and its holder.
func (m *Memory) PutCertificate(_ context.Context, c Certificate) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if old, ok := m.rows.certificates[c.Serial]; ok {
		c.ToldAt = old.ToldAt
	}
	m.rows.certificates[c.Serial] = c
	return nil
}

// Certificate returns a certificate and its holder.
func (m *Memory) Certificate(_ context.Context, serial string) (Certificate, error) {
	return get(m, func() map[string]Certificate { return m.rows.certificates }, serial)
}

// CertificateList returns all certificates, ordered by ToldAt and serial.
func (m *Memory) CertificateList(context.Context) ([]Certificate, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.SortedFunc(maps.Values(m.rows.certificates), compareCertificates), nil
}

// PutRevocation stores a revocation, unless the serial has one.
func (m *Memory) PutRevocation(_ context.Context, r Revocation) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.rows.revocations[r.Serial]; !ok {
		m.rows.revocations[r.Serial] = r
	}
	return nil
}

// RevocationList returns the revocations of all certificates in the store, ordered by serial.
func (m *Memory) RevocationList(context.Context) ([]Revocation, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []Revocation
	for _, serial := range slices.Sorted(maps.Keys(m.rows.revocations)) {
		if _, ok := m.rows.certificates[serial]; ok {
			list = append(list, m.rows.revocations[serial])
		}
	}
	return list, nil
}

// Revocation returns the revocation of a serial.
func (m *Memory) Revocation(_ context.Context, serial string) (Revocation, error) {
	return get(m, func() map[string]Revocation { return m.rows.revocations }, serial)
}
