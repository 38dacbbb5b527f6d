package capture

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
)

// Product returns inner with every call recorded on the control plane. Each call is one transaction: events at the other
// seams during the call get its number. Addresses, ports and keys of the slot are left out, since they differ from run to
// run.
func Product(rec *Recorder, inner driver.Product) driver.Product {
	return &recordedProduct{rec: rec, inner: inner}
}

type recordedProduct struct {
	rec   *Recorder
	inner driver.Product
}

func (p *recordedProduct) Describe(ctx context.Context) (driver.Description, error) {
	defer p.call(trace.Harness, trace.VerbDescribe, nil)()
	d, err := p.inner.Describe(ctx)
	if err != nil {
		p.failed(trace.VerbDescribe, err)
		return d, err
	}
	verbs := make([]string, 0, len(d.Verbs))
	for _, v := range d.Verbs {
		verbs = append(verbs, string(v))
	}
	p.rec.Add(trace.Control, trace.Product, trace.Observation, trace.KindDescribed,
		trace.Fields{"name": d.Name, "version": d.Version, "verbs": strings.Join(verbs, " ")})
	return d, nil
}

func (p *recordedProduct) Configure(ctx context.Context, slot driver.Slot) error {
	defer p.call(trace.Harness, trace.VerbConfigure, nil)()
	return p.failed(trace.VerbConfigure, p.inner.Configure(ctx, slot))
}

func (p *recordedProduct) Clock(ctx context.Context, now time.Time) error {
	defer p.call(trace.Harness, trace.VerbClock, trace.Fields{"arg.now": now.In(trace.JST()).Format(time.RFC3339)})()
	return p.failed(trace.VerbClock, p.inner.Clock(ctx, now))
}

// Close is not recorded: it is not part of a scenario, because the slot closes its product.
func (p *recordedProduct) Close(ctx context.Context) error { return p.inner.Close(ctx) }

func (p *recordedProduct) Do(ctx context.Context, call driver.Call) (driver.Screen, error) {
	defer p.call(trace.PersonActor, trace.Verb(call.Verb), arguments(call))()
	screen, err := p.inner.Do(ctx, call)
	if err != nil {
		return screen, p.failed(trace.Verb(call.Verb), err)
	}
	p.rec.Add(trace.Control, trace.Product, trace.Observation, trace.KindScreen, shown(screen))
	return screen, nil
}

// call starts a transaction with its call and returns the function that ends it.
func (p *recordedProduct) call(by trace.Actor, verb trace.Verb, fields trace.Fields) (end func()) {
	if fields == nil {
		fields = trace.Fields{}
	}
	fields["verb"] = string(verb)
	p.rec.Begin()
	p.rec.Add(trace.Control, by, trace.Stimulus, trace.KindCall, fields)
	return p.rec.End
}

// failed records an error by its kind, because its text may contain an address, and returns the error.
func (p *recordedProduct) failed(verb trace.Verb, err error) error {
	if err == nil {
		return nil
	}
	kind := trace.FailureCall
	switch {
	case errors.Is(err, driver.ErrUnsupported):
		kind = trace.FailureUnsupported
	case errors.Is(err, context.DeadlineExceeded):
		kind = trace.FailureTimeout
	case errors.Is(err, context.Canceled):
		kind = trace.FailureCancelled
	}
	p.rec.Add(trace.Control, trace.Product, trace.Observation, trace.KindFailure, trace.Fields{"verb": string(verb), "error": string(kind)})
	return err
}

// arguments returns the arguments that the verb takes; secrets are written as owner/name.
func arguments(call driver.Call) trace.Fields {
	f := trace.Fields{}
	if call.Secret != nil {
		f["arg.secret"] = reference(*call.Secret)
	}
	if c := call.Credentials; c != nil {
		f["arg.institution-code"] = reference(c.InstitutionCode)
		f["arg.account-id"] = reference(c.AccountID)
		f["arg.password"] = reference(c.Password)
		f["arg.activation-code"] = reference(c.ActivationCode)
	}
	for _, u := range driver.Usages() {
		if u.Verb == call.Verb && slices.Contains(u.Args, "On") {
			f["arg.on"] = strconv.FormatBool(call.On)
		}
	}
	return f
}

func reference(r driver.Ref) string { return r.Owner + "/" + r.Name }

// shown returns a screen as fields. A label that is shown more than once gets a number from the second time on, so that
// every value is recorded.
func shown(s driver.Screen) trace.Fields {
	f := trace.Fields{"screen": string(s.Screen), "outcome": string(s.Outcome)}
	if s.Text != "" {
		f["text"] = s.Text
	}
	if s.Tries != nil {
		f["tries"] = strconv.Itoa(*s.Tries)
	}
	if s.HandOver != "" {
		f[fieldHandOver] = s.HandOver
	}
	for _, file := range s.Files {
		handed(f, file)
	}
	for _, field := range s.Fields {
		name := trace.FieldPrefix + field.Label
		for n := 2; ; n++ {
			if _, taken := f[name]; !taken {
				break
			}
			name = fmt.Sprintf("%s%s.%d", trace.FieldPrefix, field.Label, n)
		}
		f[name] = field.Value
	}
	return f
}

// handed adds a file for the receipt computer under its kind. For a kind that is neither XML nor JSON only the length is
// written.
func handed(f trace.Fields, file driver.File) {
	name := fieldHandOver + strings.ToLower(path.Ext(file.Name))
	if name != fieldXML && name != fieldJSON {
		f[fieldHandOver+".other"] = lengthOf(len(file.Content))
		return
	}
	f[name] = file.Content
}
