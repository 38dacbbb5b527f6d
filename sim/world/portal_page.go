package world

import (
	"html"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/slot"
)

// pageGuide is the page behind オンライン資格確認 on the top page of 医療機関等向け総合ポータルサイト (APP-64). It exists as an HTML page only, not in
// the API.
const pageGuide = "/csm/services"

// pageLimit is the largest part of a page that is read, in bytes. 1 MiB is our choice: far more than any of our pages.
const pageLimit = 1 << 20

// ReadsGuide opens the guide page as a browser does and records its text line by line.
func (p *Portal) ReadsGuide() error {
	w := p.world
	request, err := http.NewRequestWithContext(w.ctx, http.MethodGet, w.slot.Link().URL()+pageGuide, nil)
	if err != nil {
		return slot.Harness("opening a page", err)
	}
	answer, err := slot.PortalTransport{Behind: w.slot.Link()}.RoundTrip(request)
	if err != nil {
		return slot.Environment("opening a page", err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(io.LimitReader(answer.Body, pageLimit))
	if err != nil {
		return slot.Environment("reading a page", err)
	}
	w.record.Add(trace.Service, trace.TheService, trace.Observation, trace.KindPage, trace.Fields{"path": pageGuide,
		"status": strconv.Itoa(answer.StatusCode), "text": strings.Join(visible(string(page)), "\n")})
	return nil
}

// tag matches markup; of head and style it matches everything, because a browser does not show their content.
var tag = regexp.MustCompile(`(?s)<head.*?</head>|<style.*?</style>|<[^>]*>`)

// visible returns the visible texts of a page in order, one per line.
func visible(page string) []string {
	var lines []string
	for line := range strings.Lines(tag.ReplaceAllString(page, "\n")) {
		if line = strings.TrimSpace(html.UnescapeString(line)); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
