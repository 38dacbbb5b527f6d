package mockservice

import (
	"slices"
	"strings"

	"github.com/mynalab/mynalab/mockservice/portal"
)

// Routes returns the routes of the public handler for logs and metrics, sorted: the paths of the contract, and the pages. A
// route that ends in /... stands for every path below it.
func Routes() []string {
	routes := []string{PathOCSP + "/..."} // base64 in a path may hold slashes
	for _, site := range portal.Portals() {
		routes = append(routes, "/"+site, "/"+site+"/...")
	}
	for pattern := range publicContract().operations {
		_, path, _ := strings.Cut(pattern, " ")
		routes = append(routes, path)
	}
	slices.Sort(routes)
	return slices.Compact(routes)
}
