package jpki

import (
	"context"
	"crypto/x509"
	"fmt"
	"math/big"
	"slices"
	"time"
)

// CRL returns the list of all revocations in DER (SVC-307), signed by the key of one generation, and how long it took in
// simulated time. The generations share one name and one space of serial numbers, so each of them signs the same list. The
// error is ErrDown if the responder does not answer.
func (r *Responder) CRL(ctx context.Context, a *Authority, asked time.Time) (der []byte, took time.Duration, err error) {
	condition, err := r.condition(ctx)
	if err != nil {
		return nil, 0, err
	}
	revocations, err := r.register.Revocations(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("reading the register: %w", err)
	}
	window := condition.window(asked, r.rules.ListLife)
	entries, err := r.rules.entries(revocations, window.ThisUpdate)
	if err != nil {
		return nil, 0, err
	}
	template := &x509.RevocationList{Number: crlNumber(window.ThisUpdate, len(entries)), ThisUpdate: window.ThisUpdate,
		NextUpdate: window.NextUpdate, RevokedCertificateEntries: entries, SignatureAlgorithm: x509.SHA256WithRSA}
	// A PKCS#1 v1.5 signature uses no randomness, so the reader is nil.
	if der, err = x509.CreateRevocationList(nil, template, a.certificate, condition.key(a.key)); err != nil {
		return nil, 0, fmt.Errorf("signing a CRL: %w", err)
	}
	return der, condition.Delay, nil
}

// entries returns the CRL entries of the certificates that are revoked at a time, ordered by serial number.
func (r Rules) entries(revocations []Revocation, at time.Time) ([]x509.RevocationListEntry, error) {
	var list []x509.RevocationListEntry
	for _, v := range revocations {
		if !v.inForce(at) {
			continue
		}
		serial, err := ParseSerial(v.Serial)
		if err != nil {
			return nil, fmt.Errorf("adding a revocation to the CRL: %w", err)
		}
		list = append(list, x509.RevocationListEntry{SerialNumber: serial, RevocationTime: v.At.UTC(), ReasonCode: r.code(v.Reason)})
	}
	slices.SortFunc(list, func(a, b x509.RevocationListEntry) int { return a.SerialNumber.Cmp(b.SerialNumber) })
	return list, nil
}

// crlNumber returns a CRL number: the Unix second of thisUpdate in the upper bits, the number of entries in the lower 32. Within
// one second a list can only grow. So two different lists never have the same number, and a later list has a greater one
// (RFC 5280 §5.2.3).
func crlNumber(thisUpdate time.Time, entries int) *big.Int {
	n := new(big.Int).Lsh(big.NewInt(thisUpdate.Unix()), 32)
	return n.Add(n, big.NewInt(int64(entries)))
}
