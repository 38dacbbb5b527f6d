package portal

import (
	"time"

	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/store"
)

// FormState is one look at a form: the values that were sent, and the facts that its rules may ask for.
type FormState struct {
	Rules       *Rules
	Portal      string
	Now         time.Time
	Values      map[string]string
	Attachments []string

	// Facility is the one that the form is for: the user's own, on registration the one that the values name. The zero
	// one is in no master data.
	Facility store.Facility
	// Elsewhere is the facility that has the same 7 digits under another digit before them (REG-33).
	Elsewhere store.Facility
	User      store.User
	Files     map[string]store.Attachment
	// Accounts are the facility's accounts as they stand now, those that only wait left out.
	Accounts     []Account
	Applications []store.Application // of the facility
	// Subordinate is the clinic that 併設申告 names.
	Subordinate store.Facility
	Colocations []store.Colocation
}

// Account is an account as it stands now.
type Account struct {
	store.Account
	State account.State
}

// Kind is the facility's kind.
func (c *FormState) Kind() Kind { return c.Rules.kind(c.Facility.Kind) }

// fact is the value of a fact that a condition names.
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

// granted is the last application of a form that its review has granted.
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

// started says whether the facility's 利用開始申請 was granted and has not been ended since.
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
