// Package capture turns what passes a seam into events of the record: typed, decoded, masked.
//
// It stands on our side of each seam, once per plane: around a reader, around the service's handler, around a product. It
// never looks inside a card, an app or a service, never changes what passes, and never judges.
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

// ErrLeak is wrapped by Recorder.Err when a secret was about to be written in an event that is not the product's: it was
// masked, but whatever let it come this far is a defect of the harness. A leak by the product is no error but evidence:
// its event says so (trace.Leak), and the judge decides.
var ErrLeak = errors.New("a secret was on its way into the record")

// Config is what a Recorder needs.
type Config struct {
	// Scenario is the scenario's id; it stands in every event.
	Scenario string
	// Sink receives one line an event, each in a single Write (trace.Lines).
	Sink io.Writer
	// Now is world time.
	Now func() time.Time
	// Unplugged are planes whose events are not recorded, which proves that no claim passes without its plane.
	Unplugged map[trace.Plane]bool
	// Tokens, where given, stand for all Personal fields; nil leaves our own people readable.
	Tokens *Tokens
	// Secrets are what the leak scanner looks for; nil: nothing.
	Secrets *Secrets
	// Names are the tables by which commands and files get their names; zero: DefaultNames.
	Names Names
	// Late, where given, is told of each event that comes after Finish. It is masked like any other, and not written.
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
	running int // tx of the driver call under way, 0 outside of any
	lines   *trace.RecordWriter
	// finished: the record is complete, whatever still comes.
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

// Add writes one event and gives its seq; 0 where its plane is unplugged or the vocabulary does not know it. The fields are masked on their way; the caller's
// map is left as it is.
func (r *Recorder) Add(plane trace.Plane, by trace.Actor, dir trace.Dir, kind trace.Kind, fields trace.Fields) int {
	return r.add(trace.Event{Plane: plane, By: by, Dir: dir, Kind: kind, Fields: fields}, nil)
}

// add is Add with what comes along unwritten: it is looked through for secrets and goes no further.
func (r *Recorder) add(e trace.Event, unwritten trace.Fields) int {
	return r.write(r.mask, e, unwritten)
}

// write is add with another masker than the record's own.
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

// late hands on an event that came after the record was complete.
func (r *Recorder) late(mask masker, e trace.Event) {
	if r.config.Late == nil {
		return
	}
	e.Scenario, e.Step, e.Time = r.config.Scenario, r.step, r.config.Now()
	e.Fields, _ = r.cleaned(mask, e.Kind, e.Fields)
	r.config.Late(e)
}

// cleaned are fields as they may be written, and the names of those in which a secret was found.
func (r *Recorder) cleaned(mask masker, kind trace.Kind, fields trace.Fields) (masked trace.Fields, leaked []string) {
	masked = mask.apply(kind, maps.Clone(fields))
	veiled := r.leaks.among(kind, veiled(fields, masked))
	masked, leaked = r.leaks.clean(kind, masked)
	return masked, append(leaked, veiled...)
}

// veiled are the texts in whose place something else is written, so that they must be looked through as they came: a body
// that is no JSON, of which only the length is told, and whole texts that became tokens.
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

// SetStep says which step is running, from 1.
func (r *Recorder) SetStep(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.step = n
}

// Begin opens a driver call: every event until End bears its number, which is given back.
func (r *Recorder) Begin() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tx++
	r.running = r.tx
	return r.tx
}

// End closes the driver call.
func (r *Recorder) End() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running = 0
}

// Finish ends the record: nothing is written any more. What comes all the same goes to Config.Late.
func (r *Recorder) Finish() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.finished = true
}

// Err is everything that went wrong with the harness: a write that failed, secrets that were masked in events that are not
// the product's, events that the vocabulary does not know; nil where nothing did. It never tells a secret.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return errors.Join(append(slices.Clip(r.errs), r.lines.Err())...)
}
