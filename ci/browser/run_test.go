package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

// part is the name of these tests in MYNALAB_REQUIRE.
const part = "browser"

// need skips the test in one line if a program is missing, or fails it if the part is required.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			if slices.Contains(strings.Split(os.Getenv("MYNALAB_REQUIRE"), ","), part) {
				t.Fatalf("%s is required for the part %q: make deps installs it", program, part)
			}
			t.Skipf("no %s here: make deps installs it", program)
		}
	}
}

// output returns the output directory of a real run, of the whole suite if no arguments select a part.
func output(t *testing.T, arguments ...string) string {
	t.Helper()
	dir := t.TempDir()
	binary, out := filepath.Join(dir, "mynalab"), filepath.Join(dir, "out")
	build := exec.Command("go", "build", "-trimpath", "-o", binary, "./sim")
	build.Dir = filepath.Join("..", "..")
	text, err := build.CombinedOutput()
	require.NoError(t, err, string(text))
	text, err = exec.Command(binary, append([]string{"run", "--jobs", "0", "--out", out}, arguments...)...).CombinedOutput()
	require.NoError(t, err, string(text))
	return out
}

// failing returns the report of the same run, changed so that one scenario fails and one is unsupported.
func failing(t *testing.T, out string) string {
	t.Helper()
	run, err := reports.ReadRun(out, features.Suite{})
	require.NoError(t, err)
	suite, err := features.Load(features.Embedded())
	require.NoError(t, err)
	scenarios := run.Results.Scenarios
	bad := &scenarios[len(scenarios)/2]
	bad.Verdict, bad.Blame = trace.Fail, trace.BlameProduct
	i := slices.IndexFunc(bad.Claims, func(j trace.Judged) bool { return !j.Invariant })
	bad.Claims[i].OK, bad.Claims[i].Blame = false, trace.BlameProduct
	bad.Claims[i].Got = trace.Sentence{JA: "別の画面が表示された", EN: "another screen was shown"}
	why := trace.Sentence{JA: "このリーダーではカードを取り出せない", EN: "this reader cannot let go of the card"}
	scenarios[1].Verdict, scenarios[1].Reason, scenarios[1].Claims, scenarios[1].Counts = trace.Unsupported, &why, nil, reports.CountsNothing
	run.Results = reports.New(run.Results.Run, run.Results.Selection, suite, scenarios)
	file := filepath.Join(t.TempDir(), reports.HTMLFile)
	f, err := os.Create(file)
	require.NoError(t, err)
	require.NoError(t, reports.WriteHTML(f, run))
	require.NoError(t, f.Close())
	return file
}

// page is an open report.
type page struct {
	*testing.T
	tab *tab
}

// show opens a report in a fresh Chromium.
func show(t *testing.T, file string, s size, dark bool) page {
	t.Helper()
	opened := fresh(t, s, dark)
	require.NoError(t, opened.open(file))
	return page{t, opened}
}

// patience is how long a page may take in one test: far more than any does, even on a slow machine.
const patience = 2 * time.Minute

// fresh starts a Chromium for the test.
func fresh(t *testing.T, s size, dark bool) *tab {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	opened, closeTab, err := newTab(ctx, t.TempDir(), s, dark)
	require.NoError(t, err)
	t.Cleanup(func() { closeTab(); cancel() })
	return opened
}

// eval returns the value of an expression on the page.
func eval[T any](p page, expression string) T {
	p.Helper()
	value, err := chromedp.Run(p.tab.ctx, chromedp.Evaluate[T](expression))
	require.NoError(p, err, expression)
	return value
}

// press types keys as a person does.
func (p page) press(keys string) {
	p.Helper()
	require.NoError(p, chromedp.Do(p.tab.ctx, chromedp.KeyEvent(keys)))
}

// click clicks the first element that matches the selector.
func (p page) click(selector string) {
	p.Helper()
	require.NoError(p, chromedp.Do(p.tab.ctx, chromedp.Click(chromedp.CSS(selector))))
}

// visible returns the number of scenarios that are visible on the page.
func (p page) visible() int {
	p.Helper()
	return eval[int](p, `[...document.querySelectorAll(".scenario")].filter(s => s.getClientRects().length).length`)
}

// say replaces the content of the focused field by a text.
func (p page) say(text string) {
	p.Helper()
	eval[any](p, `document.activeElement.select()`)
	_, err := chromedp.Call(p.tab.ctx, input.InsertText, input.InsertTextParams{Text: text})
	require.NoError(p, err)
}

// keep saves a screenshot for people to look at, if MYNALAB_PICTURES names a directory.
func (p page) keep(name string) {
	p.Helper()
	if os.Getenv("MYNALAB_PICTURES") == "" {
		return
	}
	png, err := chromedp.Run(p.tab.ctx, chromedp.CaptureScreenshot())
	require.NoError(p, err)
	p.keepFile(name+".png", png)
}

func (p page) keepFile(name string, content []byte) {
	p.Helper()
	if dir := os.Getenv("MYNALAB_PICTURES"); dir != "" {
		require.NoError(p, os.MkdirAll(dir, 0o755))
		require.NoError(p, os.WriteFile(filepath.Join(dir, name), content, 0o644))
	}
}

// settled waits until the page has drawn the result of the last action.
func (p page) settled() {
	p.Helper()
	const drawn = `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`
	_, err := chromedp.Run(p.tab.ctx, chromedp.Evaluate[bool](drawn, chromedp.EvalAwaitPromise))
	require.NoError(p, err)
}

// quiet checks that the page wrote nothing to the console and requested nothing but itself.
func (p page) quiet() {
	p.Helper()
	p.settled()
	trouble, requests := p.tab.seen()
	require.Empty(p, trouble, "console")
	for _, address := range requests {
		require.True(p, strings.HasPrefix(address, "file://") && strings.HasSuffix(address, ".html"), "request to %s", address)
	}
	require.Len(p, requests, 1)
}
