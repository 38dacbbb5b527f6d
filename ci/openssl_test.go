package ci

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// at is a time at which the certificates of issue are valid, for programs that would otherwise use the machine's clock.
const at = "1750000000"

// openssl runs OpenSSL in a directory of the test.
func openssl(t *testing.T, dir string, args ...string) string {
	t.Helper()
	run := exec.CommandContext(t.Context(), "openssl", args...)
	run.Dir, run.Env = dir, append(os.Environ(), "LC_ALL=C")
	out, err := run.CombinedOutput()
	require.NoError(t, err, "openssl %s:\n%s", strings.Join(args, " "), out)
	return string(out)
}

// TestOpenSSLChecksTheCard lets OpenSSL check everything that the card makes: certificates, the six signature schemes, a
// CMS.
func TestOpenSSLChecksTheCard(t *testing.T) {
	need(t, "openssl", "openssl")
	issued, person := issue(t)
	card := signer{issued.Card}
	card.PowerOn()
	for _, row := range []struct {
		name            string
		sfi             byte
		certificate, ca []byte
		reference       byte
		pin             string
	}{
		{"user authentication", 0x97, issued.Spec.AuthCert, issued.Spec.AuthCA, 0x98, person.PINs.Holder},
		{"digital signature", 0x9A, issued.Spec.SignCert, issued.Spec.SignCA, 0x9B, person.PINs.Sign},
	} {
		dir := t.TempDir()
		save(t, dir, "ca", row.ca)
		save(t, dir, "leaf", row.certificate)
		t.Run("CARD-413 the chain of "+row.name, func(t *testing.T) {
			require.Contains(t, openssl(t, dir, "verify", "-x509_strict", "-attime", at, "-CAfile", "ca.pem", "leaf.pem"), "leaf.pem: OK")
			require.Contains(t, openssl(t, dir, "x509", "-in", "leaf.pem", "-noout", "-text"), "Signature Algorithm: sha256WithRSAEncryption")
		})
		card.unlock(t, row.reference, row.pin)
		openssl(t, dir, "x509", "-in", "leaf.pem", "-pubkey", "-noout", "-out", "key.pem")
		t.Run("CARD-373 to CARD-378 the schemes of "+row.name, func(t *testing.T) { schemes(t, dir, card, row.sfi) })
		t.Run("CARD-376 a CMS by "+row.name, func(t *testing.T) {
			certificate, err := x509.ParseCertificate(row.certificate)
			require.NoError(t, err)
			content := []byte("資格確認の申請\n")
			write(t, dir, "message.cms", cms(t, content, certificate, func(b []byte) []byte { return card.sign(t, 0x03, row.sfi, b) }))
			openssl(t, dir, "cms", "-verify", "-inform", "DER", "-in", "message.cms", "-binary", "-purpose", "any",
				"-attime", at, "-CAfile", "ca.pem", "-out", "content")
			got, err := os.ReadFile(filepath.Join(dir, "content"))
			require.NoError(t, err)
			require.Equal(t, content, got)
		})
	}
}

// signer is a card that makes signatures.
type signer struct{ reader.Chip }

func (s signer) send(t *testing.T, command apdu.Command) []byte {
	t.Helper()
	answer := s.Transmit(command.Bytes())
	require.Equal(t, apdu.SW9000OK.Bytes(), answer[len(answer)-2:])
	return bytes.Clone(answer[:len(answer)-2])
}

func (s signer) unlock(t *testing.T, reference byte, pin string) {
	t.Helper()
	aid, err := hex.DecodeString("D392F000260100000001")
	require.NoError(t, err)
	s.send(t, apdu.Command{INS: apdu.INSSelect, P1: 0x04, P2: 0x0C, Data: aid})
	s.send(t, apdu.Command{INS: apdu.INSVerify, P2: reference, Data: []byte(pin)})
}

func (s signer) sign(t *testing.T, scheme, key byte, data []byte) []byte {
	t.Helper()
	return s.send(t, apdu.Command{CLA: 0x80, INS: apdu.INSSign, P1: scheme, P2: key, Data: data, Ne: 256})
}

// schemes makes one signature for each value of P1.
func schemes(t *testing.T, dir string, card signer, key byte) {
	message := []byte("オンライン資格確認")
	digest := sha256.Sum256(message)
	write(t, dir, "message", message)
	write(t, dir, "digest", digest[:])
	dgst := []string{"dgst", "-sha256", "-verify", "key.pem", "-signature", "signature"}
	pss := append(dgst, "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32", "message")
	bare := []string{"pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-sigfile", "signature", "-in"}
	for _, row := range []struct {
		p1    byte
		data  []byte
		check []string
		says  string
	}{
		{0x00, message, append(bare, "message"), "Signature Verified Successfully"},
		{0x01, message, append(bare, "digest"), "Signature Verified Successfully"},
		{0x02, digest[:], append(dgst, "message"), "Verified OK"},
		{0x03, message, append(dgst, "message"), "Verified OK"},
		{0x04, digest[:], pss, "Verified OK"},
		{0x05, message, pss, "Verified OK"},
	} {
		write(t, dir, "signature", card.sign(t, row.p1, key, row.data))
		require.Contains(t, openssl(t, dir, row.check...), row.says, "P1 %02X", row.p1)
	}
}

func write(t *testing.T, dir, name string, content []byte) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
}

// readPEM returns the first certificate in the output of a program.
func readPEM(t *testing.T, out string) *x509.Certificate {
	t.Helper()
	_, after, found := strings.Cut(out, "-----BEGIN")
	require.True(t, found, out)
	block, _ := pem.Decode([]byte("-----BEGIN" + after))
	require.NotNil(t, block, out)
	certificate, err := x509.ParseCertificate(block.Bytes)
	require.NoError(t, err)
	return certificate
}

func rsaKey(t *testing.T, certificate *x509.Certificate) *rsa.PublicKey {
	t.Helper()
	key, ok := certificate.PublicKey.(*rsa.PublicKey)
	require.True(t, ok)
	return key
}
