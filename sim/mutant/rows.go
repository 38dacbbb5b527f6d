package mutant

import (
	"slices"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/sim/eligibility"
	"github.com/mynalab/mynalab/virtualcard"
)

// Tables are all tables of app, service and card in which a row can be edited.
type Tables struct {
	// App are the tables of the reference app.
	App eligibility.Tables
	// Service is the configuration of the mock service, which holds its tables.
	Service mockservice.Config
	// Card are the tables of the virtual card.
	Card virtualcard.Tables
}

// Row is one edited row: it makes a product that is wrong in one place.
type Row struct {
	// Name says what the wrong product does.
	Name string
	// Breaks are the ids of the requirements that it breaks: a scenario that has one of these ids fails, and no other
	// scenario does.
	Breaks []string
	// Edit changes one row of one table.
	Edit func(*Tables)
}

// Placed is a row with the scenarios that can notice it.
type Placed struct {
	Row
	// Where is a tag expression for the scenarios that use the edited table. Running the others would only take time.
	Where string
}

// Rows returns the edited rows: first those of the app, then of the service and its portals, then of the card. Scenarios
// tagged @portal use neither app nor card. Only they and those tagged @portal-terminal use a portal.
func Rows() []Placed {
	return slices.Concat(
		place("not @portal", appRows(), screenRows(), readingRows()),
		place("", serviceRows(), checkRows()),
		place("@portal or @portal-terminal", portalRows(), portalTimeRows()),
		place("not @portal", cardRows()))
}

func place(where string, rows ...[]Row) []Placed {
	var placed []Placed
	for _, r := range slices.Concat(rows...) {
		placed = append(placed, Placed{r, where})
	}
	return placed
}

// edit changes the one row of a table that fits. If not exactly one row fits, that is a programming error, and it panics.
func edit[R any](table []R, fits func(R) bool, change func(*R)) {
	found := 0
	for i := range table {
		if fits(table[i]) {
			change(&table[i])
			found++
		}
	}
	if found != 1 {
		panic("mutant: internal error: the edit does not fit exactly one row")
	}
}
