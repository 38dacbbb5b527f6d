package reports

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// certificateView is a decoded certificate of the record.
type certificateView struct {
	Subject, Issuer, Serial string
	From, To                string
	// State says how its validity period relates to the world time of the event; Good is true within the period.
	State trace.Sentence
	Good  bool
}

func certificateViewOf(c *x509.Certificate, at time.Time) *certificateView {
	const day = "2006-01-02 15:04 MST"
	v := &certificateView{
		Subject: named(c.Subject), Issuer: named(c.Issuer), Serial: fmt.Sprintf("%X", c.SerialNumber),
		From: c.NotBefore.In(trace.JST()).Format(day), To: c.NotAfter.In(trace.JST()).Format(day),
	}
	switch {
	case at.Before(c.NotBefore):
		v.State = trace.Sentence{JA: "有効期間の前", EN: "not yet valid"}
	case at.After(c.NotAfter):
		v.State = trace.Sentence{JA: "有効期間の後", EN: "expired"}
	default:
		v.State, v.Good = trace.Sentence{JA: "有効期間内", EN: "within its validity period"}, true
	}
	return v
}

// named returns a name without the escapes of RFC 4514, which people don't need.
func named(n pkix.Name) string { return strings.ReplaceAll(n.String(), `\`, "") }

// certificateIn returns the certificate in the member "certificate" of a message; nil if there isn't a readable one.
func certificateIn(body string, at time.Time) *certificateView {
	var message struct {
		Certificate string `json:"certificate"`
	}
	if body == "" || json.Unmarshal([]byte(body), &message) != nil {
		return nil
	}
	der, err := base64.StdEncoding.DecodeString(message.Certificate)
	if err != nil {
		return nil
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return nil
	}
	return certificateViewOf(c, at)
}

// certificates are the bytes read from the card so far, by file.
type certificates map[string][]byte

// read adds the data of one READ BINARY. It returns the certificate once all of it was read; nil before, and for other
// commands.
func (c certificates) read(command, response trace.Event) *x509.Certificate {
	if command.Name() != "READ BINARY" || !strings.HasSuffix(command.File(), "certificate") || response.SW() != done() {
		return nil
	}
	offset, ok := offsetOf(command.APDU())
	data, err := hex.DecodeString(response.Data())
	have := c[command.EF()]
	if !ok || err != nil || offset > len(have) {
		return nil
	}
	have = append(have[:offset:offset], data...)
	c[command.EF()] = have
	if len(have) < derLength(have) {
		return nil
	}
	found, err := x509.ParseCertificate(have[:derLength(have)])
	if err != nil {
		return nil
	}
	delete(c, command.EF())
	return found
}

// offsetOf returns the offset of a READ BINARY: P1 P2, or P2 alone if P1 names the file (bit 8 set).
func offsetOf(text string) (int, bool) {
	raw, err := hex.DecodeString(text)
	if err != nil {
		return 0, false
	}
	c, err := apdu.Parse(raw)
	if err != nil {
		return 0, false
	}
	if c.P1&0x80 != 0 {
		return int(c.P2), true
	}
	return int(c.P1P2()), true
}

// derLength returns the length of the DER element at the beginning of b. It returns more than len(b) while the header (a
// tag, 82 and two bytes of length, as certificates have) is incomplete.
func derLength(b []byte) int {
	const head = 4
	if len(b) < head || b[1] != 0x82 {
		return len(b) + 1
	}
	return head + int(b[2])<<8 + int(b[3])
}
