// Package capture turns what passes the seams (design §1) into events of the record: typed, decoded and masked.
//
// It stands on our side of each seam, once per plane: [Reader] around a reader, [Handler] around the handler of the
// service, [Product] around a product; [Portal] records a person at a portal. It never looks inside a card, an app or a
// service, never changes what passes, and never judges. All events go through a [Recorder], made of a [Config]: it masks
// them, scans them for [Secrets], checks them against the vocabulary and writes them. Start reading there.
package capture

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mynalab/mynalab/reports/trace"
)

// ErrLeak is wrapped by Recorder.Err if a secret was about to be written in an event that is not the product's. The secret
// was masked, but the code that let it through is a defect of the harness. A leak by the product is not an error but
// evidence: its event has the field trace.Leak, and the judge decides.
var ErrLeak = errors.New("a secret was on its way into the record")

// Config is what a Recorder needs.
type Config struct {
	// Scenario is the scenario's id, written into every event.
	Scenario string
	// Sink receives one line per event, each in a single Write (trace.RecordWriter).
	Sink io.Writer
	// Now returns world time.
	Now func() time.Time
	// Unplugged are planes whose events are not recorded. Tests use it to prove that no claim passes without its plane.
	Unplugged map[trace.Plane]bool
	// Tokens, if not nil, replace the values of all Personal fields; nil keeps our own invented people readable.
	Tokens *Tokens
	// Secrets are what the leak scanner searches for; nil for none.
	Secrets *Secrets
	// Names are the tables of names for commands and files; the zero value stands for DefaultNames.
	Names Names
	// Late, if not nil, is called for each event after Finish. The event is masked like any other, but not written.
	Late func(trace.Event)
}

// Recorder writes the record of one scenario. It may be used by several goroutines at once.
type Recorder struct {
	config Config
	mask   masker
	leaks  *scanner

	mu      sync.Mutex
	seq     int
	step    int
	tx      int
	running int // tx of the current driver call, 0 outside of calls
	lines   *trace.RecordWriter
	// finished is true once the record is complete; later events are not written.
	finished bool
	errs     []error
}

// NewRecorder makes a Recorder.
func NewRecorder(c Config) *Recorder {
	if c.Names.empty() {
		c.Names = DefaultNames()
	}
	return &Recorder{config: c, mask: masker{tokens: c.Tokens, names: c.Names}, leaks: c.Secrets.scanner(), lines: trace.NewRecordWriter(c.Sink)}
}

// Add writes one event and returns its seq; 0 if the plane is unplugged or the event is not in the vocabulary. A copy of
// the fields is masked; the caller's map is unchanged.
func (r *Recorder) Add(plane trace.Plane, by trace.Actor, dir trace.Dir, kind trace.Kind, fields trace.Fields) int {
	return r.add(trace.Event{Plane: plane, By: by, Dir: dir, Kind: kind, Fields: fields}, nil)
}

// add is Add with further texts that are not written, only searched for secrets.
func (r *Recorder) add(e trace.Event, unwritten trace.Fields) int {
	return r.write(r.mask, e, unwritten)
}

// write is add with a masker other than the record's own.
func (r *Recorder) write(mask masker, e trace.Event, unwritten trace.Fields) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.config.Unplugged[e.Plane] {
		return 0
	}
	if r.finished {
		r.late(mask, e)
		return 0
	}
	masked, leaked := r.cleaned(mask, e.Kind, e.Fields)
	if !r.knows(e, masked) {
		return 0
	}
	r.seq++
	leaked = append(leaked, r.leaks.among(e.Kind, unwritten)...)
	if len(leaked) > 0 {
		masked[trace.Leak] = strings.Join(leaked, ", ")
		r.blame(e.By, leaked)
	}
	e.Scenario, e.Seq, e.Step, e.Time, e.Tx, e.Fields = r.config.Scenario, r.seq, r.step, r.config.Now(), r.running, masked
	r.lines.Add(e)
	return r.seq
}

// late passes on an event that came after the record was complete.
func (r *Recorder) late(mask masker, e trace.Event) {
	if r.config.Late == nil {
		return
	}
	e.Scenario, e.Step, e.Time = r.config.Scenario, r.step, r.config.Now()
	e.Fields, _ = r.cleaned(mask, e.Kind, e.Fields)
	r.config.Late(e)
}

// cleaned returns the fields as they may be written, and the names of those in which a secret was found.
func (r *Recorder) cleaned(mask masker, kind trace.Kind, fields trace.Fields) (masked trace.Fields, leaked []string) {
	masked = mask.apply(kind, maps.Clone(fields))
	veiled := r.leaks.among(kind, veiled(fields, masked))
	masked, leaked = r.leaks.clean(kind, masked)
	return masked, append(leaked, veiled...)
}

// veiled returns the texts that are replaced by something else when written and so must be searched as they came: a body
// that is not JSON, of which only the length is written, and whole texts that became tokens.
func veiled(fields, masked trace.Fields) trace.Fields {
	unseen := trace.Fields{}
	if body := fields[fieldBody]; body != "" && masked[fieldBody] == lengthOf(len(body)) {
		unseen[fieldBody] = body
	}
	for _, name := range texts() {
		if fields[name] != masked[name] {
			unseen[name] = fields[name]
		}
	}
	return unseen
}

// blame makes an error of a leak, unless it is the product's.
func (r *Recorder) blame(by trace.Actor, leaked []string) {
	if by == trace.Product {
		return
	}
	for _, name := range leaked {
		r.errs = append(r.errs, fmt.Errorf("%w: field %q of event %d", ErrLeak, name, r.seq))
	}
}

// Claim writes a claim.
func (r *Recorder) Claim(c trace.Claim) int {
	return r.Add(trace.World, trace.Harness, trace.Stimulus, trace.KindClaim, c.Fields())
}

// SetStep sets the number of the step that is running, from 1.
func (r *Recorder) SetStep(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.step = n
}

// Begin starts a driver call and returns its number, which every event until End gets as its Tx.
func (r *Recorder) Begin() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tx++
	r.running = r.tx
	return r.tx
}

// End ends the driver call.
func (r *Recorder) End() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running = 0
}

// Finish completes the record: nothing is written any more. Later events go to Config.Late.
func (r *Recorder) Finish() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.finished = true
}

// Err returns everything that went wrong in the harness: a failed write, secrets that were masked in events that are not
// the product's, events that are not in the vocabulary; nil if nothing did. It never contains a secret.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return errors.Join(append(slices.Clip(r.errs), r.lines.Err())...)
}
