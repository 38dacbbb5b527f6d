package trace

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Schema is the version of the record's format that is written. Since version 2 a record contains only what Vocabulary has;
// version 1 has the same format without that guarantee.
const (
	Schema       = "mynalab.trace/2"
	FormerSchema = "mynalab.trace/1"
)

// Schemas returns the versions that can be read.
func Schemas() []string { return []string{FormerSchema, Schema} }

// SchemaError says that a record has a version that is not among Schemas.
type SchemaError struct{ Schema string }

// Error returns one line with the version, those that can be read, and what to do.
func (e *SchemaError) Error() string {
	return fmt.Sprintf("the record's schema is %q, and this mynalab reads %s; use the mynalab version that wrote it", e.Schema, strings.Join(Schemas(), " and "))
}

// CheckSchema returns a SchemaError for a version that can't be read.
func CheckSchema(schema string) error {
	if slices.Contains(Schemas(), schema) {
		return nil
	}
	return &SchemaError{schema}
}

// Header is the first line of a joined record: what is needed to assess or to repeat the run.
type Header struct {
	// Schema is one of Schemas; Version is that of the mynalab that wrote the record; Seed is that of the run.
	Schema  string `json:"schema"`
	Version string `json:"version"`
	Seed    uint64 `json:"seed"`
	// Start is the world time at which each scenario begins.
	Start time.Time `json:"start"`
	// Adapters say what is connected at each plane, e.g. card: virtual, service: embedded, control: reference.
	Adapters map[Plane]string `json:"adapters"`
	// Unseen are planes that can't be recorded, e.g. because the product has a reader of its own.
	Unseen []Plane `json:"unseen,omitempty"`
	// Attested is what a person confirmed instead; empty if all planes are ours.
	Attested []string `json:"attested,omitempty"`
}

// Judged is one claim with the judge's finding.
type Judged struct {
	// Seq and Step are those of the claim's event; 0 for an invariant, which is checked in every scenario.
	Seq   int   `json:"seq,omitempty"`
	Step  int   `json:"step,omitempty"`
	Claim Claim `json:"claim"`
	// Sentence is the claim in words. Basis and Planes are those of its check.
	Sentence  Sentence `json:"sentence"`
	Basis     Basis    `json:"basis"`
	Planes    []Plane  `json:"planes"`
	Invariant bool     `json:"invariant,omitempty"`
	// ByProduct is true if the evidence contains an event by the product: only then the claim counts for the product.
	ByProduct bool `json:"byProduct"`
	Finding
}
