package store

import (
	"context"
	"slices"
)

// PutFacility stores a facility.
func (s *SQL) PutFacility(ctx context.Context, f Facility) error {
	return s.kinds.facilities.keep(ctx, s, f)
}

// Facility returns a facility.
func (s *SQL) Facility(ctx context.Context, code string) (Facility, error) {
	return s.kinds.facilities.get(ctx, s.read, keyText(code))
}

// FacilityByNumber returns the facility with a 登録記号番号.
func (s *SQL) FacilityByNumber(ctx context.Context, number string) (Facility, error) {
	return s.kinds.facilities.find(ctx, s.read, "select body from facilities where number = $1", orNull(number))
}

// PutAccount adds an account. If the account exists, it gets the new digests.
func (s *SQL) PutAccount(ctx context.Context, a Account) error {
	return s.kinds.accounts.keepOrChange(ctx, s, a, func(old *Account) error {
		old.Password, old.ActivationCode = a.Password, a.ActivationCode
		return nil
	}, a.Key.columns()...)
}

// Account returns an account.
func (s *SQL) Account(ctx context.Context, key AccountKey) (Account, error) {
	return s.kinds.accounts.get(ctx, s.read, key.columns()...)
}

// AccountByDevice returns the account that a device token was issued for. An index may do the look-up, although it doesn't
// compare in constant time: it compares digests, and their order reveals nothing about a token.
func (s *SQL) AccountByDevice(ctx context.Context, token Digest) (Account, error) {
	return s.kinds.accounts.find(ctx, s.read, "select body from accounts where device = $1", orNull(digestText(token)))
}

// ChangeAccount changes an account.
func (s *SQL) ChangeAccount(ctx context.Context, key AccountKey, change func(*Account) error) error {
	return s.kinds.accounts.change(ctx, s, change, key.columns()...)
}

// AccountList returns all accounts, ordered by institution code and id.
func (s *SQL) AccountList(ctx context.Context) ([]Account, error) {
	list, err := s.kinds.accounts.listAll(ctx, s)
	slices.SortFunc(list, compareAccounts)
	return list, err
}

// AccountsOf returns the accounts of one institution, ordered by id.
func (s *SQL) AccountsOf(ctx context.Context, institutionCode string) ([]Account, error) {
	list, err := s.kinds.accounts.list(ctx, s.read, "select body from accounts where institution = $1", keyText(institutionCode))
	slices.SortFunc(list, compareAccounts)
	return list, err
}

// PutPerson stores a person.
func (s *SQL) PutPerson(ctx context.Context, p Person) error { return s.kinds.persons.keep(ctx, s, p) }

// Person returns a person.
func (s *SQL) Person(ctx context.Context, id string) (Person, error) {
	return s.kinds.persons.get(ctx, s.read, keyText(id))
}

// PutCertificate stores a certificate and its holder.
func (s *SQL) PutCertificate(ctx context.Context, c Certificate) error {
	return s.kinds.certificates.keepOrChange(ctx, s, c, func(old *Certificate) error {
		old.PersonID = c.PersonID
		return nil
	}, keyText(c.Serial))
}

// Certificate returns a certificate and its holder.
func (s *SQL) Certificate(ctx context.Context, serial string) (Certificate, error) {
	return s.kinds.certificates.get(ctx, s.read, keyText(serial))
}

// CertificateList returns all certificates, ordered by ToldAt and serial.
func (s *SQL) CertificateList(ctx context.Context) ([]Certificate, error) {
	list, err := s.kinds.certificates.listAll(ctx, s)
	slices.SortFunc(list, compareCertificates)
	return list, err
}

// PutRevocation stores a revocation, unless the serial has one.
func (s *SQL) PutRevocation(ctx context.Context, r Revocation) error {
	return s.kinds.revocations.keepFirst(ctx, s, r)
}

// Revocation returns the revocation of a serial.
func (s *SQL) Revocation(ctx context.Context, serial string) (Revocation, error) {
	return s.kinds.revocations.get(ctx, s.read, keyText(serial))
}

// RevocationList returns the revocations of all certificates in the store, ordered by serial.
func (s *SQL) RevocationList(ctx context.Context) ([]Revocation, error) {
	list, err := s.kinds.revocations.list(ctx, s.read,
		"select r.body from revocations r join certificates c on c.serial = r.serial")
	slices.SortFunc(list, compareRevocations)
	return list, err
}
