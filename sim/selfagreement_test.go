package main

import (
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/mutant"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// These tests keep the harness from agreeing with itself: what does nothing must pass nothing, what is wrong in one row
// must turn its requirement red and nothing else, and neither order, number of slots nor time zone may show.

// suiteRun is what a run of the suite leaves; out is empty where no reports were written.
type suiteRun struct {
	run reports.Run
	out string
}

// testPlan is the bench of `mynalab run` on the virtual card.
func testPlan(t *testing.T) *slotPlan {
	t.Helper()
	b, err := planSlots("virtual", linkFlags{}, surroundings{now: time.Now, random: strings.NewReader("")})
	require.NoError(t, err)
	return b
}

// judgeSuite runs a selection on a bench, without reports.
func judgeSuite(t *testing.T, b *slotPlan, jobs int, selection reports.Selection) suiteRun {
	t.Helper()
	return suiteRun{runSuite(t, b, jobs, selection, t.TempDir()), ""}
}

// reportSuite runs a selection on a bench and writes the reports.
func reportSuite(t *testing.T, b *slotPlan, jobs int, selection reports.Selection) suiteRun {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	out, err := reports.Prepare(dir)
	require.NoError(t, err)
	run := runSuite(t, b, jobs, selection, out.Records())
	require.NoError(t, out.WriteAll(run))
	return suiteRun{run, dir}
}

// embeddedSuite is parsed once.
var embeddedSuite = sync.OnceValues(func() (features.Suite, error) { return features.Load(features.Embedded()) })

func runSuite(t *testing.T, b *slotPlan, jobs int, selection reports.Selection, dir string) reports.Run {
	t.Helper()
	suite, err := embeddedSuite()
	require.NoError(t, err)
	run, err := runner.Run(t.Context(), runner.Config{Suite: suite, Selection: selection, Header: b.header(7, "test"),
		Jobs: jobs, Turns: b.slotsPerJob(), Slots: b.slot, Judge: judge.Judge, Rules: runner.DefaultRules(), TimeLimit: time.Minute,
		Grace: time.Second, Dir: dir, Now: time.Now})
	require.NoError(t, err)
	require.NotEmpty(t, run.Results.Scenarios)
	return run
}

// ids are the scenarios that fit, by id.
func (s suiteRun) ids(fits func(reports.Scenario) bool) []string {
	var ids []string
	for _, scenario := range s.run.Results.Scenarios {
		if fits(scenario) {
			ids = append(ids, scenario.ID)
		}
	}
	return ids
}

func (s suiteRun) file(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(s.out, name))
	require.NoError(t, err)
	return b
}

// won: the scenario passed and counts for the product.
func won(s reports.Scenario) bool {
	return s.Verdict == trace.Pass && s.Counts == reports.CountsProduct
}

func passed(s reports.Scenario) bool { return s.Verdict == trace.Pass }

// passedByProduct leaves out the scenarios about the card alone, which ask nothing of a product.
func passedByProduct(s reports.Scenario) bool {
	return passed(s) && slices.ContainsFunc(s.Claims, func(c trace.Judged) bool {
		return !c.Invariant && !slices.Equal(c.Planes, []trace.Plane{trace.Card})
	})
}

func TestReferencePassesEverything(t *testing.T) {
	t.Parallel()
	s := judgeSuite(t, testPlan(t), 2, reports.Selection{})
	require.Empty(t, s.ids(func(sc reports.Scenario) bool { return sc.Verdict != trace.Pass }))
	require.GreaterOrEqual(t, len(s.ids(won)), 150)
}

func TestNullProducts(t *testing.T) {
	t.Parallel()
	won := map[string][]string{}
	for _, null := range mutant.Nulls() {
		b := testPlan(t)
		b.config.Product = slot.InProcess(null.Name(), func(slot.ProductEnv) (driver.Product, error) { return null, nil })
		s := judgeSuite(t, b, 2, reports.Selection{Tags: "not @card-any and not @portal"})
		won[null.Name()] = s.ids(passedByProduct)
		require.Empty(t, s.ids(func(sc reports.Scenario) bool { return sc.Verdict != trace.Pass && sc.Verdict != trace.Fail }),
			"%s is a product that does wrong, not a trouble of ours", null.Name())
		t.Logf("%s: %d of %d scenarios passed: %v", null.Name(), len(won[null.Name()]), len(s.run.Results.Scenarios),
			won[null.Name()])
	}
	require.Empty(t, won["silent"], "a silent product must pass nothing")
	require.NotEmpty(t, won["always-yes"], "what yes passes shows that the product was staged")
	require.NotEmpty(t, won["always-no"], "what no passes shows that the product was staged")
	for _, id := range won["always-yes"] {
		require.NotContains(t, won["always-no"], id, "a scenario that yes and no both pass asks nothing")
	}
}

func TestNullCards(t *testing.T) {
	t.Parallel()
	won := map[string][]string{}
	for _, chip := range mutant.NullChips() {
		b := testPlan(t)
		b.config.Cards = func() slot.Cards { return newNullCard(chip) }
		s := judgeSuite(t, b, 1, reports.Selection{Tags: "@card-any or @card-known"})
		won[chip.Name()] = s.ids(passed)
		t.Logf("%s: %d of %d scenarios passed: %v", chip.Name(), len(won[chip.Name()]), len(s.run.Results.Scenarios),
			won[chip.Name()])
	}
	require.Empty(t, won["silent"], "a silent card must pass nothing")
	for _, id := range won["always-yes"] {
		require.NotContains(t, won["always-no"], id, "a scenario that yes and no both pass asks nothing")
	}
}

// nullCard is a card plane with one chip that answers without being a card. It is nobody's and was made by nobody.
type nullCard struct {
	slot.Cards
	slot.HeldCard
	reader *reader.InProcess
}

func newNullCard(chip reader.Chip) *nullCard {
	c := &nullCard{Cards: slot.VirtualCards(), reader: reader.NewInProcess("null")}
	c.reader.Insert(chip)
	return c
}

func (c *nullCard) Reader() reader.Reader                                        { return c.reader }
func (c *nullCard) Hold(slot.CardEnv, municipality.Order) (slot.HeldCard, error) { return c, nil }
func (c *nullCard) Serial() string                                               { return "01" }
func (c *nullCard) Issued() (issued municipality.Issued, made bool)              { return issued, false }
func (c *nullCard) Put()                                                         {}
func (c *nullCard) Take()                                                        {}

func TestUnpluggedPlanes(t *testing.T) {
	t.Parallel()
	for _, plane := range []trace.Plane{trace.Card, trace.Service, trace.Control} {
		t.Run(string(plane), func(t *testing.T) {
			b := testPlan(t)
			b.config.Unplugged = map[trace.Plane]bool{plane: true}
			claims := 0
			for _, scenario := range judgeSuite(t, b, 2, reports.Selection{}).run.Results.Scenarios {
				for _, c := range scenario.Claims {
					if c.Invariant || !slices.Contains(c.Planes, plane) {
						continue
					}
					claims++
					require.False(t, c.OK, "%s: %s holds without its plane", scenario.ID, c.Claim.Check)
				}
			}
			require.Positive(t, claims)
			t.Logf("%d claims on the plane %s, all fail without it", claims, plane)
		})
	}
}

func TestMutants(t *testing.T) {
	wide := sampled(mutant.Rows())
	for _, row := range mutant.Rows() {
		t.Run(row.Name, func(t *testing.T) {
			t.Parallel()
			scope := reports.Selection{Req: row.Breaks}
			if wide[row.Name] {
				scope = reports.Selection{Tags: row.Where}
			}
			red := judgeSuite(t, mutated(t, row.Row), 1, scope).run.Results.Scenarios
			red = slices.DeleteFunc(red, passed)
			require.NotEmpty(t, red, "no scenario notices")
			for _, s := range red {
				require.True(t, slices.ContainsFunc(row.Breaks, func(id string) bool {
					return slices.Contains(s.Requirements, id)
				}), "%s turned red and names none of %v", s.ID, row.Breaks)
				require.Equal(t, trace.Fail, s.Verdict, s.ID)
			}
			t.Logf("%d scenarios red, all of them name one of %v", len(red), row.Breaks)
		})
	}
}

// sampled are the rows that meet every scenario near their table, since none may turn red that has nothing to do with the
// row; the others meet only the scenarios that should turn red. With MYNALAB_SAMPLE (a commit hash, ci/test.sh) it is one row
// in four, chosen by the hash, so that all rows have their turn over time; without it, every row (make soak).
func sampled(rows []mutant.Placed) map[string]bool {
	commit := os.Getenv("MYNALAB_SAMPLE")
	rank := func(row mutant.Placed) string {
		sum := sha256.Sum256([]byte(commit + row.Name))
		return string(sum[:])
	}
	slices.SortFunc(rows, func(a, b mutant.Placed) int { return strings.Compare(rank(a), rank(b)) })
	if commit != "" {
		rows = rows[:(len(rows)+3)/4]
	}
	chosen := map[string]bool{}
	for _, row := range rows {
		chosen[row.Name] = true
	}
	return chosen
}

// mutated is a bench with one edited row.
func mutated(t *testing.T, row mutant.Row) *slotPlan {
	b := testPlan(t)
	tables := func() mutant.Tables {
		edited := mutant.Tables{App: eligibility.DefaultTables(), Service: ownService(),
			Card: virtualcard.DefaultTables()}
		row.Edit(&edited)
		return edited
	}
	b.config.Product = slot.InProcess("reference", referenceApp(tables().App))
	b.config.Service = slot.Embedded(func() mockservice.Config { return tables().Service })
	b.config.CardTables = tables().Card
	return b
}

func TestNeitherSlotsNorSelectionShow(t *testing.T) {
	t.Parallel()
	one := reportSuite(t, testPlan(t), 1, reports.Selection{})
	four := reportSuite(t, testPlan(t), 4, reports.Selection{})
	for _, name := range []string{reports.ResultsFile, reports.TraceFile} {
		require.True(t, bytes.Equal(one.file(t, name), four.file(t, name)), "%s differs between 1 and 4 slots", name)
	}
	some := reportSuite(t, testPlan(t), 2, reports.Selection{Tags: "@CHK-07"})
	lines := bytes.Split(bytes.TrimSpace(some.file(t, reports.TraceFile)), []byte("\n"))[1:] // behind the header
	require.NotEmpty(t, lines)
	all := one.file(t, reports.TraceFile)
	for _, line := range lines {
		require.True(t, bytes.Contains(all, append(line, '\n')), "a line of the subset is not in the whole run: %s", line)
	}
}
