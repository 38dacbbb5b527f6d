package runner

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/features/steps"
)

func TestLintKnowsEveryEmbeddedStep(t *testing.T) {
	suite, err := features.Load(features.Embedded())
	require.NoError(t, err)
	require.NotEmpty(t, suite.Scenarios)
	require.Empty(t, Lint(suite))
}

func TestLint(t *testing.T) {
	cases := map[string]struct{ step, want string }{
		"similar to one":  {"もし 職員が結果を閉じろ", `a.feature:4: unknown step "職員が結果を閉じろ" after もし; did you mean 職員が結果を閉じる?`},
		"similar to none": {"もし 猫が窓口を歩き回って眠る", "choose one from mynalab list --steps"},
		"wrong keyword":   {"もし 資格確認結果が表示される", "it is after the wrong keyword"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			problems := Lint(suiteOf(t, oneScenario("一", c.step, "ならば 資格確認結果が表示される")))
			require.Len(t, problems, 1)
			require.ErrorContains(t, problems, c.want)
		})
	}
}

// TestStepManual: every row of the step table says in both languages what it does.
func TestStepManual(t *testing.T) {
	require.NotEmpty(t, steps.Table())
	for _, row := range steps.Table() {
		require.NotEmpty(t, row.Does.JA, row.Words())
		require.NotEmpty(t, row.Does.EN, row.Words())
	}
}
