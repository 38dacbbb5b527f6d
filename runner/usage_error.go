package runner

import (
	"github.com/mynalab/mynalab/reports/bilingual"
	"github.com/mynalab/mynalab/reports/trace"
)

// UsageError says that what the user typed or handed in cannot be run. Each text is one line and ends with the next move.
type UsageError struct{ sentence trace.Sentence }

// Error is the line in English.
func (e *UsageError) Error() string { return e.sentence.EN }

// Sentence is the line in both languages.
func (e *UsageError) Sentence() trace.Sentence { return e.sentence }

// usagef makes one of two formats that take the same arguments.
func usagef(ja, en string, args ...any) error {
	return &UsageError{bilingual.Of(ja, en).With(args...)}
}
