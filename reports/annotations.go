package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// GitLabFile is the file name that our GitLab CI template uploads as the code quality report.
const GitLabFile = "gl-code-quality-report.json"

// needingAction returns the scenarios that need action, the worst first.
func needingAction(r Results) []Scenario {
	bad := slices.DeleteFunc(slices.Clone(r.Scenarios), func(s Scenario) bool { return s.Verdict < trace.NotRun })
	slices.SortStableFunc(bad, func(a, b Scenario) int { return int(b.Verdict) - int(a.Verdict) })
	return bad
}

// annotation is a message about one scenario at a line of its feature file. file is relative to the root of the repository
// that the CI server shows.
type annotation struct {
	file, title, text string
	line              int
	verdict           trace.Verdict
}

func annotations(r Results, dir string, lang Lang) []annotation {
	var list []annotation
	for _, s := range needingAction(r) {
		file, _, _ := strings.Cut(s.ID, "#")
		a := annotation{
			file: path.Join(dir, file), line: s.Line, verdict: s.Verdict,
			title: verdictName(s.Verdict, lang) + ": " + s.Label(), text: strings.Join(explain(s, lang), "\n"),
		}
		if step := firstBad(s); step != nil {
			a.line = step.Line
		}
		if a.text == "" {
			a.text = a.title
		}
		list = append(list, a)
	}
	return list
}

// firstBad returns the first step that did not pass or has a failed claim; nil if there isn't one.
func firstBad(s Scenario) *Step {
	for i, step := range s.Steps {
		bad := step.Status != "" && step.Status != "passed" && step.Status != "skipped"
		if bad || slices.ContainsFunc(s.Claims, func(j trace.Judged) bool { return !j.OK && j.Step == step.Number }) {
			return &s.Steps[i]
		}
	}
	return nil
}

// WriteGitHub writes GitHub's workflow commands, one line per scenario that needs action. dir is the directory of the
// feature files, relative to the root of the repository.
func WriteGitHub(w io.Writer, r Results, dir string, lang Lang) error {
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, a := range annotations(r, dir, lang) {
		_, err := fmt.Fprintf(w, "::error file=%s,line=%d,title=%s::%s\n", property.Replace(a.file), a.line,
			property.Replace(a.title), data.Replace(a.text))
		if err != nil {
			return err
		}
	}
	return nil
}

// gitLabIssue is one entry of GitLab's code quality report, a subset of the Code Climate format.
type gitLabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitLabLocation `json:"location"`
}

type gitLabLocation struct {
	Path  string      `json:"path"`
	Lines gitLabLines `json:"lines"`
}

type gitLabLines struct {
	Begin int `json:"begin"`
}

// WriteGitLab writes GitLab's code quality report, an empty list if no scenario needs action. dir is the directory of the
// feature files, relative to the root of the repository.
func WriteGitLab(w io.Writer, r Results, dir string, lang Lang) error {
	issues := []gitLabIssue{}
	for _, a := range annotations(r, dir, lang) {
		sum := sha256.Sum256([]byte(a.file + "\x00" + a.title))
		issues = append(issues, gitLabIssue{
			Description: a.title + "\n" + a.text, CheckName: "mynalab " + a.verdict.String(),
			Fingerprint: hex.EncodeToString(sum[:]), Severity: severity(a.verdict),
			Location: gitLabLocation{a.file, gitLabLines{a.line}},
		})
	}
	return writeJSON(w, issues)
}

// severity returns GitLab's severity of a verdict: a failure of the product is graver than a run that shows nothing.
func severity(v trace.Verdict) string {
	switch v {
	case trace.Fail:
		return "critical"
	case trace.Error:
		return "major"
	default:
		return "minor"
	}
}
