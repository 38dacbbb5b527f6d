package runner

import (
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

// The exit codes of a run (design §3).
const (
	ExitGood    = 0 // something passed, and no verdict is worse than unsupported
	ExitFailed  = 1 // fail or unexpected-pass
	ExitUsage   = 2 // the command line or the input files are wrong, or nothing passed
	ExitTrouble = 3 // error or not-run: the run shows nothing about the product
)

// ExitCode returns the exit code of the process: the worst verdict decides, and a run in which nothing passed is never
// good.
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
