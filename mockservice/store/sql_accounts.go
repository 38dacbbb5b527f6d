package store

import (
	"context"
	"slices"
)

// PutFacility keeps a facility.
func (s *SQL) PutFacility(ctx context.Context, f Facility) error {
	return s.kinds.facilities.keep(ctx, s, f)
}

// Facility reads a facility.
func (s *SQL) Facility(ctx context.Context, code string) (Facility, error) {
	return s.kinds.facilities.get(ctx, s.read, keyText(code))
}

// FacilityByNumber reads a facility by its 登録記号番号.
func (s *SQL) FacilityByNumber(ctx context.Context, number string) (Facility, error) {
	return s.kinds.facilities.find(ctx, s.read, "select body from facilities where number = $1", orNull(number))
}

// PutAccount adds an account or gives the one that is there new digests.
func (s *SQL) PutAccount(ctx context.Context, a Account) error {
	return s.kinds.accounts.keepOrChange(ctx, s, a, func(old *Account) error {
		old.Password, old.ActivationCode = a.Password, a.ActivationCode
		return nil
	}, a.Key.columns()...)
}

// Account reads an account.
func (s *SQL) Account(ctx context.Context, key AccountKey) (Account, error) {
	return s.kinds.accounts.get(ctx, s.read, key.columns()...)
}

// AccountByDevice reads the account that a device token was given out for. It compares digests, whose order tells nothing
// of a token: an index may find them.
func (s *SQL) AccountByDevice(ctx context.Context, token Digest) (Account, error) {
	return s.kinds.accounts.find(ctx, s.read, "select body from accounts where device = $1", orNull(digestText(token)))
}

// ChangeAccount edits an account.
func (s *SQL) ChangeAccount(ctx context.Context, key AccountKey, change func(*Account) error) error {
	return s.kinds.accounts.change(ctx, s, change, key.columns()...)
}

// AccountList reads all accounts in order.
func (s *SQL) AccountList(ctx context.Context) ([]Account, error) {
	list, err := s.kinds.accounts.listAll(ctx, s)
	slices.SortFunc(list, compareAccounts)
	return list, err
}

// AccountsOf reads an institution's accounts in order.
func (s *SQL) AccountsOf(ctx context.Context, institutionCode string) ([]Account, error) {
	list, err := s.kinds.accounts.list(ctx, s.read, "select body from accounts where institution = $1", keyText(institutionCode))
	slices.SortFunc(list, compareAccounts)
	return list, err
}

// PutPerson keeps a person.
func (s *SQL) PutPerson(ctx context.Context, p Person) error { return s.kinds.persons.keep(ctx, s, p) }

// Person reads a person.
func (s *SQL) Person(ctx context.Context, id string) (Person, error) {
	return s.kinds.persons.get(ctx, s.read, keyText(id))
}

// PutCertificate keeps a certificate's holder.
func (s *SQL) PutCertificate(ctx context.Context, c Certificate) error {
	return s.kinds.certificates.keepOrChange(ctx, s, c, func(old *Certificate) error {
		old.PersonID = c.PersonID
		return nil
	}, keyText(c.Serial))
}

// Certificate reads a certificate's holder.
func (s *SQL) Certificate(ctx context.Context, serial string) (Certificate, error) {
	return s.kinds.certificates.get(ctx, s.read, keyText(serial))
}

// CertificateList reads all certificates in order.
func (s *SQL) CertificateList(ctx context.Context) ([]Certificate, error) {
	list, err := s.kinds.certificates.listAll(ctx, s)
	slices.SortFunc(list, compareCertificates)
	return list, err
}

// PutRevocation keeps the first revocation of a serial.
func (s *SQL) PutRevocation(ctx context.Context, r Revocation) error {
	return s.kinds.revocations.keepFirst(ctx, s, r)
}

// Revocation reads the revocation of a serial.
func (s *SQL) Revocation(ctx context.Context, serial string) (Revocation, error) {
	return s.kinds.revocations.get(ctx, s.read, keyText(serial))
}

// RevocationList reads the revocations of certificates in order.
func (s *SQL) RevocationList(ctx context.Context) ([]Revocation, error) {
	list, err := s.kinds.revocations.list(ctx, s.read,
		"select r.body from revocations r join certificates c on c.serial = r.serial")
	slices.SortFunc(list, compareRevocations)
	return list, err
}
