// Command browser takes a screenshot of the top of a report; its tests open reports and portal pages in a real Chromium.
//
// It is a module of its own, so that mynalab itself needs no browser library. It does not look into the report's source: it
// checks what a reader's browser shows. Start with tab in this file, and with TestReport and TestPortal.
package main

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// tab is one page in a Chromium process of its own.
type tab struct {
	ctx context.Context

	mu sync.Mutex
	// trouble are the messages of console and network: a correct report causes none.
	trouble []string
	// requests are the addresses that the page has requested.
	requests []string
}

// size is a window in CSS pixels.
type size struct{ width, height int64 }

// The windows: a desktop, a telephone, and the screenshot in the README.
func desktop() size { return size{1280, 900} }
func phone() size   { return size{375, 812} }
func picture() size { return size{1180, 700} }

// newTab starts a Chromium with its profile in dir. closeTab ends it.
func newTab(ctx context.Context, dir string, s size, dark bool) (t *tab, closeTab func(), err error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:len(chromedp.DefaultExecAllocatorOptions):len(chromedp.DefaultExecAllocatorOptions)],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(dir), chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), chromedp.WindowSize(int(s.width), int(s.height)))
	ctx, endBrowser := chromedp.NewExecAllocator(ctx, options...)
	ctx, endTab := chromedp.NewContext(ctx)
	t = &tab{ctx: ctx}
	closeTab = func() { endTab(); endBrowser() }
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	err = chromedp.Do(ctx, chromedp.EmulateViewport(s.width, s.height), chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
			return err
		}
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	}))
	if err == nil {
		err = t.listen()
	}
	if err != nil {
		closeTab()
		return nil, nil, fmt.Errorf("starting chromium: %w; install it (make deps)", err)
	}
	return t, closeTab, nil
}

// listen collects requests and console messages of the page. An event is delivered before the answer to any later command.
func (t *tab) listen() error {
	return chromedp.Listen(t.ctx, func(event any) {
		t.mu.Lock()
		defer t.mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			t.requests = append(t.requests, e.Request.URL)
		case *runtime.EventConsoleAPICalled:
			t.trouble = append(t.trouble, fmt.Sprintf("%s %v", e.Type, e.Args))
		case *runtime.EventExceptionThrown:
			t.trouble = append(t.trouble, e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			t.trouble = append(t.trouble, e.Entry.Text)
		}
	})
}

// open opens a file.
func (t *tab) open(file string) error {
	path, err := filepath.Abs(file)
	if err != nil {
		return fmt.Errorf("finding the report: %w", err)
	}
	if err := chromedp.Do(t.ctx, chromedp.Navigate("file://"+path)); err != nil {
		return fmt.Errorf("opening the report: %w", err)
	}
	return nil
}

// seen returns the messages and requests until now.
func (t *tab) seen() (trouble, requests []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]string{}, t.trouble...), append([]string{}, t.requests...)
}
