package mockservice

import (
	"context"
	"errors"
	"slices"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/store"
)

// PutCertificate stores a certificate that the JPKI issued (SVC-314). If it renews another one, that one is revoked (SVC-316).
func (s controlAPI) PutCertificate(ctx context.Context, r control.PutCertificateRequestObject) (control.PutCertificateResponseObject, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	serial, err := readSerial("serial", r.Body.Serial)
	if err != nil {
		return nil, err
	}
	if _, err := s.cfg.Store.Person(ctx, r.Body.PersonID); errors.Is(err, store.ErrNotFound) {
		return nil, malformed("personId: the person does not exist; put the person first")
	} else if err != nil {
		return nil, err
	}
	former, err := s.former(ctx, serial, *r.Body)
	if err != nil {
		return nil, err
	}
	certificate := store.Certificate{Serial: serial, PersonID: r.Body.PersonID, ToldAt: now}
	if err := s.cfg.Store.PutCertificate(ctx, certificate); err != nil || former == "" {
		return control.PutCertificate204Response{}, err
	}
	row := store.Revocation{Serial: former, At: now, Reason: jpki.ReasonSuperseded}
	return control.PutCertificate204Response{}, s.cfg.Store.PutRevocation(ctx, row)
}

// former returns the serial number of the certificate that a new one supersedes, empty if there isn't one. It must be another
// certificate of the same person.
func (s controlAPI) former(ctx context.Context, serial string, request control.Certificate) (string, error) {
	if request.Supersedes == "" {
		return "", nil
	}
	former, err := readSerial("supersedes", request.Supersedes)
	if err != nil {
		return "", err
	}
	row, err := s.cfg.Store.Certificate(ctx, former)
	switch {
	case former == serial:
		return "", malformed("supersedes: a certificate cannot supersede itself; name the certificate that it renews")
	case errors.Is(err, store.ErrNotFound), err == nil && row.PersonID != request.PersonID:
		return "", malformed("supersedes: the person has no such certificate; put it first")
	case err != nil:
		return "", err
	}
	return former, nil
}

// Revoke stores a revocation by the JPKI (SVC-312).
func (s controlAPI) Revoke(ctx context.Context, r control.RevokeRequestObject) (control.RevokeResponseObject, error) {
	serial, err := readSerial("serial", r.Body.Serial)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(s.cfg.JPKI.Reasons, func(row jpki.Reason) bool { return row.Name == string(r.Body.Reason) }) {
		return nil, malformed("reason: it is not in the service's table of reasons")
	}
	row := store.Revocation{Serial: serial, At: r.Body.At, Reason: string(r.Body.Reason)}
	return control.Revoke204Response{}, s.cfg.Store.PutRevocation(ctx, row)
}

// ListCertificates returns every person's serial history (SVC-316), oldest first.
func (s controlAPI) ListCertificates(ctx context.Context, _ control.ListCertificatesRequestObject) (control.ListCertificatesResponseObject, error) {
	rows, err := s.cfg.Store.CertificateList(ctx)
	if err != nil {
		return nil, err
	}
	list := make(control.ListCertificates200JSONResponse, 0, len(rows))
	for _, row := range rows {
		line := control.CertificateRecord{Serial: row.Serial, PersonID: row.PersonID, At: row.ToldAt}
		revocation, err := s.cfg.Store.Revocation(ctx, row.Serial)
		switch {
		case err == nil:
			line.Revocation = &control.Revocation{Serial: revocation.Serial, At: revocation.At,
				Reason: control.Reason(revocation.Reason)}
		case !errors.Is(err, store.ErrNotFound):
			return nil, err
		}
		list = append(list, line)
	}
	return list, nil
}

// readSerial parses the serial number in a member of a request and returns it in the form of jpki.SerialText.
func readSerial(member, text string) (string, error) {
	serial, err := jpki.ParseSerial(text)
	if err != nil {
		return "", malformed(member + ": it must be a positive number in hex")
	}
	return jpki.SerialText(serial), nil
}
