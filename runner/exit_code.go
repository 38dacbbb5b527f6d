package runner

import (
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

// The exit codes of a run.
const (
	ExitGood    = 0 // something passed, nothing is worse than unsupported
	ExitFailed  = 1 // fail or unexpected-pass
	ExitUsage   = 2 // what the user typed or handed in lets nothing be shown
	ExitTrouble = 3 // error or not-run: the run does not tell
)

// ExitCode is what the process ends with: the worst verdict decides, and a run in which nothing passed is never good.
func ExitCode(r reports.Results) int {
	switch {
	case len(r.Scenarios) == 0:
		return ExitUsage
	case r.Verdict == trace.Error, r.Verdict == trace.NotRun:
		return ExitTrouble
	case r.Verdict == trace.Fail, r.Verdict == trace.UnexpectedPass:
		return ExitFailed
	case r.Counts[trace.Pass] == 0:
		return ExitUsage
	default:
		return ExitGood
	}
}
