package capture

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestNeedlesAgreeWithContains: the search finds a text exactly if strings.Contains finds one of the needles in it.
func TestNeedlesAgreeWithContains(t *testing.T) {
	word := rapid.StringMatching(`[ab0]{4,7}`)
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOf(word).Draw(t, "needles")
		text := rapid.StringMatching(`[ab0]{0,20}`).Draw(t, "text")
		n := needles{byStart: map[uint32][]string{}}
		want := false
		for _, needle := range list {
			n.add(needle)
			want = want || strings.Contains(text, needle)
		}
		require.Equal(t, want, n.in(text))
	})
}
