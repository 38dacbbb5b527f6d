package mockservice

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/store"
)

// putCertificate is told what the JPKI issued (SVC-314), and which certificate that one renews (SVC-316).
func (s *Service) putCertificate(r *http.Request) (int, any, error) {
	request, err := read[control.Certificate](r)
	if err != nil {
		return 0, nil, err
	}
	now, err := s.now(r.Context())
	if err != nil {
		return 0, nil, err
	}
	serial, err := readSerial("serial", request.Serial)
	if err != nil {
		return 0, nil, err
	}
	if _, err := s.cfg.Store.Person(r.Context(), request.PersonID); errors.Is(err, store.ErrNotFound) {
		return 0, nil, malformed("personId: there is no such person; put the person first")
	} else if err != nil {
		return 0, nil, err
	}
	former, err := s.former(r.Context(), serial, request)
	if err != nil {
		return 0, nil, err
	}
	certificate := store.Certificate{Serial: serial, PersonID: request.PersonID, ToldAt: now}
	if err := s.cfg.Store.PutCertificate(r.Context(), certificate); err != nil {
		return 0, nil, err
	}
	if former == "" {
		return http.StatusNoContent, nil, nil
	}
	row := store.Revocation{Serial: former, At: now, Reason: jpki.ReasonSuperseded}
	return http.StatusNoContent, nil, s.cfg.Store.PutRevocation(r.Context(), row)
}

// former is the certificate that a new one supersedes: another one of the same person, or none.
func (s *Service) former(ctx context.Context, serial string, request control.Certificate) (string, error) {
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
		return "", malformed("supersedes: it is the certificate itself")
	case errors.Is(err, store.ErrNotFound), err == nil && row.PersonID != request.PersonID:
		return "", malformed("supersedes: the person has no such certificate; put it first")
	case err != nil:
		return "", err
	}
	return former, nil
}

// revoke is told what the JPKI revoked (SVC-312).
func (s *Service) revoke(r *http.Request) (int, any, error) {
	request, err := read[control.Revocation](r)
	if err != nil {
		return 0, nil, err
	}
	serial, err := readSerial("serial", request.Serial)
	if err != nil {
		return 0, nil, err
	}
	if !slices.ContainsFunc(s.cfg.JPKI.Reasons, func(row jpki.Reason) bool { return row.Name == string(request.Reason) }) {
		return 0, nil, malformed("reason: the JPKI has no such reason")
	}
	row := store.Revocation{Serial: serial, At: request.At, Reason: string(request.Reason)}
	return http.StatusNoContent, nil, s.cfg.Store.PutRevocation(r.Context(), row)
}

// listCertificates is every person's serial history (SVC-316), oldest first.
func (s *Service) listCertificates(r *http.Request) (int, any, error) {
	rows, err := s.cfg.Store.CertificateList(r.Context())
	if err != nil {
		return 0, nil, err
	}
	list := make([]control.CertificateRecord, 0, len(rows))
	for _, row := range rows {
		line := control.CertificateRecord{Serial: row.Serial, PersonID: row.PersonID, At: row.ToldAt}
		revocation, err := s.cfg.Store.Revocation(r.Context(), row.Serial)
		switch {
		case err == nil:
			line.Revocation = &control.Revocation{Serial: revocation.Serial, At: revocation.At,
				Reason: control.Reason(revocation.Reason)}
		case !errors.Is(err, store.ErrNotFound):
			return 0, nil, err
		}
		list = append(list, line)
	}
	return http.StatusOK, list, nil
}

// readSerial reads a serial number in a member of a request.
func readSerial(member, text string) (string, error) {
	serial, err := jpki.ParseSerial(text)
	if err != nil {
		return "", malformed(member + ": it is not a positive number in hex")
	}
	return jpki.SerialText(serial), nil
}
