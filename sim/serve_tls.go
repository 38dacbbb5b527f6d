package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/mynalab/mynalab/mockservice"
)

// The files of --tls-dir.
const (
	caFile          = "ca.pem"
	certificateFile = "server.pem"
	keyFile         = "server-key.pem"
	otherNameFile   = "server-other-name.pem"
	expiredFile     = "server-expired.pem"
)

// A certificate of --tls-dir is valid for a year of real time. It is made anew, with its CA, when less than certificateRest
// is left. Both are our choice: people install the CA, so it should not change often, and it should not expire while a lab
// uses it.
const (
	certificateLife = 365 * 24 * time.Hour
	certificateRest = 30 * 24 * time.Hour
)

// tlsDir is the directory of --tls-dir with the server's certificate.
type tlsDir struct {
	path   string
	config *tls.Config
	// faultCertificates are the certificates that handshake faults show.
	faultCertificates mockservice.FaultCertificates
}

// openTLSDir reads the certificate in a directory. It makes a new one if there is none, if it expires soon, or if it does not
// name all requested hosts, and also if the files do not belong together: they were left by a process that was killed while
// writing.
func openTLSDir(path string, now time.Time, hosts []string) (tlsDir, error) {
	d := tlsDir{path: path}
	files, err := d.read()
	switch {
	case err == nil && fresh(files.Certificate, now, hosts) && whole(files):
	case err == nil, errors.Is(err, fs.ErrNotExist):
		if files, err = mockservice.MakeTLS(now, certificateLife, hosts); err != nil {
			return d, err
		}
		if err := d.keep(files); err != nil {
			return d, err
		}
	default:
		return d, err
	}
	if d.config, err = files.Config(); err != nil {
		return d, err
	}
	d.faultCertificates, err = files.FaultCertificates()
	return d, err
}

func (d tlsDir) read() (f mockservice.TLSFiles, err error) {
	for _, row := range []struct {
		name string
		to   *[]byte
	}{{caFile, &f.CA}, {certificateFile, &f.Certificate}, {keyFile, &f.Key},
		{otherNameFile, &f.OtherName}, {expiredFile, &f.Expired}} {
		if *row.to, err = os.ReadFile(filepath.Join(d.path, row.name)); err != nil {
			return f, err
		}
	}
	return f, nil
}

// keep writes the key first and the CA last, so that a program that sees the CA finds the other files.
func (d tlsDir) keep(f mockservice.TLSFiles) error {
	if err := os.MkdirAll(d.path, 0o755); err != nil {
		return err
	}
	return errors.Join(
		d.write(filepath.Join(d.path, keyFile), f.Key, 0o600),
		d.write(filepath.Join(d.path, otherNameFile), f.OtherName, 0o644),
		d.write(filepath.Join(d.path, expiredFile), f.Expired, 0o644),
		d.write(filepath.Join(d.path, certificateFile), f.Certificate, 0o644),
		d.write(filepath.Join(d.path, caFile), f.CA, 0o644))
}

// write replaces a file in one step, so that no reader sees half of it.
func (d tlsDir) write(path string, text []byte, mode fs.FileMode) error {
	partial := path + ".partial"
	if err := os.WriteFile(partial, text, mode); err != nil {
		return err
	}
	return os.Rename(partial, path)
}

// whole reports whether the files belong together.
func whole(f mockservice.TLSFiles) bool {
	_, err := f.Config()
	if err == nil {
		_, err = f.FaultCertificates()
	}
	return err == nil && bytes.HasSuffix(f.Certificate, f.CA)
}

// fresh reports whether a certificate is valid for at least certificateRest more and names all hosts.
func fresh(text []byte, now time.Time, hosts []string) bool {
	block, _ := pem.Decode(text)
	if block == nil {
		return false
	}
	leaf, err := x509.ParseCertificate(block.Bytes)
	if err != nil || now.Before(leaf.NotBefore) || now.Add(certificateRest).After(leaf.NotAfter) {
		return false
	}
	for _, host := range append([]string{"localhost"}, hosts...) {
		if leaf.VerifyHostname(host) != nil {
			return false
		}
	}
	return true
}
