package trace

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Schema is the version of the record's form that is written. Since version 2 a record holds only what Vocabulary knows;
// version 1 has the same form and promises nothing of the kind.
const (
	Schema       = "mynalab.trace/2"
	FormerSchema = "mynalab.trace/1"
)

// Schemas are the versions that can be read.
func Schemas() []string { return []string{FormerSchema, Schema} }

// SchemaError refuses a record of a version that is not among Schemas.
type SchemaError struct{ Schema string }

// Error names the version, those that can be read, and the next move.
func (e *SchemaError) Error() string {
	return fmt.Sprintf("the record's schema is %q, and this mynalab reads %s; use the mynalab that wrote it", e.Schema, strings.Join(Schemas(), " and "))
}

// CheckSchema refuses a version that nobody here knows.
func CheckSchema(schema string) error {
	if slices.Contains(Schemas(), schema) {
		return nil
	}
	return &SchemaError{schema}
}

// Header is the first line of a joined record: what a reader must know to trust or to repeat it.
type Header struct {
	Schema  string `json:"schema"`
	Version string `json:"version"`
	Seed    uint64 `json:"seed"`
	// Start is the world time at which each scenario begins.
	Start time.Time `json:"start"`
	// Adapters name what stands at each plane, e.g. card: virtual, service: embedded, control: reference.
	Adapters map[Plane]string `json:"adapters"`
	// Unseen are planes that the record cannot watch (a product's own reader).
	Unseen []Plane `json:"unseen,omitempty"`
	// Attested is what a person vouched for; nothing, when all planes are ours.
	Attested []string `json:"attested,omitempty"`
}

// Judged is one claim with what the judge found.
type Judged struct {
	// Seq and Step are those of the claim's event; 0 for an invariant, which is claimed of every scenario.
	Seq       int      `json:"seq,omitempty"`
	Step      int      `json:"step,omitempty"`
	Claim     Claim    `json:"claim"`
	Sentence  Sentence `json:"sentence"`
	Basis     Basis    `json:"basis"`
	Planes    []Plane  `json:"planes"`
	Invariant bool     `json:"invariant,omitempty"`
	// ByProduct says that the evidence holds an event by the product: only then the claim counts for it.
	ByProduct bool `json:"byProduct"`
	Finding
}
