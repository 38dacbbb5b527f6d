package reports

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
)

// ciCase is a test case as a CI server stores it.
type ciCase struct{ status, kind, message, text string }

// readLikeCI reads JUnit XML by the rules of the Jenkins JUnit schema and of GitLab's reader. It refuses what they refuse
// or silently drop: unknown elements, missing attributes, two results in a case, and sums that do not match.
func readLikeCI(content []byte) (map[string]ciCase, error) {
	var root ciElement
	if err := xml.Unmarshal(content, &root); err != nil {
		return nil, err
	}
	if root.XMLName.Local != "testsuites" {
		return nil, fmt.Errorf("root is %s", root.XMLName.Local)
	}
	cases := map[string]ciCase{}
	total := map[string]int{}
	for _, suite := range root.Children {
		sums, err := suite.readSuite(cases)
		if err != nil {
			return nil, err
		}
		for name, n := range sums {
			total[name] += n
		}
	}
	return cases, root.sumsAre(total)
}

type ciElement struct {
	XMLName  xml.Name
	Attrs    []xml.Attr  `xml:",any,attr"`
	Children []ciElement `xml:",any"`
	Text     string      `xml:",chardata"`
}

func (e ciElement) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (e ciElement) sumsAre(sums map[string]int) error {
	for _, name := range []string{"tests", "failures", "errors", "skipped"} {
		if e.attr(name) != strconv.Itoa(sums[name]) {
			return fmt.Errorf("%s %q: %s=%q, counted %d", e.XMLName.Local, e.attr("name"), name, e.attr(name), sums[name])
		}
	}
	if seconds, err := strconv.ParseFloat(e.attr("time"), 64); err != nil || seconds < 0 {
		return fmt.Errorf("%s %q: time=%q", e.XMLName.Local, e.attr("name"), e.attr("time"))
	}
	return nil
}

func (e ciElement) readSuite(cases map[string]ciCase) (map[string]int, error) {
	sums := map[string]int{}
	if e.XMLName.Local != "testsuite" || e.attr("name") == "" {
		return nil, fmt.Errorf("%s without a name", e.XMLName.Local)
	}
	for i, child := range e.Children {
		switch {
		case child.XMLName.Local == "properties" && i == 0:
		case child.XMLName.Local == "testcase":
			name, one, err := child.readCase()
			if _, twice := cases[name]; err != nil || twice {
				return nil, fmt.Errorf("case %q: twice %v, %w", name, twice, err)
			}
			cases[name] = one
			sums["tests"]++
			sums[map[string]string{"failure": "failures", "error": "errors", "skipped": "skipped"}[one.status]]++
		default:
			return nil, fmt.Errorf("unknown element %s at %d", child.XMLName.Local, i)
		}
	}
	return sums, e.sumsAre(sums)
}

func (e ciElement) readCase() (string, ciCase, error) {
	one := ciCase{status: "passed"}
	if e.attr("name") == "" || e.attr("classname") == "" || e.attr("time") == "" {
		return "", one, fmt.Errorf("attribute missing: %v", e.Attrs)
	}
	for _, child := range e.Children {
		switch child.XMLName.Local {
		case "properties":
		case "failure", "error", "skipped":
			if one.status != "passed" || child.attr("message") == "" {
				return "", one, fmt.Errorf("two results, or one without a message")
			}
			one = ciCase{child.XMLName.Local, child.attr("type"), child.attr("message"), child.Text}
		default:
			return "", one, fmt.Errorf("unknown element %s", child.XMLName.Local)
		}
	}
	return e.attr("file") + "#" + e.attr("name"), one, nil
}

func junitOf(t *testing.T, run Run) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, WriteJUnit(&b, run))
	return b.Bytes()
}

func TestJUnitAsACIServerReadsIt(t *testing.T) {
	run := fixture(t)
	cases, err := readLikeCI(junitOf(t, run))
	require.NoError(t, err)
	require.Len(t, cases, len(run.Results.Scenarios))
	statuses := map[trace.Verdict]string{
		trace.Pass: "passed", trace.KnownFail: "skipped", trace.Unsupported: "skipped", trace.NotRun: "error",
		trace.UnexpectedPass: "failure", trace.Fail: "failure", trace.Error: "error",
	}
	for _, s := range run.Results.Scenarios {
		require.Equal(t, statuses[s.Verdict], cases[s.ID].status, s.ID)
	}
	require.Equal(t, "product", cases[failedID].kind)
	require.Equal(t, "fail: 残り2回と表示される", cases[failedID].message)
	require.Contains(t, cases[failedID].text, "実際: 残り<1>回")
	require.Equal(t, "unsupported: このリーダーでは行えない", cases["card.feature#実機"].message, "a skipped case has its reason")
}

func TestTheCIReaderRefuses(t *testing.T) {
	for name, content := range map[string]string{
		"wrong root":      `<testsuite/>`,
		"wrong sums":      `<testsuites tests="1" failures="0" errors="0" skipped="0" time="0"/>`,
		"unknown element": `<testsuites tests="0" failures="0" errors="0" skipped="0" time="0"><test/></testsuites>`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readLikeCI([]byte(content))
			require.Error(t, err)
		})
	}
}

func TestJUnitTellsTimesAndProperties(t *testing.T) {
	var read junitSuites
	require.NoError(t, xml.Unmarshal(junitOf(t, fixture(t)), &read))
	require.Equal(t, "2.000", read.Time)
	pin := read.Suites[1]
	require.Equal(t, "pin.feature", pin.File)
	require.Equal(t, []junitProperty{{"mynalab", "test"}, {"seed", "7"}, {"card", "virtual"}, {"service", "embedded"}}, pin.Properties.List)
	require.Equal(t, "1.500", pin.Cases[1].Time)
	require.Equal(t, []junitProperty{{"requirement", "CARD-324"}, {"counts", "product"}}, pin.Cases[1].Properties.List)
}

// needXMLLint returns the path of xmllint. If MYNALAB_REQUIRE names a part that needs make deps, xmllint must be installed.
func needXMLLint(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("xmllint")
	if err != nil {
		required := strings.Split(os.Getenv("MYNALAB_REQUIRE"), ",")
		if slices.Contains(required, "pcsc") || slices.Contains(required, "browser") {
			t.Fatal("xmllint is missing and MYNALAB_REQUIRE requires it: make deps installs it")
		}
		t.Skip("no xmllint here: make deps installs it")
	}
	return path
}

func TestJUnitIsWellFormedForXMLLint(t *testing.T) {
	cmd := exec.Command(needXMLLint(t), "--noout", "-")
	cmd.Stdin = bytes.NewReader(junitOf(t, fixture(t)))
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
}
