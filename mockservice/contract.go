package mockservice

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/mynalab/mynalab/mockservice/control"
)

//go:embed openapi.yaml
var document string

// Document is the contract of the public handler, OpenAPI in YAML.
func Document() string { return document }

// contract is a document made ready to hold requests against it.
type contract struct {
	operations map[string]*operation // by "METHOD /path/{parameter}"
	names      map[string]bool       // of all members; what else a request names is its sender's own word
}

// operation is what the document says about the requests of one operation.
type operation struct {
	// schemes are those of which any lets in; with open nobody needs one.
	schemes    []string
	open       bool
	parameters []*openapi3.Parameter
	// media is the type of the body, empty where there is none. schema is that of a JSON body, nil for octets.
	media  string
	schema *openapi3.Schema
}

// The two contracts are read once, since reading takes long. They never change.
var (
	publicContract  = sync.OnceValue(func() *contract { return mustRead(document) })
	controlContract = sync.OnceValue(func() *contract { return mustRead(control.Document()) })
)

// mustRead reads a document that is part of the program.
func mustRead(text string) *contract {
	c, err := readContract(text)
	if err != nil {
		panic("mockservice: internal error: " + err.Error())
	}
	return c
}

func readContract(text string) (*contract, error) {
	doc, err := openapi3.NewLoader().LoadFromData([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("reading the contract: %w", err)
	}
	c := &contract{operations: map[string]*operation{}, names: map[string]bool{}}
	for path, item := range doc.Paths.Map() {
		for method, described := range item.Operations() {
			c.operations[method+" "+path] = readOperation(doc, item, described)
		}
	}
	for _, schema := range doc.Components.Schemas {
		c.learn(schema.Value)
	}
	return c, nil
}

func readOperation(doc *openapi3.T, item *openapi3.PathItem, described *openapi3.Operation) *operation {
	op := &operation{}
	security := doc.Security
	if described.Security != nil {
		security = *described.Security
	}
	op.open = len(security) == 0
	for _, any := range security {
		op.open = op.open || len(any) == 0
		for scheme := range any {
			op.schemes = append(op.schemes, scheme)
		}
	}
	for _, list := range []openapi3.Parameters{item.Parameters, described.Parameters} {
		for _, p := range list {
			op.parameters = append(op.parameters, p.Value)
		}
	}
	if described.RequestBody != nil {
		for media, content := range described.RequestBody.Value.Content {
			op.media = media
			if media == mediaJSON {
				op.schema = content.Schema.Value
			}
		}
	}
	return op
}

// learn keeps the names of a schema's members.
func (c *contract) learn(schema *openapi3.Schema) {
	for name, member := range schema.Properties {
		c.names[name] = true
		if member.Ref == "" {
			c.learn(member.Value)
		}
	}
	if schema.Items != nil && schema.Items.Ref == "" {
		c.learn(schema.Items.Value)
	}
}
