package runner

import (
	"fmt"
	"runtime/debug"
	"strings"
)

// safely calls do and turns a panic into an error. A panic is a defect of ours, or of a product in this process; the
// verdicts of other scenarios must not be lost because of it.
func safely(do func() error) (err error) {
	defer func() {
		if raised := recover(); raised != nil {
			err = fmt.Errorf("panic: %v at %s", raised, panicPlace(debug.Stack()))
		}
	}()
	return do()
}

// panicPlace returns the function and line where a panic was raised, from a stack as debug.Stack returns it: the first
// frame below that of panic itself. A report has one line for it, and must not contain a path of this machine.
func panicPlace(stack []byte) string {
	lines := strings.Split(string(stack), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "panic(") && i+3 < len(lines) {
			return frame(lines[i+2], lines[i+3])
		}
	}
	return "an unknown place"
}

// frame returns one frame of a stack: the function without its arguments, and the file and line without directories.
func frame(function, place string) string {
	if at := strings.LastIndexByte(function, '('); at > 0 {
		function = function[:at]
	}
	place, _, _ = strings.Cut(strings.TrimSpace(place), " ")
	return function[strings.LastIndexByte(function, '/')+1:] + " (" + place[strings.LastIndexByte(place, '/')+1:] + ")"
}
