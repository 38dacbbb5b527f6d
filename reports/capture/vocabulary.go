package capture

import (
	"errors"
	"fmt"
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
)

// ErrVocabulary is wrapped by Recorder.Err when somebody wanted to write an event that the vocabulary of the record does not
// know (trace.Check). The event is not written: a reader would look past it and find no evidence.
var ErrVocabulary = errors.New("an event was not written")

// knows tells whether the vocabulary knows the event, and makes an error of it where not: one for each thing that it does
// not know. The fields are looked at masked, since the error names them and a name may hold a secret.
func (r *Recorder) knows(e trace.Event, masked trace.Fields) bool {
	e.Fields = masked
	err := trace.Check(e)
	if err == nil {
		return true
	}
	err = fmt.Errorf("%w: %w", ErrVocabulary, err)
	if !slices.ContainsFunc(r.errs, func(known error) bool { return known.Error() == err.Error() }) {
		r.errs = append(r.errs, err)
	}
	return false
}
