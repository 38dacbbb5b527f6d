package jpki_test

import (
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
)

// needOpenSSL returns the path of openssl. If it is missing, the test is skipped, or fails if MYNALAB_REQUIRE contains pcsc: the
// installation for pcsc includes openssl.
func needOpenSSL(t *testing.T) string {
	path, err := exec.LookPath("openssl")
	if err != nil {
		if slices.Contains(strings.Split(os.Getenv("MYNALAB_REQUIRE"), ","), "pcsc") {
			t.Fatal("openssl is missing and MYNALAB_REQUIRE requires pcsc: install openssl")
		}
		t.Skip("openssl is missing: install openssl")
	}
	return path
}

// TestOpenSSLAgrees checks our certificates with openssl, which shares no code with us.
func TestOpenSSLAgrees(t *testing.T) {
	openssl := needOpenSSL(t)
	dir := t.TempDir()
	file := func(name string, der []byte) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
		return path
	}
	for _, c := range []struct {
		name    string
		ca, der []byte
		shows   []string
	}{
		{"CARD-413 authentication", jpki.Authentication().DER(), authDER(t), []string{"X509v3 Key Usage: critical",
			"Digital Signature\n", "TLS Web Client Authentication", "OCSP - URI:http://ocsp.jpki-test.invalid/", "CN = Minato-shi CRLDP", "Policy: 1.2.392.200149.8.5.1.0.30", "CPS: http://www.jpki.go.jp/cps.html", "DirName:C = JP"}},
		{"CARD-413 signature", jpki.Signature().DER(), signDER(t), []string{"Digital Signature, Non Repudiation",
			"L = Kaku-ken, L = Minato-shi", "othername: 1.2.392.200149.8.5.5.1", "CRL Distribution Points"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ca, leaf := file("ca.pem", c.ca), file("leaf.pem", c.der)
			at := "1750000000" // 2025-06-15
			out, err := exec.Command(openssl, "verify", "-x509_strict", "-check_ss_sig", "-attime", at, "-CAfile", ca, leaf).CombinedOutput()
			require.NoError(t, err, "%s", out)
			text, err := exec.Command(openssl, "x509", "-in", leaf, "-noout", "-text", "-nameopt", "utf8,sep_comma_plus_space,space_eq").CombinedOutput()
			require.NoError(t, err, "%s", text)
			for _, want := range c.shows {
				require.Contains(t, string(text), want)
			}
		})
	}
}
