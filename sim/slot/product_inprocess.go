package slot

import (
	"context"
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
)

// MakeProduct makes a product in the same process.
type MakeProduct func(ProductEnv) (driver.Product, error)

// inProcess is a product in the same process.
type inProcess struct {
	name    string
	make    MakeProduct
	env     ProductEnv
	product driver.Product
}

var _ Product = (*inProcess)(nil)

// InProcess returns a maker of the plane for a product in the same process; each slot gets a product of its own. name goes
// into the record's header.
func InProcess(name string, make MakeProduct) func(ProductEnv) Product {
	return func(b ProductEnv) Product { return &inProcess{name: name, make: make, env: b} }
}

// Open makes the product.
func (p *inProcess) Open(context.Context) error {
	product, err := p.make(p.env)
	if err == nil && product == nil {
		err = errors.New("its maker returned nil; return a driver.Product or an error")
	}
	if err != nil {
		return fmt.Errorf("opening the product %s: %w", p.name, err)
	}
	p.product = product
	return nil
}

// Close tells the product to end.
func (p *inProcess) Close(ctx context.Context) error {
	if p.product == nil {
		return nil
	}
	product := p.product
	p.product = nil
	return product.Close(ctx)
}

func (p *inProcess) Adapter() string                      { return p.name }
func (p *inProcess) Runs([]string) (trace.Sentence, bool) { return trace.Sentence{}, true }
func (p *inProcess) Driver() driver.Product               { return p.product }
