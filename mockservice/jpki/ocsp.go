package jpki

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"time"
)

// OCSPStatus is the status of an OCSP response as a whole (RFC 6960 §4.2.1), not of a certificate.
type OCSPStatus int

// The statuses that the responder uses.
const (
	Successful       OCSPStatus = 0
	MalformedRequest OCSPStatus = 1
	TryLater         OCSPStatus = 3
)

// Reply is an OCSP response. Only a successful response is signed and gives the status of certificates.
type Reply struct {
	Status OCSPStatus
	DER    []byte
	// Took is how long the response took in simulated time; the responder has not slept.
	Took time.Duration
}

// ocspResponse is the ASN.1 structure OCSPResponse (RFC 6960 §4.2.1).
type ocspResponse struct {
	Status asn1.Enumerated
	Bytes  responseBytes `asn1:"explicit,tag:0,optional"`
}

type responseBytes struct {
	Type     asn1.ObjectIdentifier
	Response []byte
}

type basicResponse struct {
	Data         asn1.RawValue
	Algorithm    pkix.AlgorithmIdentifier
	Signature    asn1.BitString
	Certificates []asn1.RawValue `asn1:"explicit,tag:0"`
}

type responseData struct {
	ResponderKey []byte    `asn1:"explicit,tag:2"`
	ProducedAt   time.Time `asn1:"generalized"`
	Responses    []singleResponse
	Extensions   []pkix.Extension `asn1:"explicit,tag:1,optional"`
}

type singleResponse struct {
	Cert       certID
	Good       asn1.Flag   `asn1:"tag:0,optional"`
	Revoked    revokedInfo `asn1:"tag:1,optional"`
	Unknown    asn1.Flag   `asn1:"tag:2,optional"`
	ThisUpdate time.Time   `asn1:"generalized"`
	NextUpdate time.Time   `asn1:"generalized,explicit,tag:0"`
}

// revokedInfo is the time and reason of a revocation. The reason "unspecified" (0) is left out, as RFC 5280 §5.3.1 advises.
type revokedInfo struct {
	Time   time.Time       `asn1:"generalized"`
	Reason asn1.Enumerated `asn1:"explicit,tag:0,optional"`
}

// OCSP answers a request in DER (RFC 6960) at the time asked. The response is signed by the delegated responder of the first
// generation that the request names, since a verifier accepts only the delegate of the certificate's own issuer. Certificates
// of other generations get the status unknown. A request that names no generation is answered for the newest.
func (r *Responder) OCSP(ctx context.Context, request []byte, asked time.Time) (Reply, error) {
	condition, err := r.condition(ctx)
	switch {
	case errors.Is(err, ErrDown):
		return unsigned(TryLater, 0)
	case err != nil:
		return Reply{}, err
	}
	list, nonce, err := parseRequest(request)
	if err != nil {
		return unsigned(MalformedRequest, condition.Delay)
	}
	window := condition.window(asked, r.rules.AnswerLife)
	speaker := answeringGeneration(list)
	data := responseData{ResponderKey: keyIdentifier(&responderKey().PublicKey), ProducedAt: window.ProducedAt}
	if nonce != nil {
		data.Extensions = []pkix.Extension{*nonce}
	}
	for _, single := range list {
		answer, err := r.single(ctx, single.Cert, speaker, window)
		if err != nil {
			return Reply{}, err
		}
		data.Responses = append(data.Responses, answer)
	}
	der, err := signed(data, speaker, condition.key(responderKey()))
	return Reply{Successful, der, condition.Delay}, err
}

// answeringGeneration returns the generation for which a request is answered.
func answeringGeneration(list []singleRequest) *Authority {
	for _, single := range list {
		if a := single.Cert.issuer(); a != nil {
			return a
		}
	}
	return Authentication()
}

// single returns the answer for one certificate.
func (r *Responder) single(ctx context.Context, id certID, speaker *Authority, w Window) (singleResponse, error) {
	answer := singleResponse{Cert: id, ThisUpdate: w.ThisUpdate, NextUpdate: w.NextUpdate}
	var record Record
	if id.issuer() == speaker {
		var err error
		if record, err = r.register.Record(ctx, SerialText(id.Serial)); err != nil {
			return answer, fmt.Errorf("reading the register: %w", err)
		}
	}
	switch record.status(w.ThisUpdate) {
	case Good:
		answer.Good = true
	case Revoked:
		answer.Revoked = revokedInfo{record.Revocation.At.UTC(), asn1.Enumerated(r.rules.code(record.Revocation.Reason))}
	case Unknown:
		answer.Unknown = true
	}
	return answer, nil
}

// signed returns a successful response in DER, signed with sha256WithRSAEncryption, which uses no randomness. The response
// carries the delegate's certificate. Its key has made the signature, unless the answer is forged.
func signed(data responseData, speaker *Authority, key *rsa.PrivateKey) ([]byte, error) {
	tbs, err := asn1.Marshal(data)
	if err != nil {
		return nil, fmt.Errorf("encoding an OCSP response: %w", err)
	}
	digest := sha256.Sum256(tbs)
	signature, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, digest[:])
	if err != nil {
		return nil, fmt.Errorf("signing an OCSP response: %w", err)
	}
	sha256WithRSA := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}, Parameters: asn1.NullRawValue}
	basic, err := asn1.Marshal(basicResponse{Data: asn1.RawValue{FullBytes: tbs}, Algorithm: sha256WithRSA,
		Signature:    asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)},
		Certificates: []asn1.RawValue{{FullBytes: speaker.responderCertificate()}}})
	if err != nil {
		return nil, fmt.Errorf("encoding an OCSP response: %w", err)
	}
	return asn1.Marshal(ocspResponse{asn1.Enumerated(Successful), responseBytes{oidBasic(), basic}})
}

// unsigned returns a response that has only a status, the reason why there is no answer.
func unsigned(status OCSPStatus, took time.Duration) (Reply, error) {
	der, err := asn1.Marshal(struct{ Status asn1.Enumerated }{asn1.Enumerated(status)})
	return Reply{status, der, took}, err
}
