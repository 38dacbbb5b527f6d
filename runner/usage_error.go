package runner

import (
	"github.com/mynalab/mynalab/reports/bilingual"
	"github.com/mynalab/mynalab/reports/trace"
)

// UsageError says that what the user typed or handed in can't be run. Its text is one line and ends with what to do next.
type UsageError struct{ sentence trace.Sentence }

// Error returns the line in English.
func (e *UsageError) Error() string { return e.sentence.EN }

// Sentence returns the line in both languages.
func (e *UsageError) Sentence() trace.Sentence { return e.sentence }

// usagef makes a UsageError from a Japanese and an English format that take the same arguments.
func usagef(ja, en string, args ...any) error {
	return &UsageError{bilingual.Of(ja, en).With(args...)}
}
