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

// answerLimit bounds what is read of an answer, in bytes.
const answerLimit = 16 << 20

// Client asks a control handler through the generated Line, and turns each refusal into an error of one line. It is safe
// for concurrent use.
type Client struct{ line Line }

// Dial is a client for the handler at a base URL, e.g. http://127.0.0.1:8081. It asks nothing yet. The token is what a
// handler that is not on loopback wants to see; it may be empty.
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

// Reset empties the service for one scenario.
func (c *Client) Reset(ctx context.Context, r Reset) error { return done(c.line.Reset(ctx, r)) }

// SetClock sets the service's time; it stands still until it is set again.
func (c *Client) SetClock(ctx context.Context, now time.Time) error {
	return done(c.line.SetClock(ctx, Clock{Now: now}))
}

// Clock is the service's time.
func (c *Client) Clock(ctx context.Context) (time.Time, error) {
	clock, err := read[Clock](c.line.GetClock(ctx))
	return clock.Now, err
}

// SetFaults replaces the faults that the service shows.
func (c *Client) SetFaults(ctx context.Context, f Faults) error {
	return done(c.line.SetFaults(ctx, f))
}

// Faults is what the service suffers from now.
func (c *Client) Faults(ctx context.Context) (Faults, error) {
	return read[Faults](c.line.GetFaults(ctx))
}

// SetMode sets how the service takes its contract.
func (c *Client) SetMode(ctx context.Context, m Mode) error { return done(c.line.SetMode(ctx, m)) }

// Mode is how the service takes its contract now, with the quirks that it has.
func (c *Client) Mode(ctx context.Context) (Mode, error) { return read[Mode](c.line.GetMode(ctx)) }

// PutPeople adds or replaces facilities and persons. An account that is there keeps its life and takes new secrets.
func (c *Client) PutPeople(ctx context.Context, p People) error {
	return done(c.line.PutPeople(ctx, p))
}

// PutCertificate tells what the JPKI issued. The person must be there.
func (c *Client) PutCertificate(ctx context.Context, cert Certificate) error {
	return done(c.line.PutCertificate(ctx, cert))
}

// Certificates is every certificate that the service was told of, oldest first: each person's serial history.
func (c *Client) Certificates(ctx context.Context) ([]CertificateRecord, error) {
	return read[[]CertificateRecord](c.line.ListCertificates(ctx))
}

// Revoke tells what the JPKI revoked.
func (c *Client) Revoke(ctx context.Context, r Revocation) error { return done(c.line.Revoke(ctx, r)) }

// Decide tells what the reviewers decided about an account.
func (c *Client) Decide(ctx context.Context, d AccountDecision) error {
	return done(c.line.Decide(ctx, d))
}

// Accounts is every account with the state that it has now, ordered by institution code and id.
func (c *Client) Accounts(ctx context.Context) ([]Account, error) {
	return read[[]Account](c.line.ListAccounts(ctx))
}

// History is every audit record, oldest first.
func (c *Client) History(ctx context.Context) ([]AuditRecord, error) {
	return read[[]AuditRecord](c.line.ListHistory(ctx))
}

// Mails is every mail that the portals have sent to an address until now, oldest first; to everybody if it is empty.
func (c *Client) Mails(ctx context.Context, to string) ([]Mail, error) {
	return read[[]Mail](c.line.ListMails(ctx, &ListMailsParams{To: to}))
}

// Review decides an application before its review would be over.
func (c *Client) Review(ctx context.Context, r Review) error { return done(c.line.Review(ctx, r)) }

// done is an exchange of which nothing but its success matters.
func done(response *http.Response, err error) error {
	_, err = readAnswer(response, err)
	return err
}

// read is an exchange that brings a value.
func read[T any](response *http.Response, err error) (T, error) {
	var v T
	body, err := readAnswer(response, err)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(body, &v); err != nil {
		return v, fmt.Errorf("reading the answer of %s: %w", asked(response), err)
	}
	return v, nil
}

// readAnswer reads an answer; a refusal is an error.
func readAnswer(response *http.Response, err error) ([]byte, error) {
	if err != nil {
		return nil, fmt.Errorf("asking the control handler: %w; check its URL, and check that the service runs there", err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, answerLimit))
	if err != nil {
		return nil, fmt.Errorf("reading the answer of %s: %w", asked(response), err)
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return nil, fmt.Errorf("%s was refused: %w", asked(response), refusal(response.Status, text))
	}
	return text, nil
}

// asked is the operation of an answer.
func asked(response *http.Response) string {
	return response.Request.Method + " " + response.Request.URL.Path
}

// refusal is a problem document in one line, or the status where the answer is none.
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
