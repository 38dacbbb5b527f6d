package mockservice

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/mynalab/mynalab/mockservice/wire"
)

const mediaJSON = "application/json"

// path holds a request's path parameters against the contract. A path that breaks it is none.
func (c *contract) path(op *operation, r *http.Request) error {
	for _, p := range op.parameters {
		if p.In == openapi3.ParameterInPath && p.Schema.Value.VisitJSON(r.PathValue(p.Name)) != nil {
			return wire.ProblemFor(wire.CodeUnknownPath, "")
		}
	}
	return nil
}

// query holds a request's query parameters against the contract.
func (c *contract) query(op *operation, r *http.Request) error {
	for _, p := range op.parameters {
		if p.In != openapi3.ParameterInQuery {
			continue
		}
		values, given := r.URL.Query()[p.Name]
		switch {
		case !given && p.Required:
			return malformed(p.Name + ": it is missing")
		case !given:
			continue
		case len(values) > 1:
			return malformed(p.Name + ": it is there more than once")
		}
		value, err := typed(p.Schema.Value, values[0])
		if err == nil {
			err = p.Schema.Value.VisitJSON(value)
		}
		if err != nil {
			return malformed(p.Name + ": " + sentence(err))
		}
	}
	return nil
}

// typed is a parameter's text as a value of its type.
func typed(schema *openapi3.Schema, text string) (any, error) {
	if !schema.Type.Is(openapi3.TypeInteger) {
		return text, nil
	}
	n, err := strconv.Atoi(text)
	return float64(n), err
}

// body holds a JSON body against the contract and leaves it to be read again. Octets are for the handler to bound.
func (c *contract) body(op *operation, r *http.Request) error {
	if op.media == "" {
		return nil
	}
	if given := r.Header.Get("Content-Type"); given != "" {
		if media, _, err := mime.ParseMediaType(given); err != nil || media != op.media {
			return wire.ProblemFor(wire.CodeMediaType, op.media)
		}
	}
	if op.schema == nil {
		return nil
	}
	var text bytes.Buffer
	text.Grow(int(min(max(r.ContentLength, 0), wire.Limit) + bytes.MinRead))
	if _, err := text.ReadFrom(io.LimitReader(r.Body, wire.Limit+1)); err != nil {
		return malformed("the body is cut short")
	}
	var value any
	switch err := wire.Decode(bytes.NewReader(text.Bytes()), &value); {
	case errors.Is(err, wire.ErrTooLarge):
		return wire.ProblemFor(wire.CodeTooLarge, "")
	case err != nil:
		return malformed(err.Error())
	}
	err := op.schema.VisitJSON(value, openapi3.VisitAsRequest(),
		openapi3.WithStringFormatValidator("byte", openapi3.NewCallbackValidator(isBase64)))
	if err != nil {
		return malformed(c.describe(err))
	}
	r.Body = io.NopCloser(&text)
	return nil
}

func isBase64(text string) error {
	_, err := base64.StdEncoding.DecodeString(text)
	return err
}

// describe says which member breaks the contract and how, without a word of the sender's: a password may stand anywhere.
func (c *contract) describe(err error) string {
	var steps []string
	for breach := (*openapi3.SchemaError)(nil); errors.As(err, &breach); err = breach.Origin {
		for _, step := range breach.JSONPointer() {
			if _, digits := strconv.Atoi(step); digits == nil || c.names[step] {
				steps = append(steps, step)
			}
		}
		if breach.Origin == nil {
			break
		}
	}
	if len(steps) == 0 {
		return sentence(err)
	}
	return strings.Join(steps, ".") + ": " + sentence(err)
}

// sentence says how a value breaks a schema.
func sentence(err error) string {
	var breach *openapi3.SchemaError
	if !errors.As(err, &breach) {
		return "it is not of the contract's form"
	}
	switch breach.SchemaField {
	case "required":
		return "it is missing"
	case "type", "nullable":
		return "it has the wrong type"
	case "enum":
		return "it is none of the contract's values"
	case "properties", "additionalProperties":
		return "there is a member that is not in the contract"
	case "minLength", "minItems":
		return "it is too short"
	case "maxLength", "maxItems", "maxProperties":
		return "it is too long"
	case "minimum", "maximum":
		return "it is out of range"
	default:
		return "it is not of the contract's form"
	}
}
