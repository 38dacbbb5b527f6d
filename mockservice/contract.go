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

// Document returns the contract of the public handler, OpenAPI in YAML.
func Document() string { return document }

// contract is a document prepared for checking requests.
type contract struct {
	operations map[string]*operation // by "METHOD /path/{parameter}"
	names      map[string]bool       // the names of all members; any other name in a request is text of its sender
}

// operation is what the document requires of the requests of one operation.
type operation struct {
	// schemes are the security schemes. open means that a request without a token is accepted, too.
	schemes    []string
	open       bool
	parameters []*openapi3.Parameter
	// media is the media type of the body, empty if there is no body. schema is the schema of a JSON body, nil for other bodies.
	media  string
	schema *openapi3.Schema
}

// The two contracts are parsed once, since that takes long. They never change.
var (
	publicContract  = sync.OnceValue(func() *contract { return mustRead(document) })
	controlContract = sync.OnceValue(func() *contract { return mustRead(control.Document()) })
)

// mustRead parses a document that is part of the program. It panics on a failure, which would be a mistake in the program.
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

// learn adds the names of a schema's members to c.names.
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
