package ci

import (
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// TestOpenSC lets OpenSC use the virtual card as a My Number card. A program that was not written for us checks our card,
// its bytes, its keys, and the whole way through pcscd and vpcd.
func TestOpenSC(t *testing.T) {
	d := startPcscd(t)
	issued, person := issue(t)
	defer d.plug(t, issued.Card)()
	dir := t.TempDir()

	t.Run("names the card and its ATR", func(t *testing.T) {
		require.Contains(t, strings.ToLower(d.must(t, "opensc-tool", "-r", readerName, "-n")), "jpki")
		require.Equal(t, hex.EncodeToString(issued.Card.ATR()), atrOf(t, d))
	})
	t.Run("CARD-318 lists both PINs with their tries", func(t *testing.T) {
		pins := d.must(t, "pkcs15-tool", "--list-pins")
		require.Regexp(t, `(?s)User Authentication PIN.*Tries left\s*: 3`, pins)
		require.Regexp(t, `(?s)Digital Signature PIN.*Tries left\s*: 5`, pins)
	})
	t.Run("dumps every object", func(t *testing.T) {
		dump := d.must(t, "pkcs15-tool", "-D")
		for _, object := range []string{"User Authentication Key", "Digital Signature Key", "User Authentication Certificate", "Digital Signature Certificate"} {
			require.Contains(t, dump, object)
		}
	})
	t.Run("CARD-506 reads certificate 2 only after PIN 2", func(t *testing.T) {
		out, err := d.tool(t, "pkcs15-tool", "--read-certificate", "2")
		require.Error(t, err, out)
		require.NotContains(t, out, "BEGIN CERTIFICATE")
		got := readCertificate(t, d, "2", "--auth-id", "2", "--verify-pin", "--pin", person.PINs.Sign)
		require.Equal(t, issued.Spec.SignCert, got.Raw)
	})
	t.Run("CARD-157 reads certificate 1 freely", func(t *testing.T) {
		require.Equal(t, issued.Spec.AuthCert, readCertificate(t, d, "1").Raw)
	})
	t.Run("openssl verifies both certificates against the CAs of the card", func(t *testing.T) {
		for id, leaf := range map[string][]byte{"3": issued.Spec.AuthCert, "4": issued.Spec.SignCert} {
			ca := save(t, dir, "ca"+id, readCertificate(t, d, id).Raw)
			out := d.must(t, "openssl", "verify", "-attime", "1750000000", "-CAfile", ca, save(t, dir, "leaf"+id, leaf))
			require.Contains(t, out, "OK")
		}
	})
	t.Run("CARD-515 signs with both keys, and openssl verifies", func(t *testing.T) {
		message := filepath.Join(dir, "message")
		require.NoError(t, os.WriteFile(message, []byte("オンライン資格確認"), 0o600))
		for _, key := range []struct {
			slot, id, pin string
			certificate   []byte
		}{
			{"0", "01", person.PINs.Holder, issued.Spec.AuthCert},
			{"1", "02", person.PINs.Sign, issued.Spec.SignCert},
		} {
			signature := filepath.Join(dir, "signature"+key.id)
			d.must(t, "pkcs11-tool", "--slot-index", key.slot, "--login", "--pin", key.pin, "--sign", "--id", key.id,
				"-m", "SHA256-RSA-PKCS", "-i", message, "-o", signature)
			public := filepath.Join(dir, "public"+key.id)
			d.must(t, "openssl", "x509", "-in", save(t, dir, "signer"+key.id, key.certificate), "-pubkey", "-noout", "-out", public)
			require.Contains(t, d.must(t, "openssl", "dgst", "-sha256", "-verify", public, "-signature", signature, message), "Verified OK")
		}
	})
	t.Run("shows slots and objects over PKCS#11", func(t *testing.T) {
		slots := d.must(t, "pkcs11-tool", "-L")
		require.Contains(t, slots, "User Authentication PIN")
		require.NotContains(t, slots, "locked")
		objects := d.must(t, "pkcs11-tool", "-O")
		require.Contains(t, objects, "Certificate Object")
	})
	t.Run("CARD-325 CARD-326 three wrong PINs lock the card", func(t *testing.T) { locks(t, d, person.PINs.Wrong, person.PINs.Holder) })
	t.Run("CARD-319 the counter is lowered on the card itself", func(t *testing.T) {
		left, ok := issued.Card.Memory().TriesLeft(virtualcard.FIDAuthPIN)
		require.True(t, ok)
		require.Zero(t, left)
		left, ok = issued.Card.Memory().TriesLeft(virtualcard.FIDSignPIN)
		require.True(t, ok)
		require.Equal(t, 5, left, "the counter of the other PIN is unchanged")
	})
}

func locks(t *testing.T, d *daemon, wrong, right string) {
	for range 3 {
		out, err := d.tool(t, "pkcs15-tool", "--verify-pin", "--auth-id", "1", "--pin", wrong)
		require.Error(t, err, out)
	}
	require.Contains(t, d.must(t, "pkcs11-tool", "-L"), "user PIN locked")
	out, err := d.tool(t, "pkcs15-tool", "--verify-pin", "--auth-id", "1", "--pin", right)
	require.Error(t, err, out)
	sent := d.must(t, "opensc-tool", "-s", "00A4040C0AD392F000260100000001", "-s", "00A4020C020018", "-s", "00200080")
	sw := apdu.SW63C0NoTriesLeft.Bytes()
	require.Contains(t, sent, fmt.Sprintf("(SW1=0x%02X, SW2=0x%02X)", sw[0], sw[1]))
}

// readCertificate reads one certificate with pkcs15-tool.
func readCertificate(t *testing.T, d *daemon, id string, args ...string) *x509.Certificate {
	t.Helper()
	return readPEM(t, d.must(t, "pkcs15-tool", append([]string{"--read-certificate", id}, args...)...))
}

// save writes a certificate to a file for openssl.
func save(t *testing.T, dir, name string, der []byte) (path string) {
	t.Helper()
	path = filepath.Join(dir, name+".pem")
	require.NoError(t, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	return path
}

// atrOf returns the ATR that OpenSC reads, in hex.
func atrOf(t *testing.T, d *daemon) string {
	t.Helper()
	out := d.must(t, "opensc-tool", "-r", readerName, "-a")
	atr := regexp.MustCompile(`(?m)^[0-9a-f]{2}(:[0-9a-f]{2})+$`).FindString(strings.TrimSpace(out))
	return strings.ReplaceAll(atr, ":", "")
}
