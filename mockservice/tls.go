package mockservice

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"time"
)

// tlsLife is how long a certificate of NewTLS is valid: longer than any run, short enough to be forgotten.
const tlsLife = 30 * 24 * time.Hour

// NewTLS makes a fresh CA and a server certificate for 127.0.0.1 and localhost, valid for 30 days of real time from
// now. People install that CA, so its key is never kept and it may name nothing but loopback. It answers with the
// server's configuration and the CA as PEM.
func NewTLS(now time.Time) (config *tls.Config, caPEM []byte, err error) {
	ca, caKey, err := newCA(now)
	if err != nil {
		return nil, nil, fmt.Errorf("making a test CA for TLS: %w", err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("making a server key: %w", err)
	}
	template := tlsTemplate(2, "mynalab mock service", now)
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	template.DNSNames = []string{"localhost"}
	template.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	der, err := x509.CreateCertificate(rand.Reader, template, ca, &key.PublicKey, caKey)
	if err != nil {
		return nil, nil, fmt.Errorf("signing a server certificate: %w", err)
	}
	config = &tls.Config{MinVersion: tls.VersionTLS12,
		Certificates: []tls.Certificate{{Certificate: [][]byte{der, ca.Raw}, PrivateKey: key}}}
	return config, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.Raw}), nil
}

// newCA is a CA whose critical name constraints permit loopback only.
func newCA(now time.Time) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template := tlsTemplate(1, "mynalab TLS test CA", now)
	template.KeyUsage = x509.KeyUsageCertSign
	template.IsCA, template.BasicConstraintsValid, template.MaxPathLenZero = true, true, true
	template.PermittedDNSDomainsCritical = true
	template.PermittedDNSDomains = []string{"localhost"}
	template.PermittedIPRanges = []*net.IPNet{{IP: net.IPv4(127, 0, 0, 1).To4(), Mask: net.CIDRMask(32, 32)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, nil, err
	}
	ca, err := x509.ParseCertificate(der)
	return ca, key, err
}

// tlsTemplate begins an hour early, for clients whose clocks run late.
func tlsTemplate(serial int64, name string, now time.Time) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(serial),
		Subject:      pkix.Name{Organization: []string{"mynalab"}, OrganizationalUnit: []string{"MYNALAB TEST"}, CommonName: name},
		NotBefore:    now.Add(-time.Hour),
		NotAfter:     now.Add(tlsLife),
	}
}
