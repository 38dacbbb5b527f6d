package reports

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
)

func render(t *testing.T, run Run) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, WriteHTML(&b, run))
	return b.String()
}

func TestHTMLShowsTheExchangeBesideTheSteps(t *testing.T) {
	page := render(t, fixture(t))
	for _, want := range []string{
		"参照データがロックされている（暗証番号ロック）", // the status word in words
		"&lt;b&gt;違います", "佐藤 花子", // the screen, escaped
		"残り&lt;1&gt;回", "two tries left are shown", "製品", // the finding
		"this reader cannot do it", // why not
		"later-kind", "novel",      // a kind that this version does not know
		`<a href="#s3e2">2</a>`, `id="s3e2"`, // evidence
	} {
		require.Contains(t, page, want)
	}
	worst := []int{strings.Index(page, `id="s5" data-v="error"`), strings.Index(page, `id="s3" data-v="fail"`), strings.Index(page, `id="s4" data-v="pass"`)}
	require.NotContains(t, worst, -1)
	require.IsIncreasing(t, worst, "the worst first")
	require.NotContains(t, page, strings.Repeat("AB", 700), "long data is cut on the page")
}

func TestHTMLBeginsInTheLanguageAskedFor(t *testing.T) {
	run := fixture(t)
	require.Contains(t, render(t, run), `id="ja" checked`)
	run.Lang = LangEN
	page := render(t, run)
	require.Contains(t, page, `<html lang="en">`)
	require.Contains(t, page, `id="en" checked`)
}

// bare returns the page without style and script, which are not markup.
func bare(page string) string {
	return regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>`).ReplaceAllString(page, "")
}

// TestHTMLIsWellFormedAndClosed parses the page as XML, which it is except for its void elements.
func TestHTMLIsWellFormedAndClosed(t *testing.T) {
	page := render(t, fixture(t))
	ids, links, depth := map[string]bool{}, map[string]bool{}, 0
	d := xml.NewDecoder(strings.NewReader(bare(page)))
	d.Strict, d.AutoClose, d.Entity = false, []string{"meta", "input"}, xml.HTMLEntity
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		switch e := token.(type) {
		case xml.StartElement:
			depth++
			require.NotContains(t, []string{"script", "link", "img", "iframe", "object"}, e.Name.Local)
			for _, a := range e.Attr {
				switch a.Name.Local {
				case "id":
					require.False(t, ids[a.Value], "id %s twice", a.Value)
					ids[a.Value] = true
				case "href":
					links[strings.TrimPrefix(a.Value, "#")] = true
				case "src", "style", "onclick":
					t.Errorf("attribute %s on %s", a.Name.Local, e.Name.Local)
				}
			}
		case xml.EndElement:
			depth--
		}
	}
	require.Zero(t, depth)
	require.NotEmpty(t, links)
	for link := range links {
		require.True(t, ids[link], "link to %s has no target", link)
	}
	require.NotRegexp(t, regexp.MustCompile(`https?://|url\(|@import|fetch\(|XMLHttpRequest|WebSocket`), page)
	require.NotContains(t, page, "ZgotmplZ", "the template engine refused no value")
	require.Contains(t, page, "default-src &#39;none&#39;", "the page's policy forbids network access")
}

func TestHTMLFromTheJoinedRecordIsTheSame(t *testing.T) {
	run := fixture(t)
	var joined, again bytes.Buffer
	require.NoError(t, WriteTrace(&joined, run.Results, run.Records))
	record, err := trace.ReadAll(&joined, trace.Strict)
	require.NoError(t, err)
	require.NoError(t, WriteHTML(&again, Run{Results: run.Results, Events: eventsIn(record), Timing: run.Timing}))
	require.Equal(t, render(t, run), again.String())
}

func TestHTMLStaysSmall(t *testing.T) {
	run := fixture(t)
	var scenarios []Scenario
	pass := run.Results.Scenarios[find(&run.Results, passedID)]
	for i := range 70 {
		s := pass
		s.ID += strings.Repeat("x", i)
		scenarios = append(scenarios, s)
	}
	run.Results.Scenarios = scenarios
	var b bytes.Buffer
	run.Events = func(id string) ([]trace.Event, error) {
		var many []trace.Event
		for i := range 8 {
			for _, e := range events(id) {
				e.Seq += 6 * i
				many = append(many, e)
			}
		}
		return many, nil
	}
	require.NoError(t, WriteHTML(&b, run))
	require.Less(t, b.Len(), 2<<20)
}
