package runner

import "fmt"

// UsageError says that what the user typed cannot be run. Its text is one line and ends with the next move.
type UsageError struct{ text string }

// Error is the line.
func (e *UsageError) Error() string { return e.text }

func usagef(format string, args ...any) error { return &UsageError{fmt.Sprintf(format, args...)} }
