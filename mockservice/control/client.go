package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// answerLimit is how many bytes of a response are read at most. 16 MiB is our choice: it is far more than the audit records of
// one scenario, and keeps a wrong server from filling the memory. A longer response fails as malformed JSON.
const answerLimit = 16 << 20

// Client sends requests to a control handler through the generated Line, and turns each problem document into an error of one
// line. It is safe for concurrent use.
type Client struct{ line Line }

// Dial returns a client for the handler at a base URL, e.g. http://127.0.0.1:8081. It does not connect yet. A handler that
// was started with a control token requires the same token here; otherwise the token may be empty.
func Dial(baseURL string, client *http.Client, token string) *Client {
	c := &Client{Line{Server: strings.TrimRight(baseURL, "/") + "/", Client: client}}
	if token != "" {
		c.line.RequestEditors = []RequestEditorFn{func(_ context.Context, r *http.Request) error {
			r.Header.Set("Authorization", "Bearer "+token)
			return nil
		}}
	}
	return c
}

// Reset deletes all rows of the service and prepares it for one scenario.
func (c *Client) Reset(ctx context.Context, r Reset) error { return exchange(c.line.Reset(ctx, r)) }

// SetClock sets the service's time. The time stands still until it is set again; the zero time makes the service use its own
// clock again.
func (c *Client) SetClock(ctx context.Context, now time.Time) error {
	return exchange(c.line.SetClock(ctx, Clock{Now: now}))
}

// Clock returns the service's time.
func (c *Client) Clock(ctx context.Context) (time.Time, error) {
	clock, err := exchangeFor[Clock](c.line.GetClock(ctx))
	return clock.Now, err
}

// SetFaults replaces all faults of the service.
func (c *Client) SetFaults(ctx context.Context, f Faults) error {
	return exchange(c.line.SetFaults(ctx, f))
}

// Faults returns the faults that are set now.
func (c *Client) Faults(ctx context.Context) (Faults, error) {
	return exchangeFor[Faults](c.line.GetFaults(ctx))
}

// SetMode sets the mode of the public handler: normal, strict or awkward.
func (c *Client) SetMode(ctx context.Context, m Mode) error { return exchange(c.line.SetMode(ctx, m)) }

// Mode returns the mode of the public handler and, in mode awkward, its quirks.
func (c *Client) Mode(ctx context.Context) (Mode, error) {
	return exchangeFor[Mode](c.line.GetMode(ctx))
}

// PutPeople adds or replaces facilities and persons. An account that exists already keeps its state and gets the new secrets.
func (c *Client) PutPeople(ctx context.Context, p People) error {
	return exchange(c.line.PutPeople(ctx, p))
}

// PutCertificate informs the service of a certificate that the JPKI issued. The person must have been put before.
func (c *Client) PutCertificate(ctx context.Context, cert Certificate) error {
	return exchange(c.line.PutCertificate(ctx, cert))
}

// Certificates returns every certificate that the service was informed of, oldest first: each person's serial history.
func (c *Client) Certificates(ctx context.Context) ([]CertificateRecord, error) {
	return exchangeFor[[]CertificateRecord](c.line.ListCertificates(ctx))
}

// Revoke informs the service that the JPKI revoked a certificate.
func (c *Client) Revoke(ctx context.Context, r Revocation) error {
	return exchange(c.line.Revoke(ctx, r))
}

// Decide makes the decision of a reviewer about an account: it issues or cancels the account.
func (c *Client) Decide(ctx context.Context, d AccountDecision) error {
	return exchange(c.line.Decide(ctx, d))
}

// Accounts returns every account with its present state, ordered by institution code and id.
func (c *Client) Accounts(ctx context.Context) ([]Account, error) {
	return exchangeFor[[]Account](c.line.ListAccounts(ctx))
}

// History returns every audit record, oldest first.
func (c *Client) History(ctx context.Context) ([]AuditRecord, error) {
	return exchangeFor[[]AuditRecord](c.line.ListHistory(ctx))
}

// Mails returns every mail that the portals have sent to an address so far, oldest first; an empty address means all mails.
func (c *Client) Mails(ctx context.Context, to string) ([]Mail, error) {
	return exchangeFor[[]Mail](c.line.ListMails(ctx, &ListMailsParams{To: to}))
}

// Review grants or refuses an application now, before its review period is over.
func (c *Client) Review(ctx context.Context, r Review) error { return exchange(c.line.Review(ctx, r)) }

// exchange reads a response whose body is of no interest, and returns its error.
func exchange(response *http.Response, err error) error {
	_, err = readAnswer(response, err)
	return err
}

// exchangeFor reads a response whose body is the JSON of a T.
func exchangeFor[T any](response *http.Response, err error) (T, error) {
	var v T
	body, err := readAnswer(response, err)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(body, &v); err != nil {
		return v, fmt.Errorf("reading the answer of %s: %w", operationOf(response), err)
	}
	return v, nil
}

// readAnswer returns the body of a response. A response with status 300 or above is an error.
func readAnswer(response *http.Response, err error) ([]byte, error) {
	if err != nil {
		return nil, fmt.Errorf("calling the control handler: %w; check its URL, and check that the service runs there", err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, answerLimit))
	if err != nil {
		return nil, fmt.Errorf("reading the answer of %s: %w", operationOf(response), err)
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return nil, fmt.Errorf("%s was refused: %w", operationOf(response), refusal(response.Status, text))
	}
	return text, nil
}

// operationOf returns method and path of the request that a response belongs to.
func operationOf(response *http.Response) string {
	return response.Request.Method + " " + response.Request.URL.Path
}

// refusal turns a problem document into an error of one line, or another body into an error with the HTTP status.
func refusal(status string, body []byte) error {
	var problem Problem
	if json.Unmarshal(body, &problem) != nil || problem.Code == "" {
		return errors.New(status + "; check that the URL is the control handler's")
	}
	line := problem.Code + " " + problem.MessageEN
	if problem.Detail != "" {
		line += ": " + problem.Detail
	}
	return errors.New(line)
}
