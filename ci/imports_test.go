// Package ci tests the project from outside: its import law ([law]), its documents and citations, and that it works with programs
// that are not ours (OpenSC, pcscd, OpenSSL). It has tests only.
package ci

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/mynalab/mynalab"

// room is a package and what it may import of the others; anything not listed is forbidden.
type room struct {
	path string
	may  string // blanks between; a trailing /… means everything below
	why  string
}

// spoken is the package that every other may import, leaves too: a sentence in Japanese and English.
const spoken = "reports/bilingual"

// law is the import law of the design (§2). Leaves import no other package of ours but the one spoken.
func law() []room {
	const leaf = "a leaf imports no other package of ours"
	return []room{
		{"virtualcard/apdu", "", leaf},
		{"virtualcard/tlv", "", leaf},
		{"virtualcard/reader", "", leaf},
		{spoken, "", "the one word that every room speaks knows none of them"},
		{"reports/trace", "", leaf},
		{"sim/driver", "", leaf},
		{"sim/people", "", leaf},
		{"mockservice/wire", "", leaf},
		{"mockservice/control", "", leaf},
		{"mockservice/jpki", "", leaf},
		{"mockservice/store", "", leaf},
		{"mockservice/watch", "", leaf},
		{"mockservice/number", "", leaf},
		{"features", "", leaf},
		{"virtualcard", "virtualcard/apdu virtualcard/tlv virtualcard/reader", "a card knows no service, no test, no record"},
		{"virtualcard/vpcd", "virtualcard/reader virtualcard/apdu", "it carries any chip"},
		{"virtualcard/pcsc", "virtualcard/reader virtualcard/apdu", "it carries any card"},
		{"mockservice/account", "mockservice/wire mockservice/store mockservice/jpki", "certificates, never APDUs; nothing upwards"},
		{"mockservice/portal", "mockservice/wire mockservice/store mockservice/jpki mockservice/account mockservice/number", "forms and their rules; it issues accounts, and knows no HTTP"},
		{"mockservice/qualification", "mockservice/wire mockservice/store mockservice/jpki", "certificates, never APDUs; nothing upwards"},
		{"mockservice/oqs", "mockservice/number mockservice/store", "the existing type's messages know no limited type"},
		{"mockservice/pages", "mockservice/portal mockservice/wire", "it draws what the portal's tables say; nothing upwards"},
		{"mockservice", "mockservice/number mockservice/oqs mockservice/pages mockservice/wire mockservice/control mockservice/store mockservice/jpki mockservice/account mockservice/portal mockservice/qualification", "a service knows no card and no test"},
		{"sim/eligibility", "virtualcard/apdu virtualcard/tlv virtualcard/reader mockservice/wire sim/driver", "no peer's insides, no hand on the evidence"},
		{"sim/municipality", "sim/people virtualcard mockservice/jpki", "the card issuer knows chip and JPKI, and no test"},
		{"sim/mutant", "sim/driver sim/eligibility virtualcard virtualcard/apdu virtualcard/reader mockservice mockservice/account mockservice/portal mockservice/qualification", "a wrong product is an edited row, not a test"},
		{"reports/capture", "virtualcard/apdu virtualcard/reader sim/driver reports/trace", "a second opinion shares no codec with the parties"},
		{"runner/judge", "reports/trace", "a second opinion shares no codec with the parties"},
		{"sim/slot", "virtualcard mockservice sim/municipality reports/capture virtualcard/apdu virtualcard/reader virtualcard/pcsc reports/trace sim/driver sim/people mockservice/control mockservice/jpki", "planes and their lives: it knows no scenario"},
		{"sim/world", "sim/slot virtualcard mockservice sim/municipality sim/eligibility reports/capture virtualcard/apdu virtualcard/tlv virtualcard/reader reports/trace sim/driver sim/people mockservice/wire mockservice/control mockservice/jpki mockservice/store", "usable from a plain test: no features, runner, reports"},
		{"features/steps", "sim/world runner/judge reports/trace", "if a step needs more, a world verb is missing"},
		{"runner", "features features/steps runner/judge sim/world sim/mutant reports reports/trace", "it runs and joins; it knows no card and no service"},
		{"reports", "features reports/trace virtualcard/apdu", "it writes down what is known already"},
		{"sim", "…", "main wires everything"},
		{"ci", "…", "it judges from outside"},
		{"ci/postgres", "", "it starts a database for any test and knows nothing of what is kept there"},
	}
}

// outside are libraries that only the rooms named may import.
func outside() map[string][]string {
	return map[string][]string{
		"github.com/cucumber/godog":       {"features/steps", "runner"},
		"github.com/ebfe/scard":           {"virtualcard/pcsc"},
		"github.com/spf13/cobra":          {"sim"},
		"github.com/cucumber/gherkin":     {"features"},
		"github.com/getkin/kin-openapi":   {"mockservice"},
		"github.com/oapi-codegen/runtime": {"mockservice/wire", "mockservice/control"},
		"github.com/jackc/pgx":            {"mockservice/store", "ci/postgres"},
		"github.com/pressly/goose":        {"mockservice/store"},
		"modernc.org/sqlite":              {"mockservice/store"},
	}
}

type listed struct {
	ImportPath string
	Imports    []string
}

func list(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"/...").Output()
	require.NoError(t, err, "go list")
	var all []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		all = append(all, p)
	}
}

func TestImportLaw(t *testing.T) {
	rooms := map[string]room{}
	for _, r := range law() {
		rooms[r.path] = r
	}
	packages := list(t)
	require.NotEmpty(t, packages)
	for _, p := range packages {
		path := strings.TrimPrefix(p.ImportPath, module+"/")
		t.Run(path, func(t *testing.T) {
			r, ok := rooms[path]
			require.True(t, ok, "package %s is not in the house: enter it in the design and in this law", path)
			for _, imported := range p.Imports {
				keepsLaw(t, r, imported)
			}
		})
	}
}

func keepsLaw(t *testing.T, r room, imported string) {
	t.Helper()
	for library, allowed := range outside() {
		if strings.HasPrefix(imported, library) {
			require.Contains(t, allowed, r.path, "%s must not import %s", r.path, imported)
		}
	}
	other, inside := strings.CutPrefix(imported, module+"/")
	if !inside || r.may == "…" || other == spoken {
		return
	}
	require.Contains(t, strings.Fields(r.may), other, "%s must not import %s: %s", r.path, other, r.why)
}
