package steps

import (
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// unknownChecks returns the steps whose check is not in the judge's table, and the verbs that have a check though they must
// have none.
func unknownChecks(rows []Step) []string {
	var unknown []string
	for _, row := range rows {
		known := slices.ContainsFunc(judge.Checks(), func(c judge.Check) bool { return c.Name == row.check })
		if row.Claims != known {
			unknown = append(unknown, row.Words()+": "+row.check)
		}
	}
	return unknown
}

// unstated returns the checks of the judge's table that no step states.
func unstated(rows []Step) []string {
	var left []string
	for _, c := range judge.Checks() {
		if !slices.ContainsFunc(rows, func(row Step) bool { return row.check == c.Name }) {
			left = append(left, c.Name)
		}
	}
	return left
}

func TestStepsAndChecksKnowEachOther(t *testing.T) {
	require.Empty(t, unknownChecks(Table()))
	require.Empty(t, unstated(Table()))
}

func TestAStrangeClaimIsNoticed(t *testing.T) {
	unknown := claim(`猫がくしゃみをする`, func() trace.Claim { return trace.Claim{Check: "cat-sneezes"} })
	require.Equal(t, []string{"猫がくしゃみをする: cat-sneezes"}, unknownChecks([]Step{unknown}))
	require.Empty(t, described([]Step{unknown}, judge.Checks())[0].Does, "an unknown check has no sentence")
	require.Len(t, unstated([]Step{unknown}), len(judge.Checks()))
}

// TestAClaimIsDescribedByItsCheck covers constructors with each kind of arguments.
func TestAClaimIsDescribedByItsCheck(t *testing.T) {
	rows := described([]Step{claim(`残り([1-2])回`, judge.TriesLeftShown), claim(`「(.+)」に「(.+)」`, judge.FieldFilled),
		claim(`情報が載る`, judge.SettingsShown)}, judge.Checks())
	for i, check := range []string{"tries-left-shown", "field-filled", "settings-shown"} {
		at := slices.IndexFunc(judge.Checks(), func(c judge.Check) bool { return c.Name == check })
		require.Equal(t, judge.Checks()[at].Looks, rows[i].Does)
	}
}

func TestFactsComeBeforeWhatIsSaid(t *testing.T) {
	is := func(text string) fact { return func(*world.Clinic) string { return text } }
	var got []any
	f := knowing(func(a, b string, n int) error { got = []any{a, b, n}; return nil }, nil, []fact{is("code"), is("name")})
	require.NoError(t, f.(func(int) error)(3))
	require.Equal(t, []any{"code", "name", 3}, got)
}

// TestStepsTakeWhatTheirPatternsGive finds steps whose function does not fit the pattern, which the step engine would
// report only when a scenario runs the step.
func TestStepsTakeWhatTheirPatternsGive(t *testing.T) {
	for _, row := range Table() {
		f := reflect.TypeOf(row.bind(&world.World{}))
		require.Equal(t, row.Pattern.NumSubexp(), f.NumIn(), row.Words())
		require.Equal(t, []reflect.Type{reflect.TypeFor[error]()}, slices.Collect(f.Outs()), row.Words())
		for i, argument := range slices.Collect(f.Ins()) {
			if c, chosen := row.choices[i]; chosen {
				require.Equal(t, argument, c.of("").Type(), row.Words())
				continue
			}
			require.Contains(t, []reflect.Kind{reflect.String, reflect.Int}, argument.Kind(), row.Words())
		}
	}
}
