package mockservice

import (
	"net/http"
	"strings"

	"github.com/mynalab/mynalab/mockservice/pages"
	"github.com/mynalab/mynalab/mockservice/portal"
)

// formAttachments is how many attachments a form may send at once: 助成金交付申請 wants three (SVC-208), and there is room
// for the rest of the form.
const formAttachments = 4

// withPages adds the pages of the two portals, below /omf and /csm, to the operations of the contract.
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
