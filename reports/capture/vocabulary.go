package capture

import (
	"errors"
	"fmt"
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
)

// ErrVocabulary is wrapped by Recorder.Err if an event is not in the vocabulary of the record (trace.Check). The event is
// not written: a reader would overlook it and find no evidence.
var ErrVocabulary = errors.New("an event was not written")

// knows reports whether the event is in the vocabulary. If not, it adds an error, once for each thing that is unknown. It
// checks the masked fields, because the error contains their names and a name may contain a secret.
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
