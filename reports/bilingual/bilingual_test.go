package bilingual_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/bilingual"
)

func TestIn(t *testing.T) {
	for _, c := range []struct {
		name     string
		sentence bilingual.Sentence
		lang     bilingual.Lang
		want     string
	}{
		{"Japanese", bilingual.Of("はい", "yes"), bilingual.JA, "はい"},
		{"English", bilingual.Of("はい", "yes"), bilingual.EN, "yes"},
		{"no language", bilingual.Of("はい", "yes"), "", "はい"},
		{"a third language", bilingual.Of("はい", "yes"), "fr", "はい"},
		{"no Japanese", bilingual.Of("", "yes"), bilingual.JA, "yes"},
		{"no English", bilingual.Of("はい", ""), bilingual.EN, "はい"},
		{"nothing", bilingual.Sentence{}, bilingual.EN, ""},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, c.sentence.In(c.lang)) })
	}
}

func TestWith(t *testing.T) {
	require.Equal(t, bilingual.Of("2回のうち1回", "1 of 2"), bilingual.Of("%[2]d回のうち%[1]d回", "%[1]d of %[2]d").With(1, 2))
}

// Results and records contain sentences in this form.
func TestSentenceAsJSON(t *testing.T) {
	text, err := json.Marshal(bilingual.Of("はい", "yes"))
	require.NoError(t, err)
	require.Equal(t, `{"ja":"はい","en":"yes"}`, string(text))
}
