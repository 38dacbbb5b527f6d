// Package wire is what goes over the line between app or portal user and the qualification service: message types, server
// interface and client, generated from mockservice/openapi.yaml, and the table of problems.
//
// The protocol of the real limited type is not public (eligibility reference §1.1), so this one is mynalab's own
// contract. The answer form copies the element names that integrators of the existing type have published
// (eligibility reference §1.4, §1.5). No rule lives here.
package wire

//go:generate go tool -modfile=../../ci/tools/go.mod oapi-codegen -config openapi-types.yaml ../openapi.yaml
//go:generate go tool -modfile=../../ci/tools/go.mod oapi-codegen -config openapi-server.yaml ../openapi.yaml
//go:generate go tool -modfile=../../ci/tools/go.mod oapi-codegen -config openapi-client.yaml ../openapi.yaml

// The paths of the public handler. All but Registration (POST) want the header Authorization: Bearer TOKEN.
const (
	PathRegistration = "/v1/registration" // POST registers this terminal, DELETE deregisters it
	PathChallenge    = "/v1/challenge"    // POST
	PathCheck        = "/v1/check"        // POST
	PathHealth       = "/healthz"         // GET
)
