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

// pageGuide is the page behind オンライン資格確認 on the top page of 医療機関等向け総合ポータルサイト (APP-64). It is there as a page only.
const pageGuide = "/csm/services"

// pageLimit is how much of a page is read, in bytes.
const pageLimit = 1 << 20

// ReadsGuide opens that page in a browser and writes down what stands there, line by line.
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

// tag is a mark-up of a page, head and all for what a browser does not show.
var tag = regexp.MustCompile(`(?s)<head.*?</head>|<style.*?</style>|<[^>]*>`)

// visible are the texts of a page in their order, one a line.
func visible(page string) []string {
	var lines []string
	for line := range strings.Lines(tag.ReplaceAllString(page, "\n")) {
		if line = strings.TrimSpace(html.UnescapeString(line)); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
