package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheTabNotices shows that a page with console messages and requests is noticed; the other tests require that there are
// none.
func TestTheTabNotices(t *testing.T) {
	need(t, "chromium")
	file := filepath.Join(t.TempDir(), "loud.html")
	const loud = `<!DOCTYPE html><title>loud</title><img src="http://127.0.0.1:9/x.png" alt=""><script>console.log("said"); throw new Error("thrown")</script>`
	require.NoError(t, os.WriteFile(file, []byte(loud), 0o644))
	p := show(t, file, desktop(), false)
	p.settled()
	trouble, requests := p.tab.seen()
	require.GreaterOrEqual(t, len(trouble), 2, "console and exception")
	require.Contains(t, requests, "http://127.0.0.1:9/x.png")
}
