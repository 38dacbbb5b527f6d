package reports

import (
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/mynalab/mynalab/reports/trace"
)

// The elements of JUnit XML in the form that CI servers accept (testmoapp/junitxml).
type junitSuites struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	junitCounts
	Suites []junitSuite `xml:"testsuite"`
}

type junitCounts struct {
	Tests    int    `xml:"tests,attr"`
	Failures int    `xml:"failures,attr"`
	Errors   int    `xml:"errors,attr"`
	Skipped  int    `xml:"skipped,attr"`
	Time     string `xml:"time,attr"`
	duration time.Duration
}

type junitSuite struct {
	Name string `xml:"name,attr"`
	File string `xml:"file,attr"`
	junitCounts
	Properties junitProperties `xml:"properties"`
	Cases      []junitCase     `xml:"testcase"`
}

type junitCase struct {
	Class      string           `xml:"classname,attr"`
	Name       string           `xml:"name,attr"`
	File       string           `xml:"file,attr"`
	Line       int              `xml:"line,attr"`
	Time       string           `xml:"time,attr"`
	Properties *junitProperties `xml:"properties,omitempty"`
	Skipped    *junitResult     `xml:"skipped,omitempty"`
	Failure    *junitResult     `xml:"failure,omitempty"`
	Error      *junitResult     `xml:"error,omitempty"`
}

type junitProperties struct {
	List []junitProperty `xml:"property"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitResult struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// WriteJUnit writes junit.xml, one suite per feature file. Unsupported and known-fail are skipped, not-run is an error.
func WriteJUnit(w io.Writer, run Run) error {
	r, t := run.Results, run.Timing
	suites := junitSuites{Name: "mynalab"}
	for _, s := range r.Scenarios {
		file, name, _ := strings.Cut(s.ID, "#")
		if n := len(suites.Suites); n == 0 || suites.Suites[n-1].File != file {
			suites.Suites = append(suites.Suites, junitSuite{Name: s.Feature, File: file, Properties: junitConditions(r.Run)})
		}
		suite := &suites.Suites[len(suites.Suites)-1]
		suite.Cases = append(suite.Cases, junitCaseOf(s, file, name, t.Scenarios[s.ID], run.Lang))
		suite.count(s.Verdict, t.Scenarios[s.ID])
		suites.count(s.Verdict, t.Scenarios[s.ID])
	}
	suites.Time = junitTime(t.Total)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(suites); err != nil {
		return fmt.Errorf("writing JUnit: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (c *junitCounts) count(v trace.Verdict, d time.Duration) {
	c.Tests++
	c.duration += d
	c.Time = junitTime(c.duration)
	switch v {
	case trace.Pass:
	case trace.KnownFail, trace.Unsupported:
		c.Skipped++
	case trace.UnexpectedPass, trace.Fail:
		c.Failures++
	default:
		c.Errors++
	}
}

// junitConditions returns what is needed to repeat the run: version, seed and adapters.
func junitConditions(h trace.Header) junitProperties {
	list := []junitProperty{{"mynalab", h.Version}, {"seed", fmt.Sprint(h.Seed)}}
	for _, plane := range slices.Sorted(maps.Keys(h.Adapters)) {
		list = append(list, junitProperty{string(plane), h.Adapters[plane]})
	}
	return junitProperties{list}
}

func junitCaseOf(s Scenario, file, name string, d time.Duration, lang Lang) junitCase {
	c := junitCase{Class: s.Feature, Name: name, File: file, Line: s.Line, Time: junitTime(d)}
	properties := &junitProperties{}
	for _, id := range s.Requirements {
		properties.List = append(properties.List, junitProperty{"requirement", id})
	}
	if s.Counts != CountsNothing {
		properties.List = append(properties.List, junitProperty{"counts", string(s.Counts)})
	}
	if len(properties.List) > 0 {
		c.Properties = properties
	}
	result := &junitResult{Type: string(s.Blame), Message: strings.TrimSpace(s.Verdict.String() + ": " + headline(s, lang))}
	result.Text = strings.Join(explain(s, lang), "\n")
	switch s.Verdict {
	case trace.Pass:
	case trace.KnownFail, trace.Unsupported:
		c.Skipped = result
	case trace.UnexpectedPass, trace.Fail:
		c.Failure = result
	default:
		c.Error = result
	}
	return c
}

func junitTime(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
