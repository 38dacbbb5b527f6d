package mockservice

import "github.com/mynalab/mynalab/mockservice/wire"

// Routes are the routes of the public handler as a log or a number may name them; one that ends in ... stands for
// everything below it.
func Routes() []string {
	return []string{wire.PathHealth, wire.PathRegistration, wire.PathChallenge, wire.PathCheck, PathAuthorities, PathCRL, PathOCSP,
		PathOCSP + "/...", "/metrics", "/openapi.yaml", "/omf", "/omf/...", "/csm", "/csm/...", "/v1/portals/{portal}", "/v1/portals/{portal}/menu",
		"/v1/portals/{portal}/forms/{form}", "/v1/portals/{portal}/forms/{form}/preview", "/v1/portals/{portal}/facility-check",
		"/v1/portals/{portal}/attachments", "/v1/portals/{portal}/activations", "/v1/portals/{portal}/sessions",
		"/v1/portals/{portal}/applications", "/v1/portals/{portal}/accounts", "/v1/portals/{portal}/accounts/{accountId}/settings",
		"/v1/portals/{portal}/grant-letter"}
}
