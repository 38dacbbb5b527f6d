package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
)

// The official formatter and the reader of messages that belongs to it, in the versions that the test is written for.
const (
	formatter = "@cucumber/html-formatter@24.2.0"
	streams   = "@cucumber/message-streams@5.0.1"
)

// format is the program that passes the messages to the formatter.
const format = `import fs from "node:fs";
import {pipeline} from "node:stream/promises";
import {CucumberHtmlStream} from "@cucumber/html-formatter";
import {NdjsonToMessageStream} from "@cucumber/message-streams";
await pipeline(fs.createReadStream(process.argv[2]), new NdjsonToMessageStream(), new CucumberHtmlStream(), fs.createWriteStream(process.argv[3]));
`

// TestOfficialFormatterTakesTheMessages passes messages.ndjson of a real run to Cucumber's own formatter and looks at the
// page that it makes.
func TestOfficialFormatterTakesTheMessages(t *testing.T) {
	need(t, "npm", "node", "chromium")
	dir, out := t.TempDir(), output(t)
	install := exec.Command("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", dir, formatter, streams)
	text, err := install.CombinedOutput()
	require.NoError(t, err, string(text))
	script, page := filepath.Join(dir, "format.mjs"), filepath.Join(dir, "cucumber.html")
	require.NoError(t, os.WriteFile(script, []byte(format), 0o644))
	text, err = exec.Command("node", script, filepath.Join(out, reports.MessagesFile), page).CombinedOutput()
	require.NoError(t, err, string(text))

	run, err := reports.ReadRun(out, features.Suite{})
	require.NoError(t, err)
	p := show(t, page, desktop(), false)
	const ready = `["passed", "pin.feature"].every((word) => document.body.innerText.includes(word))`
	_, err = chromedp.Run(p.tab.ctx, chromedp.Poll[bool](ready))
	require.NoError(t, err)
	p.keep("cucumber")
	shown := eval[string](p, `document.body.innerText`)
	require.Contains(t, shown, fmt.Sprintf("%d", len(run.Results.Scenarios)))
	require.Contains(t, shown, "pin.feature")
	trouble, _ := p.tab.seen()
	require.Empty(t, trouble)
}
