package portal_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// values draws a value for each field of a form: none, an option, a typical value, or any text.
func values(t *rapid.T, form portal.Form) map[string]string {
	drawn := map[string]string{}
	for _, f := range form.Fields {
		typical := append([]string{"", " ", portal.Checked, portal.NoChoice, "1", "20", "21", "0123456", "280444000", "1970-04-01", password, mail,
			"協2804440-0-0"}, f.Options...)
		switch rapid.IntRange(0, 3).Draw(t, "how") {
		case 1:
			drawn[f.Name] = rapid.String().Draw(t, f.Name)
		case 2, 3:
			drawn[f.Name] = rapid.SampledFrom(typical).Draw(t, f.Name)
		}
	}
	return drawn
}

// randomState draws a state of a form with random facts.
func randomState(t *rapid.T, rules *portal.Rules, site string, form portal.Form) *portal.FormState {
	facility := rapid.SampledFrom(append(facilities(), store.Facility{})).Draw(t, "facility")
	return &portal.FormState{Rules: rules, Portal: site, Now: start.Add(time.Duration(rapid.Int64Range(-1e17, 1e17).Draw(t, "now"))),
		Values: values(t, form), Facility: facility, Attachments: rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", ""}), 0, 4).Draw(t, "files"),
		Files: map[string]store.Attachment{"a": {ID: "a"}}, Subordinate: rapid.SampledFrom(facilities()).Draw(t, "subordinate")}
}

// TestEvaluatorIsTotal: every entry has a result. The missing fields are the required, visible, empty ones in the order of the
// form, and each of them is refused. A field that isn't visible neither counts nor is refused.
func TestEvaluatorIsTotal(t *testing.T) {
	rules := portal.DefaultRules()
	rapid.Check(t, func(t *rapid.T) {
		form := rapid.SampledFrom(rules.Forms).Draw(t, "form")
		c := randomState(t, &rules, rapid.SampledFrom(form.Portals).Draw(t, "portal"), form)
		sent := maps.Clone(c.Values)
		e := portal.Evaluate(form, c)
		require.Len(t, e.Fields, len(form.Fields))
		var missing []string
		visible := map[string]portal.Shown{}
		for _, f := range e.Fields {
			if !f.Visible {
				require.Empty(t, f.Value, f.Name)
				require.NotContains(t, c.Values, f.Name)
				continue
			}
			visible[f.Name] = f
			require.Equal(t, f.Value, c.Values[f.Name])
			if f.Required && f.Value == "" {
				missing = append(missing, f.Label)
			}
			if f.Auto == nil && f.Value != "" && f.Kind != wire.KindAttachment {
				require.Equal(t, sent[f.Name], f.Value, "an entered value is not changed")
			}
		}
		require.Equal(t, missing, e.Missing)
		refusalsFit(t, e, visible)
		view := e.View()
		for _, f := range view.Fields {
			if f.Kind == wire.KindPassword {
				require.Empty(t, f.Value)
			}
		}
	})
}

// refusalsFit checks that only visible fields are refused, in the order of the form, and every missing field is.
func refusalsFit(t *rapid.T, e portal.Evaluation, visible map[string]portal.Shown) {
	place := func(name string) int {
		return slices.IndexFunc(e.Fields, func(s portal.Shown) bool { return s.Name == name })
	}
	required := 0
	for i, r := range e.Refusals {
		f, ok := visible[r.Field]
		require.True(t, ok, "%s is refused although it is not visible", r.Field)
		require.Equal(t, f.Label, r.Label)
		if r.Rule == "required" {
			required++
			require.Empty(t, f.Value)
		}
		if i > 0 {
			require.LessOrEqual(t, place(e.Refusals[i-1].Field), place(r.Field), "in the order of the form")
		}
	}
	require.Equal(t, len(e.Missing), required)
}

// TestEvaluationRepeats: evaluating the resulting values once more gives the same missing fields and refusals.
func TestEvaluationRepeats(t *testing.T) {
	rules := portal.DefaultRules()
	rapid.Check(t, func(t *rapid.T) {
		form := rapid.SampledFrom(rules.Forms).Draw(t, "form")
		c := randomState(t, &rules, form.Portals[0], form)
		first := portal.Evaluate(form, c)
		c.Attachments = nil // their ids are in the values now
		second := portal.Evaluate(form, c)
		require.Equal(t, first.Missing, second.Missing)
		require.Equal(t, first.Refusals, second.Refusals)
	})
}

func TestNamesAreThoseOfTheContract(t *testing.T) {
	for want, got := range map[wire.FormName]string{wire.FormUserRegistration: portal.FormUser, wire.FormStart: portal.FormStart,
		wire.FormOperationDay: portal.FormOperationDay, wire.FormAddAccounts: portal.FormAddAccounts,
		wire.FormCancelAccount: portal.FormCancelAccount, wire.FormEndChange: portal.FormEndChange, wire.FormGrant: portal.FormGrant,
		wire.FormColocation: portal.FormColocation, wire.FormColocationCancel: portal.FormColocationCancel} {
		require.Equal(t, string(want), got)
	}
	require.True(t, wire.PortalName(portal.OMF).Valid() && wire.PortalName(portal.CSM).Valid())
	for _, k := range portal.DefaultFileRules().Kinds {
		require.True(t, wire.AttachmentKind(k.Name).Valid())
	}
}
