package portal

import (
	"time"

	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/store"
)

// FormState is what one evaluation of a form depends on: the submitted values, and the facts that its rules use.
type FormState struct {
	Rules  *Rules
	Portal string
	// Now is the service's time.
	Now         time.Time
	Values      map[string]string
	Attachments []string

	// Facility is the one that the form is for: the user's own, or in a registration the one that the values name. It is zero if
	// the master data have no such facility.
	Facility store.Facility
	// Elsewhere is the facility on csm with the same prefecture and 7 digits, but another digit between them (REG-33).
	Elsewhere store.Facility
	User      store.User
	Files     map[string]store.Attachment
	// Accounts are the facility's accounts in their present state, without those that only wait for their issue.
	Accounts     []Account
	Applications []store.Application // of the facility
	// Subordinate is the clinic that 併設申告 names.
	Subordinate store.Facility
	Colocations []store.Colocation
}

// Account is an account with its present state.
type Account struct {
	store.Account
	State account.State
}

// Kind returns the facility's kind.
func (c *FormState) Kind() Kind { return c.Rules.kind(c.Facility.Kind) }

// fact returns the value of a fact.
func (c *FormState) fact(name string) string {
	switch name {
	case factKind:
		return c.Kind().Name
	case factCheck:
		return c.Kind().Check
	case factEvidence:
		return c.Kind().Evidence
	}
	return ""
}

// granted returns the last application for a form that a review has granted.
func (c *FormState) granted(form string) (store.Application, bool) {
	var last store.Application
	found := false
	for _, a := range c.Applications {
		if a.Form == form && a.Refusal == "" && !c.Now.Before(a.ReviewedAt) {
			last, found = a, true
		}
	}
	return last, found
}

// started reports whether the facility's 利用開始申請 was granted and its use was not ended since.
func (c *FormState) started() bool {
	start, ok := c.granted(FormStart)
	for _, a := range c.Applications {
		ends := a.Form == FormEndChange && a.Values["division"] == DivisionEnd && a.Refusal == ""
		if ends && a.At.After(start.At) && !c.Now.Before(a.ReviewedAt) {
			return false
		}
	}
	return ok
}
