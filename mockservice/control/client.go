package control

import (
	"bytes"
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

// Client asks a control handler. It is safe for concurrent use; its errors are one line.
type Client struct {
	base string
	http *http.Client
}

// NewClient is a client for the handler at a base URL, e.g. http://127.0.0.1:8081.
func NewClient(baseURL string, client *http.Client) *Client {
	return &Client{base: strings.TrimRight(baseURL, "/"), http: client}
}

// Reset empties the service for one scenario.
func (c *Client) Reset(ctx context.Context, r Reset) error { return c.post(ctx, PathReset, r) }

// SetClock sets the service's time; it stands still until it is set again.
func (c *Client) SetClock(ctx context.Context, now time.Time) error {
	return c.post(ctx, PathClock, Clock{Now: now})
}

// Clock is the service's time.
func (c *Client) Clock(ctx context.Context) (time.Time, error) {
	clock, err := get[Clock](ctx, c, PathClock)
	return clock.Now, err
}

// SetFaults replaces the faults that the service shows.
func (c *Client) SetFaults(ctx context.Context, f Faults) error { return c.post(ctx, PathFaults, f) }

// PutPeople adds or replaces facilities and persons. An account that is there keeps its life and takes new secrets.
func (c *Client) PutPeople(ctx context.Context, p People) error { return c.post(ctx, PathPeople, p) }

// PutCertificate tells what the JPKI issued. The person must be there.
func (c *Client) PutCertificate(ctx context.Context, cert Certificate) error {
	return c.post(ctx, PathCertificates, cert)
}

// Certificates is every certificate that the service was told of, oldest first: each person's serial history.
func (c *Client) Certificates(ctx context.Context) ([]CertificateRecord, error) {
	return get[[]CertificateRecord](ctx, c, PathCertificates)
}

// Revoke tells what the JPKI revoked.
func (c *Client) Revoke(ctx context.Context, r Revocation) error {
	return c.post(ctx, PathRevocations, r)
}

// Decide tells what the reviewers decided.
func (c *Client) Decide(ctx context.Context, d AccountDecision) error {
	return c.post(ctx, PathAccounts, d)
}

// Accounts is every account with the state that it has now, ordered by institution code and id.
func (c *Client) Accounts(ctx context.Context) ([]Account, error) {
	return get[[]Account](ctx, c, PathAccounts)
}

// History is every audit record, oldest first.
func (c *Client) History(ctx context.Context) ([]AuditRecord, error) {
	return get[[]AuditRecord](ctx, c, PathHistory)
}

func (c *Client) post(ctx context.Context, path string, message any) error {
	body, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("encoding a message for %s: %w", path, err)
	}
	_, err = c.exchange(ctx, http.MethodPost, path, body)
	return err
}

func get[T any](ctx context.Context, c *Client, path string) (T, error) {
	var v T
	body, err := c.exchange(ctx, http.MethodGet, path, nil)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(body, &v); err != nil {
		return v, fmt.Errorf("reading the answer of GET %s: %w", path, err)
	}
	return v, nil
}

func (c *Client) exchange(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("asking the control handler: %w; check its URL", err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return nil, fmt.Errorf("asking the control handler: %w; check that the service runs there", err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, answerLimit))
	if err != nil {
		return nil, fmt.Errorf("reading the answer of %s %s: %w", method, path, err)
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return nil, fmt.Errorf("%s %s was refused: %w", method, path, refusal(response.Status, text))
	}
	return text, nil
}

// refusal is a problem document in one line, or the status where the answer is none.
func refusal(status string, body []byte) error {
	var problem struct{ Code, MessageEN, Detail string }
	if json.Unmarshal(body, &problem) != nil || problem.Code == "" {
		return errors.New(status + "; check that the URL is the control handler's")
	}
	line := problem.Code + " " + problem.MessageEN
	if problem.Detail != "" {
		line += ": " + problem.Detail
	}
	return errors.New(line)
}
