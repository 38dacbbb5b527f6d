package portal

import "time"

// Promise is how long a portal says that a review takes (eligibility reference §3.4).
type Promise struct {
	Name string
	Span Span
	// Text is the wording of the source.
	Text   string
	Source string
}

// The names of the promises.
const (
	PromiseFAQ    = "faq"
	PromiseCSM    = "csm"
	PromiseOMF    = "omf"
	PromiseAtOnce = "at-once"
	PromiseGrant  = "grant"
)

// DefaultPromises returns the promises. The sources differ; Reviews says which one applies to which form.
func DefaultPromises() []Promise {
	return []Promise{
		{PromiseFAQ, Span{BusinessDays: 3}, "通常2~3営業日、最大1週間程度", "SVC-200, APP-36"},
		{PromiseCSM, Span{Days: 7}, "最大1週間程度", "SVC-201, APP-37"},
		{PromiseOMF, Span{BusinessDays: 5}, "おおむね3～5営業日", "SVC-202, APP-38"},
		{PromiseAtOnce, Span{}, "即時", ours},
		{PromiseGrant, Span{BusinessDays: 20}, "20営業日", ours},
	}
}

// Review says which promise applies to an application for a form. An empty Portal means both.
type Review struct{ Portal, Form, Promise, Source string }

// DefaultReviews has a row for each form that is an application.
func DefaultReviews() []Review {
	return []Review{
		{OMF, FormStart, PromiseOMF, "SVC-202"},
		{CSM, FormStart, PromiseCSM, "SVC-201"},
		{"", FormAddAccounts, PromiseFAQ, "SVC-200; ours"},
		{"", FormOperationDay, PromiseAtOnce, ours},
		{"", FormCancelAccount, PromiseAtOnce, ours},
		{"", FormEndChange, PromiseAtOnce, ours},
		{"", FormGrant, PromiseGrant, ours},
		{"", FormColocation, PromiseAtOnce, ours},
		{"", FormColocationCancel, PromiseAtOnce, ours},
	}
}

// Reviewed returns when the review of an application that is submitted now ends. A form without a row is granted at once.
func (r *Rules) Reviewed(portal, form string, now time.Time) time.Time {
	for _, row := range r.Reviews {
		if row.Form == form && (row.Portal == portal || row.Portal == "") {
			for _, p := range r.Promises {
				if p.Name == row.Promise {
					return r.After(now, p.Span)
				}
			}
		}
	}
	return now
}
