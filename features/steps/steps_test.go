package steps

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestManualLinesAreSteps: a line of the list of steps contains no regular expression syntax, and the same line with its
// gaps filled in is a step that its own row matches.
func TestManualLinesAreSteps(t *testing.T) {
	require.NotEmpty(t, Table())
	for _, row := range Table() {
		words := row.Words()
		require.NotRegexp(t, `[\\()|\[\]+*?^$]`, words)
		require.Regexp(t, row.Pattern, filled(words), words)
	}
}

// filled returns a line of the list of steps with the first alternative, or an example, in each gap.
func filled(words string) string {
	return regexp.MustCompile(`〔([^〕]*)〕`).ReplaceAllStringFunc(words, func(open string) string {
		switch inside := strings.Trim(open, "〔〕"); {
		case inside == "…":
			return "佐藤 花子"
		case inside == "数":
			return "12"
		default:
			return regexp.MustCompile(`[／〜]`).Split(inside, -1)[0]
		}
	})
}

func TestWordsOfAPattern(t *testing.T) {
	require.Equal(t, "職員が注意書きに同意〔した／する〕", Step{Pattern: whole(`職員が注意書きに同意(?:した|する)`)}.Words())
	require.Equal(t, "「〔…〕」は〔数〕日、残り〔1〜2〕回で有効", Step{Pattern: whole(`「(.+)」は(\d+)日、残り([1-2])回で(有効)`)}.Words())
}
