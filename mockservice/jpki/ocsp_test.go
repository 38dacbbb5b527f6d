package jpki_test

import (
	"bytes"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
)

func nonceOf(t require.TestingT, n int) pkix.Extension {
	return pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 2}, Value: encode(t, bytes.Repeat([]byte{0xA5}, n))}
}

func ask(t require.TestingT, extensions []pkix.Extension, list ...testCertID) []byte {
	var r testRequest
	for _, one := range list {
		r.TBS.List = append(r.TBS.List, testSingle{Cert: one})
	}
	r.TBS.Extensions = extensions
	return encode(t, r)
}

func TestOCSPRefusesMalformedRequests(t *testing.T) {
	one := id(jpki.Authentication().Certificate(), 1, false)
	critical := pkix.Extension{Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}}
	bare := nonceOf(t, 1)
	bare.Value = []byte("bare")
	old := testRequest{testTBS{Version: 1, List: []testSingle{{Cert: one}}}}
	single := testRequest{testTBS{List: []testSingle{{one, []pkix.Extension{critical}}}}}
	for name, request := range map[string][]byte{
		"nothing":                        nil,
		"no DER":                         []byte("GET / HTTP/1.1"),
		"cut short":                      ask(t, nil, one)[:40],
		"an extra byte after it":         append(ask(t, nil, one), 0),
		"another version":                encode(t, old),
		"no certificate":                 ask(t, nil),
		"a critical extension":           ask(t, []pkix.Extension{critical}, one),
		"critical for one certificate":   encode(t, single),
		"RFC 9654 nonce of no bytes":     ask(t, []pkix.Extension{nonceOf(t, 0)}, one),
		"RFC 9654 nonce of 129 bytes":    ask(t, []pkix.Extension{nonceOf(t, 129)}, one),
		"RFC 9654 nonce no octet string": ask(t, []pkix.Extension{bare}, one),
	} {
		t.Run(name, func(t *testing.T) {
			reply, err := revokedBook().responder().OCSP(t.Context(), request, asked)
			require.NoError(t, err)
			require.Equal(t, jpki.Reply{Status: jpki.MalformedRequest, DER: []byte{0x30, 3, 0x0A, 1, 1}}, reply, "RFC 6960 §4.2.1")
		})
	}
}

func TestOCSPAnswers(t *testing.T) {
	all := jpki.Generations()
	newest, first := all[2].Certificate(), all[0].Certificate()
	other := jpki.Signature().Certificate()
	foreign := id(newest, 1, false)
	foreign.Hash.Algorithm = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 5}
	const good, unknown = "8000", "8200"
	revoked := "a116180f" + hex.EncodeToString([]byte("20250601235900Z")) + "a0030a01"
	for _, c := range []struct {
		name string
		list []testCertID
		want []string // the statuses, in order
	}{
		{"good by SHA-1", []testCertID{id(newest, 1, false)}, []string{good}},
		{"good by SHA-256", []testCertID{id(newest, 1, true)}, []string{good}},
		{"SVC-306 good by the first generation's key", []testCertID{id(first, 1, false)}, []string{good}},
		{"SVC-312 unspecified is left out", []testCertID{id(newest, 2, false)}, []string{"a111180f" + hex.EncodeToString([]byte("20250601235900Z"))}},
		{"SVC-312 each other reason", []testCertID{id(newest, 3, false), id(newest, 4, false), id(newest, 5, false),
			id(newest, 6, false), id(newest, 7, false), id(newest, 8, false)},
			[]string{revoked + "01", revoked + "02", revoked + "03", revoked + "04", revoked + "05", revoked + "06"}},
		{"never issued", []testCertID{id(newest, 9, false), id(newest, 10, false)}, []string{unknown, unknown}},
		{"of another authority", []testCertID{id(other, 1, false)}, []string{unknown}},
		{"by an unknown hash", []testCertID{foreign}, []string{unknown}},
		{"SVC-306 two generations at once", []testCertID{id(first, 1, false), id(newest, 1, false)}, []string{good, unknown}},
		{"a negative serial", []testCertID{id(newest, -1, false)}, []string{unknown}},
	} {
		t.Run(c.name, func(t *testing.T) {
			nonce := nonceOf(t, 128)
			request := ask(t, []pkix.Extension{nonce}, c.list...)
			reply, err := revokedBook().responder().OCSP(t.Context(), request, asked)
			require.NoError(t, err)
			require.Equal(t, jpki.Successful, reply.Status)
			again, err := revokedBook().responder().OCSP(t.Context(), request, asked)
			require.NoError(t, err)
			require.Equal(t, reply, again, "the same request, the same bytes")
			require.True(t, bytes.Contains(reply.DER, encode(t, nonce)), "RFC 6960 §4.4.1 the nonce comes back")
			at := 0
			for i, one := range c.list {
				want := append(encode(t, one), mustHex(c.want[i])...)
				n := bytes.Index(reply.DER[at:], want)
				require.GreaterOrEqual(t, n, 0, "single response %d", i)
				at += n + len(want)
			}
		})
	}
}

func mustHex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

// No request makes the responder fail: every request gets an answer or the status malformedRequest.
func FuzzOCSP(f *testing.F) {
	newest := jpki.Authentication().Certificate()
	f.Add(ask(f, nil, id(newest, 1, false)))
	f.Add(ask(f, []pkix.Extension{nonceOf(f, 16)}, id(newest, 2, true), id(newest, 0, false)))
	f.Add([]byte{0x30, 0x80, 0, 0})
	f.Fuzz(func(t *testing.T, request []byte) {
		reply, err := revokedBook().responder().OCSP(t.Context(), request, asked)
		require.NoError(t, err)
		require.Contains(t, []jpki.OCSPStatus{jpki.Successful, jpki.MalformedRequest}, reply.Status)
	})
}
