package features

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOwnIDsAreRequirementsOfTheScenario(t *testing.T) {
	suite, err := Load(oneFile("機能: あ\n@OWN-12 @OWN-受付_a @CHK-03\n  シナリオ: 一\n    もし 押す\n    ならば 出る\n"))
	require.NoError(t, err)
	require.Equal(t, []string{"OWN-12", "OWN-受付_a", "CHK-03"}, suite.Scenarios[0].Requirements)

	for _, tag := range []string{"@OWN-", "@OWN", "@own-1", "@OWN--1", "@MYOWN-1"} {
		_, err := Load(oneFile("機能: あ\n" + tag + "\n  シナリオ: 一\n    もし 押す\n    ならば 出る\n"))
		require.ErrorContains(t, err, "names no requirement or fact; add its id as a tag, e.g. @CHK-03, or @OWN-", tag)
	}
}

func TestTheEmbeddedSuiteHasNoOwnIDs(t *testing.T) {
	suite, err := Load(Embedded())
	require.NoError(t, err)
	require.NotEmpty(t, suite.Scenarios)
	for _, s := range suite.Scenarios {
		for _, id := range s.Requirements {
			require.NotRegexp(t, ownID, id, s.ID)
		}
	}
}
