package mockservice_test

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// counter is a registered terminal that calls the handler directly, without a port in between.
type counter struct {
	b      *testing.B
	public http.Handler
	token  string
	der    []byte
}

func newCounter(b *testing.B) *counter {
	service := mockservice.New(mockservice.Default(func() time.Time { return start }))
	controlServer := httptest.NewServer(service.Control())
	b.Cleanup(controlServer.Close)
	controlClient := control.Dial(controlServer.URL, controlServer.Client(), "")
	require.NoError(b, controlClient.PutPeople(b.Context(), minato()))
	require.NoError(b, controlClient.PutCertificate(b.Context(), control.Certificate{Serial: "07000001", PersonID: "P01"}))
	der, err := jpki.Authentication().IssueAuthentication(jpki.AuthRequest{PublicKey: &jpki.Key(0).PublicKey,
		Serial: big.NewInt(0x07000001), CommonName: "TESTMYNALAB012899900A1A", NotBefore: start.AddDate(-1, 0, 0),
		NotAfter: start.AddDate(4, 0, 0)})
	require.NoError(b, err)
	c := &counter{b: b, public: service.Public(), der: der}
	var answer wire.RegistrationAnswer
	c.post(wire.PathRegistration, entries(), http.StatusCreated, &answer)
	c.token = answer.DeviceToken
	return c
}

func (c *counter) post(path string, body any, want int, out any) {
	text, err := json.Marshal(body)
	require.NoError(c.b, err)
	request := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(text))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+c.token)
	answer := httptest.NewRecorder()
	c.public.ServeHTTP(answer, request)
	require.Equal(c.b, want, answer.Code, answer.Body)
	require.NoError(c.b, json.Unmarshal(answer.Body.Bytes(), out))
}

// BenchmarkCheck measures the service's part of a check; the card's signature is made before the timer starts.
func BenchmarkCheck(b *testing.B) {
	c := newCounter(b)
	requests := make([]wire.CheckRequest, 0, b.N)
	for range b.N {
		var challenge wire.ChallengeAnswer
		c.post(wire.PathChallenge, nil, http.StatusCreated, &challenge)
		digest := sha256.Sum256(challenge.Nonce)
		signature, err := rsa.SignPKCS1v15(nil, jpki.Key(0), crypto.SHA256, digest[:])
		require.NoError(b, err)
		requests = append(requests, wire.CheckRequest{ChallengeID: challenge.ChallengeID, Mode: wire.ModePIN,
			Certificate: c.der, Signature: signature})
	}
	b.ReportAllocs()
	b.ResetTimer()
	for _, r := range requests {
		var answer wire.CheckAnswer
		c.post(wire.PathCheck, r, http.StatusOK, &answer)
	}
}
