package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/chromedp/chromedp"
)

func main() {
	report := flag.String("report", "out/report.html", "the report to take a screenshot of")
	out := flag.String("out", "ci/report.png", "the file to write the screenshot to")
	flag.Parse()
	if err := shoot(context.Background(), *report, *out); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

// shoot takes a screenshot of the top of the report, in the language that the report shows first.
func shoot(ctx context.Context, report, out string) error {
	profile, err := os.MkdirTemp("", "picture")
	if err != nil {
		return fmt.Errorf("making a profile: %w", err)
	}
	defer os.RemoveAll(profile) //nolint:errcheck // only a temporary directory
	t, closeTab, err := newTab(ctx, profile, picture(), false)
	if err != nil {
		return err
	}
	defer closeTab()
	if err := t.open(report); err != nil {
		return err
	}
	png, err := chromedp.Run(t.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return fmt.Errorf("taking the screenshot: %w", err)
	}
	return os.WriteFile(out, png, 0o644)
}
