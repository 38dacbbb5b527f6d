package ci

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/virtualcard"
)

// need ends the test if a program of a Debian package is not installed.
func need(t *testing.T, program, install string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		missing(t, "pcsc", program, install)
	}
}

// pkcs11Module returns the path of OpenSC's PKCS#11 module, for programs that load one.
func pkcs11Module(t *testing.T) string {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/*/opensc-pkcs11.so")
	require.NoError(t, err)
	if len(found) == 0 {
		missing(t, "pcsc", "opensc-pkcs11.so", "opensc-pkcs11")
	}
	return found[0]
}

// TestForeignPrograms lets programs that were not written for us use the card through PKCS#11.
func TestForeignPrograms(t *testing.T) {
	d := startPcscd(t)
	issued, person := issue(t)
	defer d.plug(t, issued.Card)()

	for _, slot := range []struct{ name, index, pin, key string }{
		{"user authentication", "0", person.PINs.Holder, "User Authentication Key"},
		{"digital signature", "1", person.PINs.Sign, "Digital Signature Key"},
	} {
		t.Run("pkcs11-tool tests all that the token offers: "+slot.name, func(t *testing.T) {
			out := d.must(t, "pkcs11-tool", "--slot-index", slot.index, "--login", "--pin", slot.pin, "--test")
			require.Contains(t, out, "testing key 0 ("+slot.key+")")
			for _, mechanism := range []string{"RSA-PKCS", "SHA1-RSA-PKCS", "SHA256-RSA-PKCS"} {
				require.Contains(t, out, "    "+mechanism+": OK")
			}
			require.NotContains(t, out, "ERR")
			require.Contains(t, out, "No errors")
		})
	}
	t.Run("ssh-keygen reads the public keys", func(t *testing.T) {
		need(t, "ssh-keygen", "openssh-client")
		out := d.must(t, "ssh-keygen", "-D", pkcs11Module(t))
		for _, der := range [][]byte{issued.Spec.AuthCert, issued.Spec.AuthCA, issued.Spec.SignCA} {
			require.Contains(t, out, sshKey(t, der))
		}
	})
	t.Run("GnuTLS lists, reads and signs", func(t *testing.T) { gnutls(t, d, issued.Spec.AuthCert, person.PINs.Holder) })
}

// TestOpenSCKnowsEveryPreset checks that OpenSC recognizes the card of every profile by its answers, and reads what is
// readable without a PIN.
func TestOpenSCKnowsEveryPreset(t *testing.T) {
	d := startPcscd(t)
	for _, name := range virtualcard.ProfileNames() {
		t.Run("CARD-604 "+name, func(t *testing.T) {
			issued, person := issue(t, func(o *municipality.Order) { o.Profile = name })
			defer d.plug(t, issued.Card)()
			require.Contains(t, strings.ToLower(d.must(t, "opensc-tool", "-r", readerName, "-n")), "jpki")
			require.Regexp(t, `(?s)Tries left\s*: 3.*Tries left\s*: 5`, d.must(t, "pkcs15-tool", "--list-pins"))
			require.Equal(t, issued.Spec.AuthCA, readCertificate(t, d, "3").Raw)
			read := readCertificate(t, d, "1", "--auth-id", "1", "--verify-pin", "--pin", person.PINs.Holder)
			require.Equal(t, issued.Spec.AuthCert, read.Raw)
		})
	}
}

// gnutls uses the first token with p11tool.
func gnutls(t *testing.T, d *daemon, certificate []byte, pin string) {
	need(t, "p11tool", "gnutls-bin")
	const token = "pkcs11:token=JPKI%20%28User%20Authentication%20PIN%29"
	provider := []string{"--provider", pkcs11Module(t)}
	login := append(provider, "--login", "--set-pin="+pin)
	require.Contains(t, d.must(t, "p11tool", append(provider, "--list-token-urls")...), token[len("pkcs11:"):])
	require.Contains(t, d.must(t, "p11tool", append(login, "--list-keys", token)...), "CKA_NEVER_EXTRACTABLE")

	exported := d.must(t, "p11tool", append(provider, "--export", token+";id=%01;type=cert")...)
	require.Equal(t, certificate, readPEM(t, exported).Raw)

	// p11tool ends with an error because it also wants a public key object beside the private one, which OpenSC never
	// offers.
	out, _ := d.tool(t, "p11tool", append(login, "--test-sign", token+";object=User%20Authentication%20Key;type=private")...)
	require.Contains(t, out, "Signing using RSA-SHA256... ok")
	require.Contains(t, out, "Verifying against private key parameters... ok")
}

// sshKey returns a certificate's key as OpenSSH writes it (RFC 4253 §6.6): length and bytes of a name, of e and of n, where
// n starts with a zero byte to keep its sign bit clear.
func sshKey(t *testing.T, der []byte) string {
	t.Helper()
	certificate, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	key := rsaKey(t, certificate)
	var blob []byte
	for _, part := range [][]byte{[]byte("ssh-rsa"), {0x01, 0x00, 0x01}, append([]byte{0}, key.N.Bytes()...)} {
		blob = append(binary.BigEndian.AppendUint32(blob, uint32(len(part))), part...)
	}
	return "ssh-rsa " + base64.StdEncoding.EncodeToString(blob)
}
