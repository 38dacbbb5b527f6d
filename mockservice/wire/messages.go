// Package wire is the HTTP protocol between the mock qualification service and its clients, the app and the portal users:
// message types, server interface and client, generated from mockservice/openapi.yaml, and the table of problems.
//
// The protocol of the real limited type is not public (eligibility reference §1.1), so this one is mynalab's own contract.
// The result of a check copies the element names that integrators of the existing type have published (eligibility
// reference §1.4, §1.5). The package has no rules of the service: who may do what is decided in packages account,
// qualification and portal.
//
// Start with [CheckRequest] and [CheckAnswer], the messages of a qualification check, and with [Problems], the table of all
// refusals. [Client] sends requests; [StrictServerInterface] is what the service implements.
package wire

//go:generate go tool -modfile=../../ci/tools/go.mod oapi-codegen -config openapi-types.yaml ../openapi.yaml
//go:generate go tool -modfile=../../ci/tools/go.mod oapi-codegen -config openapi-server.yaml ../openapi.yaml
//go:generate go tool -modfile=../../ci/tools/go.mod oapi-codegen -config openapi-client.yaml ../openapi.yaml

// The paths of the public handler for terminals. All need the header Authorization: Bearer TOKEN, except POST on
// PathRegistration and GET on PathHealth.
const (
	PathRegistration = "/v1/registration" // POST registers this terminal, DELETE deregisters it
	PathChallenge    = "/v1/challenge"    // POST
	PathCheck        = "/v1/check"        // POST
	PathHealth       = "/healthz"         // GET
)
