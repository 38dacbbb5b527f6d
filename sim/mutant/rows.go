package mutant

import (
	"slices"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/sim/eligibility"
	"github.com/mynalab/mynalab/virtualcard"
)

// Tables are all tables of app, service and card that a row can be edited in.
type Tables struct {
	App     eligibility.Tables
	Service mockservice.Config
	Card    virtualcard.Tables
}

// Row is one edited row: a product that is wrong in one place.
type Row struct {
	// Name says what the wrong product does.
	Name string
	// Breaks are the requirements that it breaks: some scenario that names one of them turns red, and no other does.
	Breaks []string
	// Edit changes one row of one table.
	Edit func(*Tables)
}

// Placed is a row and where it can show.
type Placed struct {
	Row
	// Where is a tag expression: the scenarios that come near the table. All others would only cost time.
	Where string
}

// Rows are the edited rows, those of the app first, then of the service and its portals, then of the card. The scenarios that
// bear @portal ask nothing of app and card, and only those and the ones with @portal-terminal go through a portal.
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

// edit changes the one row of a table that fits. A table without exactly one such row is a mistake of the program.
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
