package mutant

import (
	"slices"
	"time"

	"github.com/mynalab/mynalab/mockservice/portal"
)

// portalRows are wrong in the rules of the portals' forms.
func portalRows() []Row {
	user, start, grant, colocation := portal.FormUser, portal.FormStart, portal.FormGrant, portal.FormColocation
	return []Row{
		{"portal takes a password without an upper case letter", []string{"REG-19"}, withoutRule(user, "password", "password-upper")},
		{"portal takes a password of seven characters", []string{"REG-22"}, withoutRule(user, "password", "password-shortest")},
		{"portal takes a password of any length", []string{"REG-23"}, withoutRule(user, "password", "password-longest")},
		{"portal does not compare the two passwords", []string{"REG-24"}, withoutRule(user, "passwordAgain", "password-equal")},
		{"portal takes a telephone number with hyphens", []string{"REG-17"}, withoutRule(user, "phone", "phone-digits")},
		{"portal registers without consent to its terms", []string{"REG-25", "REG-44"}, withoutNeedOfField(user, "terms")},
		{"portal for clinics accepts an institution that the other portal serves", []string{"REG-33"}, withoutRule(user, "code7", "served-elsewhere")},
		{"portal takes 21 terminals at once", []string{"APP-28"}, withoutRule(start, "terminals", "most-terminals")},
		{"portal compares an account number of any form", []string{"APP-13"}, withoutRule(start, "bankAccount", "account-digits")},
		{"portal does not compare the birth date", []string{"APP-10"}, withoutRule(start, "managerBirthDate", "facility-check")},
		{"portal asks for no document", []string{"APP-16"}, withoutNeedOfField(start, "delegationNotice")},
		{"portal takes a form that did not come back", []string{"SVC-256"}, withoutRule(start, "insurerForm", "form-returned")},
		{"portal takes a clinic that does not handle 受領委任", []string{"APP-45"}, withoutRule(start, "institutionName", "delegated")},
		{"portal grants money for what was owned already", []string{"SUB-04"}, withoutRule(grant, "deviceBought1", "newly-bought")},
		{"portal grants money before a terminal is set up", []string{"SUB-05"}, withoutNeed(grant, "terminal-in-use")},
		{"portal takes a second application for the grant", []string{"SVC-207"}, withoutNeed(grant, "first-grant")},
		{"portal takes a colocation with a clinic without 受領委任", []string{"DUT-05"}, withoutRule(colocation, "subordinateNumber", "both-delegated")},
		{"portal takes a colocation before the start of use", []string{"DUT-07"}, withoutNeed(colocation, "started")},
		{"portal takes a colocation from the subordinate clinic", []string{"DUT-06"}, withoutNeed(colocation, "main-clinic")},
	}
}

// portalTimeRows are wrong in what the portals show, in their deadlines and in their other rules.
func portalTimeRows() []Row {
	rules := func(t *Tables) *portal.Rules { return &t.Service.Portal }
	return []Row{
		{"portal lets the activation link live for four hours", []string{"REG-30"}, func(t *Tables) { rules(t).LinkLife = 4 * time.Hour }},
		{"portal lets the activation link live for two hours", []string{"REG-29"}, func(t *Tables) { rules(t).LinkLife = 2 * time.Hour }},
		{"portal lets a new body register at once", []string{"REG-32"}, func(t *Tables) { rules(t).NewBody = portal.Span{} }},
		{"portal opens the applications a day early", []string{"APP-52"}, func(t *Tables) {
			rules(t).Opening = rules(t).Opening.AddDate(0, 0, -1)
		}},
		{"portal counts holidays as business days", []string{"APP-38"}, func(t *Tables) { rules(t).Holidays = nil }},
		{"portal shows the settings sheet with the completion mail", []string{"APP-41"}, func(t *Tables) { rules(t).Settings = portal.Span{} }},
		{"portal shows the settings sheet before the review is over", []string{"APP-76", "SVC-117"}, func(t *Tables) {
			rules(t).Settings = portal.Span{Days: -7}
		}},
		{"portal takes any other file for a picture", []string{"APP-22"}, func(t *Tables) {
			rules(t).Files.Kinds = append(rules(t).Files.Kinds, portal.FileKind{Name: "png", Is: func(*portal.FileProbe) bool { return true },
				Source: "this mutant"})
		}},
		{"portal takes a byte more than 100 MB", []string{"APP-24"}, func(t *Tables) { rules(t).Files.Most++ }},
		{"portal takes a byte less than 100 MB", []string{"APP-23"}, func(t *Tables) { rules(t).Files.Most-- }},
		{"portal grants 42,000 yen", []string{"SUB-01"}, func(t *Tables) { rules(t).Grant.Cap = 42000 }},
		{"portal grants money to the yen", []string{"SVC-206"}, func(t *Tables) { rules(t).Grant.Unit = 1 }},
		{"portal grants money for a PC", []string{"SUB-03"}, func(t *Tables) { rules(t).Grant.Devices = append(rules(t).Grant.Devices, "PC") }},
		{"portal goes on to take applications for the grant", []string{"SVC-209"}, func(t *Tables) { rules(t).Grant.IntakeEnd = time.Time{} }},
		{"portal lists the applications in another order", []string{"APP-69"}, func(t *Tables) {
			edit(rules(t).Sites, func(s portal.Site) bool { return s.Portal == portal.OMF }, func(s *portal.Site) { slices.Reverse(s.Items) })
		}},
	}
}

// onField applies change to a field in each form of that name; change reports whether it found something to edit. It panics
// if no form has the field or none had something to edit.
func onField(form, field string, change func(*portal.Field) bool) func(*Tables) {
	return func(t *Tables) {
		edited := false
		for i := range t.Service.Portal.Forms {
			f := &t.Service.Portal.Forms[i]
			for j := range f.Fields {
				edited = f.Name == form && f.Fields[j].Name == field && change(&f.Fields[j]) || edited
			}
		}
		if !edited {
			panic("mutant: internal error: nothing to edit in field " + field + " of form " + form)
		}
	}
}

// withoutRule removes a rule from a field.
func withoutRule(form, field, rule string) func(*Tables) {
	return onField(form, field, func(f *portal.Field) bool {
		n := len(f.Rules)
		f.Rules = slices.DeleteFunc(slices.Clone(f.Rules), func(r portal.Rule) bool { return r.Name == rule })
		return len(f.Rules) < n
	})
}

// withoutNeedOfField makes a required field optional.
func withoutNeedOfField(form, field string) func(*Tables) {
	return onField(form, field, func(f *portal.Field) bool {
		was := f.Required
		f.Required = false
		return was
	})
}

// withoutNeed removes a precondition (portal.Need) from a form.
func withoutNeed(form, need string) func(*Tables) {
	return func(t *Tables) {
		edit(t.Service.Portal.Forms, func(f portal.Form) bool { return f.Name == form }, func(f *portal.Form) {
			n := len(f.Needs)
			f.Needs = slices.DeleteFunc(slices.Clone(f.Needs), func(r portal.Need) bool { return r.Name == need })
			if len(f.Needs) == n {
				panic("mutant: internal error: form " + form + " has no need " + need)
			}
		})
	}
}
