// Package control is the protocol of the mock service's control handler. Through it a test sets the clock, people, accounts
// and faults of the service, and reads its audit records and mails.
//
// Message types, server interface and the low-level client [Line] are generated from openapi.yaml, which is mynalab's own
// contract; the real service has nothing like it. The handler itself is in package mockservice.
//
// Start with [Dial], which makes a [Client]. The simulator uses the same client for an embedded and for a remote service.
// [People], [Faults] and [Mode] are the main messages.
package control

import _ "embed"

//go:generate go tool -modfile=../../ci/tools/go.mod oapi-codegen -config openapi-types.yaml openapi.yaml
//go:generate go tool -modfile=../../ci/tools/go.mod oapi-codegen -config openapi-server.yaml openapi.yaml
//go:generate go tool -modfile=../../ci/tools/go.mod oapi-codegen -config openapi-client.yaml openapi.yaml

//go:embed openapi.yaml
var document string

// Document returns the contract of the control handler, OpenAPI in YAML.
func Document() string { return document }

// The paths of the control handler.
const (
	PathReset        = "/reset"        // POST Reset
	PathClock        = "/clock"        // GET, POST Clock
	PathFaults       = "/faults"       // GET, POST Faults
	PathMode         = "/mode"         // GET, POST Mode
	PathPeople       = "/people"       // POST People: adds or replaces by id
	PathCertificates = "/certificates" // GET []CertificateRecord; POST Certificate: a certificate that the JPKI issued
	PathRevocations  = "/revocations"  // POST Revocation
	PathAccounts     = "/accounts"     // GET []Account; POST AccountDecision: a decision of the reviewers
	PathHistory      = "/history"      // GET []AuditRecord
)

// HeaderDelay is the header of a response of the public handler that took simulated time: the duration in whole seconds. The
// service has not slept. The client that owns the clock advances it by that much before it treats the response as received.
const HeaderDelay = "Mynalab-Delay"
