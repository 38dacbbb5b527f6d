package mockservice_test

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/jpki"
)

// verifier checks the revocation data of a lab with OpenSSL, which shares no code with us. For each generation there is a good
// certificate, a revoked one (affiliation_changed), and one that the JPKI never issued.
type verifier struct {
	*lab
	program, dir string
}

// openVerifier opens a lab for OpenSSL. If the program is missing, the test is skipped, or fails if MYNALAB_REQUIRE contains
// pcsc: the installation for pcsc includes openssl.
func openVerifier(t *testing.T) *verifier {
	program, err := exec.LookPath("openssl")
	if err != nil {
		if slices.Contains(strings.Split(os.Getenv("MYNALAB_REQUIRE"), ","), "pcsc") {
			t.Fatal("openssl is missing and MYNALAB_REQUIRE requires pcsc: install openssl")
		}
		t.Skip("openssl is missing: install openssl")
	}
	v := &verifier{lab: open(t), program: program, dir: t.TempDir()}
	_, all := v.fetch("GET", mockservice.PathAuthorities, nil)
	v.write("all.pem", all)
	for i, a := range jpki.Generations() {
		n := strconv.Itoa(i + 1)
		v.write("ca"+n, certificatePEM(a.DER()))
		for j, kind := range []string{"good", "revoked", "unknown"} {
			serial := big.NewInt(int64(0x07000010*(i+1) + j))
			der, err := a.IssueAuthentication(jpki.AuthRequest{PublicKey: &jpki.Key(0).PublicKey, Serial: serial,
				CommonName: "TESTMYNALAB012899900A1A", NotBefore: start.AddDate(-1, 0, 0), NotAfter: start.AddDate(4, 0, 0)})
			require.NoError(t, err)
			v.write(kind+n, certificatePEM(der))
			v.tell(kind, jpki.SerialText(serial))
		}
	}
	v.pass(time.Minute)
	return v
}

// tell informs the service of a certificate: good, revoked, or unknown, which the service is not informed of.
func (v *verifier) tell(kind, serial string) {
	if kind == "unknown" {
		return
	}
	require.NoError(v.t, v.control.PutCertificate(v.t.Context(), control.Certificate{Serial: serial, PersonID: "P01"}))
	if kind == "revoked" {
		require.NoError(v.t, v.control.Revoke(v.t.Context(), control.Revocation{Serial: serial, At: v.now, Reason: "affiliation_changed"}))
	}
}

func certificatePEM(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

func (v *verifier) write(name string, text []byte) {
	require.NoError(v.t, os.WriteFile(filepath.Join(v.dir, name), text, 0o600))
}

func (v *verifier) run(args ...string) (string, error) {
	command := exec.Command(v.program, args...)
	command.Dir = v.dir
	out, err := command.CombinedOutput()
	return string(out), err
}

// at returns the arguments that make OpenSSL judge certificates at the service's time.
func (v *verifier) at() []string {
	return []string{"-attime", strconv.FormatInt(v.now.Add(time.Second).Unix(), 10)}
}

// ocsp asks for the status of a certificate of a generation. OpenSSL compares the times of an answer with the real clock, so the
// permitted difference is a century.
func (v *verifier) ocsp(generation int, kind string, more ...string) (string, error) {
	n := strconv.Itoa(generation)
	args := slices.Concat([]string{"ocsp"}, more, []string{"-issuer", "ca" + n, "-cert", kind + n, "-CAfile", "all.pem",
		"-validity_period", "3153600000", "-url", v.url + mockservice.PathOCSP, "-resp_text"}, v.at())
	return v.run(args...)
}

func TestOpenSSLAsksTheResponder(t *testing.T) {
	v := openVerifier(t)
	for generation := 1; generation <= 3; generation++ {
		for kind, want := range map[string][]string{
			"good":    {": good\n"},
			"revoked": {": revoked\n", "Reason: affiliationChanged\n", "Revocation Time: Jun  2 00:00:00 2025 GMT"},
			"unknown": {": unknown\n"},
		} {
			for _, hash := range []string{"-sha1", "-sha256"} {
				t.Run("SVC-306 SVC-312 generation "+strconv.Itoa(generation)+" "+kind+" "+hash, func(t *testing.T) {
					out, err := v.ocsp(generation, kind, hash)
					require.NoError(t, err, out)
					for _, w := range append(want, "Response verify OK", "This Update: Jun  2 00:01:00 2025 GMT",
						"Next Update: Jun  3 00:01:00 2025 GMT", "OCSP Nonce", "OCSP Signing", "OCSP No Check") {
						require.Contains(t, out, w)
					}
					require.NotContains(t, out, "WARNING")
				})
			}
		}
	}
	t.Run("without a nonce there is none in the answer", func(t *testing.T) {
		out, err := v.ocsp(3, "good", "-no_nonce")
		require.NoError(t, err, out)
		require.Contains(t, out, ": good\n")
		require.NotContains(t, out, "OCSP Nonce")
	})
	t.Run("the signature of a requestor is ignored", func(t *testing.T) {
		v.write("key", pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(jpki.Key(0))}))
		out, err := v.ocsp(3, "good", "-signer", "good3", "-signkey", "key")
		require.NoError(t, err, out)
		require.Contains(t, out, ": good\n")
	})
	t.Run("SVC-306 another generation with the same name does not verify the answer", func(t *testing.T) {
		out, err := v.run(append([]string{"ocsp", "-issuer", "ca1", "-cert", "good1", "-CAfile", "ca2",
			"-validity_period", "3153600000", "-url", v.url + mockservice.PathOCSP}, v.at()...)...)
		require.Error(t, err)
		require.Contains(t, out, "Response Verify Failure")
	})
	t.Run("SVC-301 down", func(t *testing.T) {
		v.suffer(control.Faults{RevocationDown: true})
		defer v.suffer(control.Faults{})
		out, err := v.ocsp(3, "good")
		require.Error(t, err)
		require.NotContains(t, out, ": good\n")
	})
	t.Run("SVC-301 CARD-432 signed with a wrong key", func(t *testing.T) {
		v.suffers(control.Fault{Kind: control.WronglySigned})
		defer v.suffers()
		out, err := v.ocsp(3, "good")
		require.Error(t, err)
		require.Contains(t, out, "Response Verify Failure")
	})
}

// A request by GET (RFC 6960 appendix A.1) gets the same answer as by POST; OpenSSL reads it from a file.
func TestOpenSSLReadsAnAnswerToGET(t *testing.T) {
	v := openVerifier(t)
	out, err := v.run("ocsp", "-issuer", "ca2", "-cert", "revoked2", "-reqout", "request.der", "-no_nonce")
	require.NoError(t, err, out)
	request, err := os.ReadFile(filepath.Join(v.dir, "request.der"))
	require.NoError(t, err)
	text := base64.StdEncoding.EncodeToString(request)
	for name, path := range map[string]string{"escaped": url.QueryEscape(text), "bare": text} {
		t.Run(name, func(t *testing.T) {
			response, der := v.fetch("GET", mockservice.PathOCSP+"/"+path, nil)
			require.Equal(t, 200, response.StatusCode)
			v.write("response.der", der)
			out, err := v.run(append([]string{"ocsp", "-issuer", "ca2", "-cert", "revoked2", "-respin", "response.der",
				"-CAfile", "all.pem", "-no_nonce", "-validity_period", "3153600000"}, v.at()...)...)
			require.NoError(t, err, out)
			require.Contains(t, out, "revoked2: revoked")
			_, posted := v.fetch("POST", mockservice.PathOCSP, request)
			require.Equal(t, posted, der, "the same answer as by POST")
		})
	}
}

// In this test the service has the real time, with which OpenSSL compares the times of an answer, so OpenSSL notices a stale one.
func TestOpenSSLFindsStaleAnswers(t *testing.T) {
	v := openVerifier(t)
	require.NoError(t, v.control.SetClock(t.Context(), time.Now()))
	ask := func() string {
		out, err := v.run(append([]string{"ocsp", "-issuer", "ca3", "-cert", "good3", "-CAfile", "all.pem",
			"-url", v.url + mockservice.PathOCSP}, v.at()...)...)
		require.NoError(t, err, out)
		return out
	}
	require.NotContains(t, ask(), "WARNING")
	v.suffer(control.Faults{RevocationStale: true})
	require.Contains(t, ask(), "WARNING: Status times invalid")
}

func TestOpenSSLReadsTheCRL(t *testing.T) {
	v := openVerifier(t)
	_, newest := v.fetch("GET", mockservice.PathCRL, nil)
	for generation := 1; generation <= 3; generation++ {
		n := strconv.Itoa(generation)
		t.Run("SVC-306 SVC-307 generation "+n, func(t *testing.T) {
			response, der := v.fetch("GET", mockservice.PathCRL+"?generation="+n, nil)
			require.Equal(t, "application/pkix-crl", response.Header.Get("Content-Type"))
			require.Equal(t, generation == 3, string(der) == string(newest))
			v.write("crl.der", der)
			text, err := v.run("crl", "-inform", "DER", "-in", "crl.der", "-CAfile", "ca"+n, "-text", "-out", "crl.pem")
			require.NoError(t, err, text)
			require.Contains(t, text, "verify OK")
			text, err = v.run("crl", "-inform", "DER", "-in", "crl.der", "-noout", "-text")
			require.NoError(t, err, text)
			require.Equal(t, 3, strings.Count(text, "Affiliation Changed"), "SVC-312 complete")
			for _, want := range []string{"X509v3 CRL Number", "Serial Number: 07000011", "Serial Number: 0E000021", "Serial Number: 15000031",
				"Last Update: Jun  2 00:01:00 2025 GMT", "Next Update: Jun  3 00:01:00 2025 GMT", "X509v3 Authority Key Identifier"} {
				require.Contains(t, text, want)
			}
			out, err := v.verify(n, "good")
			require.NoError(t, err, out)
			out, err = v.verify(n, "revoked")
			require.Error(t, err)
			require.Contains(t, out, "certificate revoked")
		})
	}
	t.Run("CARD-432 a list signed with a wrong key", func(t *testing.T) {
		v.suffers(control.Fault{Kind: control.WronglySigned})
		defer v.suffers()
		_, der := v.fetch("GET", mockservice.PathCRL, nil)
		v.write("forged.der", der)
		out, _ := v.run("crl", "-inform", "DER", "-in", "forged.der", "-CAfile", "ca3", "-noout")
		require.Contains(t, out, "verify failure")
	})
	t.Run("a stale list", func(t *testing.T) {
		v.suffer(control.Faults{RevocationStale: true})
		_, der := v.fetch("GET", mockservice.PathCRL, nil)
		v.write("crl.der", der)
		out, err := v.run("crl", "-inform", "DER", "-in", "crl.der", "-out", "crl.pem")
		require.NoError(t, err, out)
		out, err = v.verify("3", "good")
		require.Error(t, err)
		require.Contains(t, out, "CRL has expired")
	})
}

func (v *verifier) verify(n, kind string) (string, error) {
	return v.run(slices.Concat([]string{"verify", "-crl_check", "-CAfile", "ca" + n, "-CRLfile", "crl.pem"}, v.at(), []string{kind + n})...)
}
