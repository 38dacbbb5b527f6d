package main

import (
	"fmt"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner"
)

// eraseLine moves the cursor to the start of the terminal's line and clears the line.
const eraseLine = "\r\x1b[K"

// progress shows how far the run is, on a terminal only. The line is pure ASCII, so its width is known and it never wraps: a
// wrapped line could not be erased.
func progress(s surroundings) func(runner.Progress) {
	if !s.terminal {
		return nil
	}
	counts := map[trace.Verdict]int{}
	return func(p runner.Progress) {
		counts[p.Scenario.Verdict]++
		if p.Done == p.Total {
			fmt.Fprint(s.stderr, eraseLine)
			return
		}
		fmt.Fprint(s.stderr, eraseLine+progressLine(p.Done, p.Total, counts))
	}
}

// progressLine returns e.g. "12/46 pass 11 fail 1".
func progressLine(done, total int, counts map[trace.Verdict]int) string {
	parts := []string{fmt.Sprintf("%d/%d", done, total)}
	for _, v := range trace.Verdicts() {
		if n := counts[v]; n > 0 {
			parts = append(parts, fmt.Sprintf("%v %d", v, n))
		}
	}
	return strings.Join(parts, " ")
}
