package mockservice_test

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// fetch sends a request to the public handler and returns the response with its whole body.
func (l *lab) fetch(method, path string, body []byte) (*http.Response, []byte) {
	request, err := http.NewRequestWithContext(l.t.Context(), method, l.url+path, bytes.NewReader(body))
	require.NoError(l.t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(l.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(l.t, err)
	return response, text
}

func (l *lab) suffer(f control.Faults) { require.NoError(l.t, l.control.SetFaults(l.t.Context(), f)) }

// checked makes a check with a new challenge. It returns the problem code of a refusal, empty for an answer, and the value of the
// header control.HeaderDelay.
func (l *lab) checked(token string) (code wire.Code, took string) {
	body, err := json.Marshal(l.request(l.challenge(token)))
	require.NoError(l.t, err)
	request, err := http.NewRequestWithContext(l.t.Context(), "POST", l.url+wire.PathCheck, bytes.NewReader(body))
	require.NoError(l.t, err)
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	require.NoError(l.t, err)
	defer response.Body.Close()
	var problem wire.Problem
	require.NoError(l.t, json.NewDecoder(response.Body).Decode(&problem))
	return problem.Code, response.Header.Get(control.HeaderDelay)
}

func TestAuthorities(t *testing.T) {
	response, text := open(t).fetch("GET", mockservice.PathAuthorities, nil)
	require.Equal(t, 200, response.StatusCode)
	require.Equal(t, "application/pem-certificate-chain", response.Header.Get("Content-Type"))
	for i, a := range jpki.Generations() {
		block, rest := pem.Decode(text)
		require.NotNil(t, block)
		require.Equal(t, a.DER(), block.Bytes, "SVC-305 SVC-306 CARD-446 generation %d", i+1)
		text = rest
	}
	require.Empty(t, text)
}

func TestResponderFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		faults control.Faults
		code   wire.Code // of a check
		took   string    // of a check, in seconds
		delay  string    // of OCSP and CRL, in seconds
		status int       // of OCSP and CRL
	}{
		{"healthy", control.Faults{}, "", "", "", 200},
		{"SVC-301 down", control.Faults{RevocationDown: true}, wire.CodeRevocationDown, "", "", 503},
		{"SVC-301 down beats slow", control.Faults{RevocationDown: true, RevocationDelay: 3}, wire.CodeRevocationDown, "", "", 503},
		{"SVC-301 slow", control.Faults{RevocationDelay: 10}, "", "10", "10", 200},
		{"SVC-301 too slow", control.Faults{RevocationDelay: 11}, wire.CodeRevocationDown, "10", "11", 200},
		{"SVC-301 stale", control.Faults{RevocationStale: true}, wire.CodeRevocationDown, "", "", 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := open(t)
			token := l.register()
			l.suffer(c.faults)
			code, took := l.checked(token)
			require.Equal(t, c.code, code)
			require.Equal(t, c.took, took)
			crl, der := l.fetch("GET", mockservice.PathCRL, nil)
			require.Equal(t, c.status, crl.StatusCode)
			require.Equal(t, c.delay, crl.Header.Get(control.HeaderDelay))
			if c.status == 200 {
				list, err := x509.ParseRevocationList(der)
				require.NoError(t, err)
				require.Equal(t, c.faults.RevocationStale, list.NextUpdate.Before(start))
			}
			ocsp, reply := l.fetch("POST", mockservice.PathOCSP, []byte("no request"))
			require.Equal(t, c.status, ocsp.StatusCode)
			require.Equal(t, c.delay, ocsp.Header.Get(control.HeaderDelay))
			require.Equal(t, "application/ocsp-response", ocsp.Header.Get("Content-Type"))
			want := map[int][]byte{200: {0x30, 3, asn1.TagEnum, 1, 1}, 503: {0x30, 3, asn1.TagEnum, 1, 3}}[c.status]
			require.Equal(t, want, reply, "RFC 6960 §4.2.1 malformedRequest, tryLater")

			l.suffer(control.Faults{})
			code, took = l.checked(token)
			require.Empty(t, code, "no fault after it is removed")
			require.Empty(t, took)
		})
	}
	t.Run("a reset removes the faults", func(t *testing.T) {
		l := open(t)
		l.suffer(control.Faults{RevocationDown: true, RevocationDelay: 60, RevocationStale: true})
		l.reset("CHK-02")
		code, took := l.checked(l.register())
		require.Empty(t, code)
		require.Empty(t, took)
	})
	for _, delay := range []int{-1, 24*60*60 + 1} {
		t.Run("an invalid delay "+strconv.Itoa(delay), func(t *testing.T) {
			err := open(t).control.SetFaults(t.Context(), control.Faults{RevocationDelay: delay})
			require.ErrorContains(t, err, "revocationDelay: it is out of range")
		})
	}
}

func TestJPKIRefuses(t *testing.T) {
	l := open(t)
	for _, c := range []struct {
		name, method, path, body string
		status                   int
	}{
		{"generation 4", "GET", mockservice.PathCRL + "?generation=4", "", 400},
		{"generation 0", "GET", mockservice.PathCRL + "?generation=0", "", 400},
		{"generation x", "GET", mockservice.PathCRL + "?generation=x", "", 400},
		{"OCSP by GET without a request", "GET", mockservice.PathOCSP, "", 405},
		{"an OCSP request that is too large", "POST", mockservice.PathOCSP, string(make([]byte, jpki.OCSPRequestLimit+1)), 413},
		{"OCSP by POST with the request in the path", "POST", mockservice.PathOCSP + "/MAA=", "", 405},
	} {
		t.Run(c.name, func(t *testing.T) {
			response, text := l.fetch(c.method, c.path, []byte(c.body))
			require.Equal(t, c.status, response.StatusCode)
			require.Equal(t, wire.ProblemContentType, response.Header.Get("Content-Type"))
			require.True(t, json.Valid(text))
		})
	}
	t.Run("a path that is not base64 is a malformed request", func(t *testing.T) {
		response, reply := l.fetch("GET", mockservice.PathOCSP+"/!", nil)
		require.Equal(t, 200, response.StatusCode)
		require.Equal(t, []byte{0x30, 3, asn1.TagEnum, 1, 1}, reply)
	})
}

func TestRenewal(t *testing.T) {
	l := open(t)
	ctx := t.Context()
	token := l.register()
	l.pass(time.Hour)
	require.NoError(t, l.control.PutCertificate(ctx, control.Certificate{Serial: "7000002", PersonID: "P01", Supersedes: "07000001"}))
	t.Run("SVC-312 SVC-316 the former certificate is superseded at once", func(t *testing.T) {
		code, _ := l.checked(token)
		require.Equal(t, wire.CodeCertificateRevoked, code)
	})
	t.Run("SVC-314 SVC-316 the person's serial history", func(t *testing.T) {
		require.NoError(t, l.control.PutCertificate(ctx, control.Certificate{Serial: "7000002", PersonID: "P01"}), "the same certificate may be put twice")
		list, err := l.control.Certificates(ctx)
		require.NoError(t, err)
		for i := range list {
			list[i].At = list[i].At.In(jpki.JST)
		}
		require.NotNil(t, list[0].Revocation)
		require.True(t, list[0].Revocation.At.Equal(l.now))
		list[0].Revocation.At = l.now
		require.Equal(t, []control.CertificateRecord{
			{Serial: "7000001", PersonID: "P01", At: start,
				Revocation: &control.Revocation{Serial: "7000001", At: l.now, Reason: "superseded"}},
			{Serial: "7000002", PersonID: "P01", At: l.now},
		}, list)
	})
	t.Run("SVC-316 a renewal must name another certificate of the same person", func(t *testing.T) {
		require.NoError(t, l.control.PutPeople(ctx, control.People{Persons: []control.Person{{ID: "P02"}}}))
		for supersedes, want := range map[string]string{
			"x":       "supersedes: it does not have the form that the contract requires",
			"0":       "supersedes: it must be a positive number in hex",
			"7000009": "supersedes: the person has no such certificate",
			"7000001": "supersedes: the person has no such certificate",
			"7000003": "supersedes: a certificate cannot supersede itself",
		} {
			err := l.control.PutCertificate(ctx, control.Certificate{Serial: "7000003", PersonID: "P02", Supersedes: supersedes})
			require.ErrorContains(t, err, want)
		}
		list, err := l.control.Certificates(ctx)
		require.NoError(t, err)
		require.Len(t, list, 2, "a refused certificate is not stored")
	})
}
