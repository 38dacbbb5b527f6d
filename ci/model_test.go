package ci

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheModelOfTheCardIsASecondOpinion checks that the model of the card in its property test imports nothing of this
// module: only then it can't share a mistake with the card.
func TestTheModelOfTheCardIsASecondOpinion(t *testing.T) {
	files, err := filepath.Glob("../virtualcard/model_*test.go")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		require.NoError(t, err)
		for _, imported := range file.Imports {
			name, err := strconv.Unquote(imported.Path.Value)
			require.NoError(t, err)
			require.False(t, strings.HasPrefix(name, module), "%s imports %s", path, name)
		}
	}
}
