package mockservice

import (
	"net/http"
	"strings"

	"github.com/mynalab/mynalab/mockservice/pages"
	"github.com/mynalab/mynalab/mockservice/portal"
)

// formAttachments bounds the size of a submitted form page, in attachments of the greatest size. 助成金交付申請 requires three
// (SVC-208); the fourth is room for the rest of the form.
const formAttachments = 4

// withPages serves the HTML pages of the two portals below /omf and /csm, and passes all other requests to operations.
func (s *Service) withPages(operations http.Handler) http.Handler {
	drawn := pages.New(pages.Config{Backend: s.portals, Now: s.now, Draw: s.draw, Largest: formAttachments * s.cfg.Portal.Files.Most,
		From: func(r *http.Request) string { return visitorOf(r).from }, Report: s.cfg.Report})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		if first == portal.OMF || first == portal.CSM {
			drawn.ServeHTTP(w, r)
			return
		}
		operations.ServeHTTP(w, r)
	})
}
