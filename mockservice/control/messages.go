// Package control is the control side of the mock service: messages of its control handler, generated from openapi.yaml with
// server interface and client, by which a world sets clock, people and accounts, and reads what the service kept.
//
// It is mynalab's own contract. The world uses the same client for an embedded mock and for a remote one. The handler
// lives in mockservice.
package control

import _ "embed"

//go:generate go tool -modfile=../../ci/tools/go.mod oapi-codegen -config openapi-types.yaml openapi.yaml
//go:generate go tool -modfile=../../ci/tools/go.mod oapi-codegen -config openapi-server.yaml openapi.yaml
//go:generate go tool -modfile=../../ci/tools/go.mod oapi-codegen -config openapi-client.yaml openapi.yaml

//go:embed openapi.yaml
var document string

// Document is the contract, OpenAPI in YAML.
func Document() string { return document }

// The paths of the control handler.
const (
	PathReset        = "/reset"        // POST Reset
	PathClock        = "/clock"        // GET, POST Clock
	PathFaults       = "/faults"       // GET, POST Faults
	PathMode         = "/mode"         // GET, POST Mode
	PathPeople       = "/people"       // POST People: adds or replaces by id
	PathCertificates = "/certificates" // GET []CertificateRecord; POST Certificate: what the JPKI issued
	PathRevocations  = "/revocations"  // POST Revocation
	PathAccounts     = "/accounts"     // GET []Account; POST AccountDecision: what the reviewers decide
	PathHistory      = "/history"      // GET []AuditRecord
)

// HeaderDelay stands over an answer of the public handler that took a while in the world's time, in whole seconds. Nothing
// has slept for it: whoever owns the clock advances it by that much before the answer counts as received.
const HeaderDelay = "Mynalab-Delay"
