package jpki

import (
	"context"
	"crypto/x509"
	"fmt"
	"math/big"
	"slices"
	"time"
)

// CRL is the list of all revocations under the key of one generation, in DER (SVC-307), and how long it took in the
// world's time. One name stands for all generations and serial numbers, so each of them signs the same list. ErrDown says
// that there is no answer.
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
	template := &x509.RevocationList{Number: number(window.ThisUpdate, len(entries)), ThisUpdate: window.ThisUpdate,
		NextUpdate: window.NextUpdate, RevokedCertificateEntries: entries, SignatureAlgorithm: x509.SHA256WithRSA}
	// PKCS#1 v1.5 needs no chance, so none is given.
	if der, err = x509.CreateRevocationList(nil, template, a.certificate, condition.key(a.key)); err != nil {
		return nil, 0, fmt.Errorf("signing a list of revocations: %w", err)
	}
	return der, condition.Delay, nil
}

// entries are those revoked at a time, ordered by serial number.
func (r Rules) entries(revocations []Revocation, at time.Time) ([]x509.RevocationListEntry, error) {
	var list []x509.RevocationListEntry
	for _, v := range revocations {
		if !v.begun(at) {
			continue
		}
		serial, err := ParseSerial(v.Serial)
		if err != nil {
			return nil, fmt.Errorf("listing a revocation: %w", err)
		}
		list = append(list, x509.RevocationListEntry{SerialNumber: serial, RevocationTime: v.At.UTC(), ReasonCode: r.code(v.Reason)})
	}
	slices.SortFunc(list, func(a, b x509.RevocationListEntry) int { return a.SerialNumber.Cmp(b.SerialNumber) })
	return list, nil
}

// number is a CRL number: the second of thisUpdate, then how many are listed. At one second a list can only grow, so that
// two different lists never share a number and a later one has the greater (RFC 5280 §5.2.3).
func number(thisUpdate time.Time, entries int) *big.Int {
	n := new(big.Int).Lsh(big.NewInt(thisUpdate.Unix()), 32)
	return n.Add(n, big.NewInt(int64(entries)))
}
