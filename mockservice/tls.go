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

// tlsLife is how long a certificate of NewTLS is valid. 30 days is our choice: longer than any run, and a CA that somebody
// installed and forgot soon becomes harmless.
const tlsLife = 30 * 24 * time.Hour

// TLSFiles are a server's certificate and key, and the CA that signed the certificate, each as PEM. The CA's key is discarded:
// people install the CA, so nobody may be able to sign more certificates with it.
type TLSFiles struct {
	CA, Certificate, Key []byte
	// OtherName and Expired are the certificates for the handshake faults of the same names. They have the same CA and key, but a
	// client must refuse them: one names another host, the other has expired.
	OtherName, Expired []byte
}

// NewTLS makes a fresh CA and a server certificate for 127.0.0.1 and localhost, valid for 30 days of real time from
// now. It returns the server's configuration and the CA as PEM.
func NewTLS(now time.Time) (config *tls.Config, caPEM []byte, err error) {
	files, err := FreshTLS(now)
	if err != nil {
		return nil, nil, err
	}
	config, err = files.Config()
	return config, files.CA, err
}

// FreshTLS makes the same certificates as NewTLS and returns them as files.
func FreshTLS(now time.Time) (TLSFiles, error) { return MakeTLS(now, tlsLife, nil) }

// MakeTLS makes a fresh CA and a server certificate, valid for life of real time from now, for localhost, 127.0.0.1, ::1 and
// the given hosts, which are DNS names or IP addresses. Critical name constraints (RFC 5280 §4.2.1.10) restrict the CA to these
// names and their subdomains.
func MakeTLS(now time.Time, life time.Duration, hosts []string) (TLSFiles, error) {
	names := namesOf(hosts)
	ca, caKey, err := newCA(now, life, names)
	if err != nil {
		return TLSFiles{}, fmt.Errorf("making a test CA for TLS: %w", err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return TLSFiles{}, fmt.Errorf("making a server key: %w", err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return TLSFiles{}, fmt.Errorf("writing a server key: %w", err)
	}
	files := TLSFiles{CA: pemOf("CERTIFICATE", ca.Raw), Key: pemOf("PRIVATE KEY", secret)}
	for _, row := range []struct {
		to     *[]byte
		serial int64
		names  hostNames
		ends   time.Time
	}{
		{&files.Certificate, 2, names, now.Add(life)},
		{&files.OtherName, 3, hostNames{dns: []string{otherName}}, now.Add(life)},
		{&files.Expired, 4, names, now.Add(-expiredSince)},
	} {
		template := tlsTemplate(row.serial, "mynalab mock service", now, life)
		template.KeyUsage, template.NotAfter = x509.KeyUsageDigitalSignature, row.ends
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		template.DNSNames, template.IPAddresses = row.names.dns, row.names.ips
		der, err := x509.CreateCertificate(rand.Reader, template, ca, &key.PublicKey, caKey)
		if err != nil {
			return TLSFiles{}, fmt.Errorf("signing a server certificate: %w", err)
		}
		*row.to = append(pemOf("CERTIFICATE", der), files.CA...)
	}
	return files, nil
}

// otherName is a host name that the CA is permitted to certify and that no server has. expiredSince is how long ago the expired
// certificate ended when it is made: our choice, less than the hour by which all certificates begin before now (tlsTemplate).
const (
	otherName    = "other.localhost"
	expiredSince = 30 * time.Minute
)

// Config returns a TLS server configuration with these files. TLS 1.2 is the oldest version that it accepts.
func (f TLSFiles) Config() (*tls.Config, error) {
	pair, err := tls.X509KeyPair(f.Certificate, f.Key)
	if err != nil {
		return nil, fmt.Errorf("reading the server's certificate and key: %w", err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}, nil
}

func pemOf(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// hostNames are the DNS names and IP addresses in a certificate.
type hostNames struct {
	dns []string
	ips []net.IP
}

// namesOf divides hosts into DNS names and IP addresses, and puts those of this machine before them.
func namesOf(hosts []string) hostNames {
	names := hostNames{dns: []string{"localhost"}, ips: []net.IP{net.IPv4(127, 0, 0, 1).To4(), net.IPv6loopback}}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			names.ips = append(names.ips, shortest(ip))
		} else {
			names.dns = append(names.dns, host)
		}
	}
	return names
}

// shortest returns an IPv4 address in 4 bytes, as name constraints and masks require, and any other address unchanged.
func shortest(ip net.IP) net.IP {
	if v4 := ip.To4(); v4 != nil {
		return v4
	}
	return ip
}

// newCA makes a CA whose critical name constraints permit only the given names.
func newCA(now time.Time, life time.Duration, names hostNames) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template := tlsTemplate(1, "mynalab TLS test CA", now, life)
	template.KeyUsage = x509.KeyUsageCertSign
	template.IsCA, template.BasicConstraintsValid, template.MaxPathLenZero = true, true, true
	template.PermittedDNSDomainsCritical = true
	template.PermittedDNSDomains = names.dns
	for _, ip := range names.ips {
		template.PermittedIPRanges = append(template.PermittedIPRanges,
			&net.IPNet{IP: ip, Mask: net.CIDRMask(8*len(ip), 8*len(ip))})
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, nil, err
	}
	ca, err := x509.ParseCertificate(der)
	return ca, key, err
}

// tlsTemplate returns the common part of all certificates. They are valid from one hour before now, so that clients whose clocks
// are slow accept them; one hour is our choice.
func tlsTemplate(serial int64, name string, now time.Time, life time.Duration) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(serial),
		Subject: pkix.Name{Organization: []string{"JPKI-TEST"}, OrganizationalUnit: []string{"MYNALAB TEST"},
			CommonName: name},
		NotBefore: now.Add(-time.Hour),
		NotAfter:  now.Add(life),
	}
}
