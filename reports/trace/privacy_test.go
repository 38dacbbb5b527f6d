package trace_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
)

func TestPrivacyOfContent(t *testing.T) {
	for name, want := range map[string]trace.Class{
		"password": trace.Secret, "deviceToken": trace.Secret, "Name": trace.Personal, "氏名": trace.Personal,
		"氏名.2": trace.Personal, "氏名.x": trace.Open, "資格": trace.Open, "nonsense": trace.Open,
		"ef.000A": trace.Personal, "ef.0008": trace.Open,
	} {
		require.Equal(t, want, trace.PrivacyOfContent(name).Class, name)
	}
	seen := map[string]bool{}
	for _, rule := range trace.ContentRules() {
		require.False(t, seen[rule.Field], rule.Field)
		seen[rule.Field] = true
		require.NotEmpty(t, rule.Source)
		require.NotEqual(t, trace.Open, rule.Class)
	}
}

func TestPrivacyOfAField(t *testing.T) {
	for _, row := range []struct {
		kind  trace.Kind
		field string
		want  trace.Privacy
	}{
		{trace.KindScreen, "screen", trace.Privacy{Field: "screen"}},
		{trace.KindScreen, "field.氏名", trace.PrivacyOfContent("氏名")},
		{trace.KindScreen, "field.生年月日.2", trace.PrivacyOfContent("生年月日")},
		{trace.KindScreen, "field.password", trace.PrivacyOfContent("password")},
		{trace.KindScreen, "field.資格", trace.Privacy{Field: "資格"}},
		{trace.KindScreen, "handover", trace.Privacy{Field: "handover", Class: trace.Personal, Source: "eligibility §2.3"}},
		{trace.KindRequest, "query", trace.Privacy{Field: "query", Class: trace.Personal, Source: "our own contract: no request has one"}},
		{trace.KindClaim, "arg.name", trace.Privacy{Field: "arg.name", Class: trace.Personal, Fold: trace.FoldText, Source: "claim on a result"}},
		{trace.KindClaim, "arg.value", trace.Privacy{Field: "arg.value"}},
		{trace.KindCommand, "name", trace.Privacy{Field: "name"}},
		{"later-kind", "novel", trace.Privacy{Field: "novel"}},
	} {
		require.Equal(t, row.want, trace.PrivacyOf(row.kind, row.field), "%s %s", row.kind, row.field)
	}
}

// TestNoRuleStandsInTwoPlaces: a field with a class in the vocabulary is not in ContentRules, and every class has its
// source.
func TestNoRuleStandsInTwoPlaces(t *testing.T) {
	content := map[string]bool{}
	for _, rule := range trace.ContentRules() {
		content[rule.Field] = true
	}
	for _, kind := range trace.Vocabulary() {
		for _, f := range kind.Fields {
			require.False(t, content[f.Name] && f.Class != trace.Open, "%s %s", kind.Kind, f.Name)
			require.Equal(t, f.Class != trace.Open, f.Source != "", "%s %s", kind.Kind, f.Name)
		}
	}
}
