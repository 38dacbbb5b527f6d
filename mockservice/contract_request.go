package mockservice

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/mynalab/mynalab/mockservice/wire"
)

const mediaJSON = "application/json"

// path checks a request's path parameters against the contract. A path with an invalid parameter is treated as unknown.
func (c *contract) path(op *operation, r *http.Request) error {
	for _, p := range op.parameters {
		if p.In == openapi3.ParameterInPath && p.Schema.Value.VisitJSON(r.PathValue(p.Name)) != nil {
			return wire.ProblemFor(wire.CodeUnknownPath, "")
		}
	}
	return nil
}

// query checks a request's query parameters against the contract.
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
			return malformed(p.Name + ": it must be given only once")
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

// typed converts a parameter's text to the JSON type of its schema.
func typed(schema *openapi3.Schema, text string) (any, error) {
	if !schema.Type.Is(openapi3.TypeInteger) {
		return text, nil
	}
	n, err := strconv.Atoi(text)
	return float64(n), err
}

// body checks a JSON body against the contract and replaces it by a copy for the operation to read. A body of another type is
// not read here; the operation's handler limits its size.
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

// describe says which member violates the contract and how. It repeats no text of the sender, since a password may be anywhere
// in a request: steps of the path that are neither indexes nor names of the contract are left out.
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

// list joins values with commas.
func list(values []any) string {
	var texts []string
	for _, value := range values {
		texts = append(texts, fmt.Sprint(value))
	}
	return strings.Join(texts, ", ")
}

// sentence says how a value violates its schema.
func sentence(err error) string {
	var breach *openapi3.SchemaError
	if !errors.As(err, &breach) {
		return "it does not have the form that the contract requires"
	}
	switch breach.SchemaField {
	case "required":
		return "it is missing"
	case "type", "nullable":
		return "it has the wrong type"
	case "enum":
		return "it must be one of " + list(breach.Schema.Enum)
	case "properties", "additionalProperties":
		return "a member is not in the contract"
	case "minLength", "minItems":
		return "it is too short"
	case "maxLength", "maxItems", "maxProperties":
		return "it is too long"
	case "minimum", "maximum":
		return "it is out of range"
	default:
		return "it does not have the form that the contract requires"
	}
}
