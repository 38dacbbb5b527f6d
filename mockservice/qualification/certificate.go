package qualification

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// checkIssuer is step 3. It parses the certificate and finds its issuer among the user-authentication authorities. A certificate
// of the signature authority is refused here (SVC-291).
func checkIssuer(_ context.Context, c *Inquiry) error {
	found, err := c.seen.parse(c.Request.Certificate, c.Rules.Authorities)
	if err != nil || found.issuer == nil {
		return refuse(wire.CodeCardInvalid)
	}
	c.Certificate, c.Issuer, c.Chained = found.certificate, found.issuer, found.signed
	return nil
}

// pickIssuer finds the generation of the CA by name and key identifier (SVC-306), and reports whether its key signed the
// certificate. A certificate without an authority key identifier, as on older cards, is tried against each generation
// (CARD-446), the newest first since most cards are of it. If no key fits, pickIssuer returns a generation with the right name
// and false, so that the chain fails in step 4. It returns nil if no authority has the name.
func pickIssuer(certificate *x509.Certificate, authorities []*x509.Certificate) (issuer *x509.Certificate, signed bool) {
	for _, a := range slices.Backward(authorities) {
		named := len(certificate.AuthorityKeyId) > 0
		if !bytes.Equal(a.RawSubject, certificate.RawIssuer) || named && !bytes.Equal(a.SubjectKeyId, certificate.AuthorityKeyId) {
			continue
		}
		if certificate.CheckSignatureFrom(a) == nil {
			return a, true
		}
		issuer = a
	}
	return issuer, false
}

// checkValidity is step 4. It checks chain and validity period at the service's now (SVC-292). A certificate that has expired
// passes with a note during its grace period.
func checkValidity(_ context.Context, c *Inquiry) error {
	cert := c.Certificate
	if !c.Chained || cert.IsCA || len(cert.UnhandledCriticalExtensions) > 0 ||
		c.Now.Before(c.Issuer.NotBefore) || !c.Now.Before(afterLastSecond(c.Issuer)) {
		return refuse(wire.CodeCardInvalid)
	}
	expiry, graceEnd := afterLastSecond(cert), c.Rules.Grace.End(cert.NotAfter)
	switch {
	case c.Now.Before(cert.NotBefore):
		return refuse(wire.CodeCertificateNotYet)
	case c.Now.Before(c.Rules.WarningBegin(cert.NotAfter)):
	case c.Now.Before(expiry):
		c.Note = c.Rules.note(wire.NoteExpiry, cert.NotAfter)
	case c.Now.Before(graceEnd):
		c.Note = c.Rules.note(wire.NoteGrace, graceEnd.Add(-time.Second))
	default:
		return refuse(wire.CodeCertificateExpired)
	}
	return nil
}

// afterLastSecond returns the first moment after a certificate's validity. NotAfter has whole seconds, and its second still
// counts as valid to its end.
func afterLastSecond(certificate *x509.Certificate) time.Time {
	return certificate.NotAfter.Add(time.Second)
}

// note returns the note with a code, its message filled in with a day; nil if the table has no such note.
func (r Rules) note(code string, day time.Time) *Note {
	for _, n := range r.Notes {
		if n.Code == code {
			n.Message = fmt.Sprintf(n.Message, day.In(jpki.JST).Format("2006年1月2日"))
			return &n
		}
	}
	return nil
}

// checkSignature is step 5. The signature must be RSASSA-PKCS1-v1_5 with SHA-256 over the nonce of this check (SVC-283, SVC-293).
func checkSignature(_ context.Context, c *Inquiry) error {
	key, ok := c.Certificate.PublicKey.(*rsa.PublicKey)
	if !ok {
		return refuse(wire.CodeCardInvalid)
	}
	digest := sha256.Sum256(c.Challenge.Nonce)
	if rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], c.Request.Signature) != nil {
		return refuse(wire.CodeCardInvalid)
	}
	return nil
}

// checkRevocation is step 6. It asks the JPKI's responder. If the responder is down, too slow or its answer is stale, the check
// fails temporarily: the certificate counts neither as good nor as revoked (SVC-301). The time that the responder took is added
// to the time of the check. A serial number that was never issued passes here; step 7 refuses it (SVC-302).
func checkRevocation(ctx context.Context, c *Inquiry) error {
	answer, err := c.Responder.Status(ctx, jpki.SerialText(c.Certificate.SerialNumber), c.Now)
	switch {
	case errors.Is(err, jpki.ErrDown):
		return refuse(wire.CodeRevocationDown)
	case err != nil:
		return err
	}
	c.Now = c.Now.Add(min(answer.Took, c.Rules.Patience))
	switch {
	case answer.Took > c.Rules.Patience, !c.Now.Before(answer.Window.NextUpdate):
		return refuse(wire.CodeRevocationDown)
	case answer.Status == jpki.Revoked:
		return refuse(wire.CodeCertificateRevoked)
	}
	return nil
}
