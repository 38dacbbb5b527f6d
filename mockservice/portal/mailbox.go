package portal

import (
	"context"
	"fmt"
	"slices"

	"github.com/mynalab/mynalab/mockservice/store"
)

// Mailbox returns all mails that were sent up to the time of the visit, to one address or (if to is empty) to all, oldest first.
// Mails about an application are not stored but derived from its facts: when it was submitted, and when its review ended
// (APP-36, APP-42).
func (bk *Backend) Mailbox(ctx context.Context, to string, v Visit) ([]Mail, error) {
	rows, err := bk.rows.MailList(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading mails: %w", err)
	}
	var list []Mail
	for _, row := range rows {
		link, token := readLink(row)
		list = append(list, Mail{Mail: row, Link: link, Token: token})
	}
	applications, err := bk.rows.ApplicationList(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading applications: %w", err)
	}
	for _, a := range applications {
		list = append(list, bk.mailsAbout(a)...)
	}
	list = slices.DeleteFunc(list, func(m Mail) bool {
		return m.At.After(v.Now) || (to != "" && userKey(m.Portal, m.To) != userKey(m.Portal, to))
	})
	slices.SortStableFunc(list, func(a, b Mail) int { return a.At.Compare(b.At) })
	return list, nil
}

// mailsAbout returns the mails about an application, including those that will be sent in the future.
func (bk *Backend) mailsAbout(a store.Application) []Mail {
	form, _ := bk.rules.form(a.Portal, a.Form)
	words := map[string]string{"form": form.Title, "id": a.ID, "reason": a.Refusal}
	outcome := LetterCompleted
	if a.Refusal != "" {
		outcome = LetterRefused
	}
	var list []Mail
	for _, kind := range []string{LetterAccepted, outcome} {
		subject, text, ok := bk.rules.compose(kind, a.Form, words)
		if !ok {
			continue
		}
		mail := store.Mail{Portal: a.Portal, To: a.Applicant.Mail, At: a.At, Name: kind, Subject: subject, Text: text}
		if kind == outcome {
			mail.At = a.ReviewedAt
		}
		list = append(list, Mail{Mail: mail, ApplicationID: a.ID})
	}
	return list
}
