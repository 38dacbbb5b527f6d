package runner

import (
	"fmt"
	"runtime/debug"
	"strings"
)

// safely makes an error of a panic: it is a defect of ours, or of a product in this process, and no reason to lose the verdicts
// of other scenarios.
func safely(do func() error) (err error) {
	defer func() {
		if raised := recover(); raised != nil {
			err = fmt.Errorf("panic: %v at %s", raised, panicPlace(debug.Stack()))
		}
	}()
	return do()
}

// panicPlace is the function and line at which a panic was raised, from a stack as debug.Stack gives it: the first frame
// below the one of panic itself. A report holds one line and no path of this machine.
func panicPlace(stack []byte) string {
	lines := strings.Split(string(stack), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "panic(") && i+3 < len(lines) {
			return frame(lines[i+2], lines[i+3])
		}
	}
	return "an unknown place"
}

// frame is one frame of a stack: the function without its arguments, and file and line without directories.
func frame(function, place string) string {
	if at := strings.LastIndexByte(function, '('); at > 0 {
		function = function[:at]
	}
	place, _, _ = strings.Cut(strings.TrimSpace(place), " ")
	return function[strings.LastIndexByte(function, '/')+1:] + " (" + place[strings.LastIndexByte(place, '/')+1:] + ")"
}
