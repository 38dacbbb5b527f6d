package main

import (
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// overheard is a chip that notes the commands it gets.
type overheard struct {
	reader.Chip
	mu       sync.Mutex
	commands []string
}

func (o *overheard) Transmit(command []byte) []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.commands = append(o.commands, strings.ToUpper(hex.EncodeToString(command)))
	return o.Chip.Transmit(command)
}

// pins counts the VERIFY commands with data, signatures the commands that use a key.
func (o *overheard) pins() int {
	return o.count(func(c string) bool { return c[2:4] == "20" && len(c) > 10 })
}
func (o *overheard) signatures() int {
	return o.count(func(c string) bool { return c[2:4] == "2A" })
}

func (o *overheard) count(is func(string) bool) (n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, c := range o.commands {
		if is(c) {
			n++
		}
	}
	return n
}

func triesLeft(issued municipality.Issued) int {
	left, _ := issued.Card.Memory().TriesLeft(virtualcard.FIDAuthPIN)
	return left
}

func TestASwappedCardIsNotTakenForTheEnrolledOne(t *testing.T) {
	cast, err := people.Load()
	require.NoError(t, err)
	for name, change := range map[string]func(*municipality.Order){
		"somebody else's":        func(o *municipality.Order) { o.Flaw = municipality.ForgedSignature },
		"another one of our own": func(o *municipality.Order) { o.Person = cast.Persons[1] },
	} {
		t.Run(name, func(t *testing.T) {
			b, _, present := ourCardPlan(t, 3)
			other := madeCard(t, change)
			heard := &overheard{Chip: other.Card}
			b.config.Product = slot.InProcess("reference", func(bench slot.ProductEnv) (driver.Product, error) {
				present.Insert(heard) // the card is already enrolled
				return referenceApp(eligibility.DefaultTables())(bench)
			})
			s := reportSuite(t, b, 1, reports.Selection{})
			require.Empty(t, s.ids(passed))
			require.Zero(t, heard.pins())
			require.Zero(t, heard.signatures())
			for _, c := range heard.commands { // SELECT JPKI, SELECT 000A, READ BINARY
				require.True(t, strings.HasPrefix(c, "00B0") || slices.Contains([]string{"00A4040C0AD392F000260100000001", "00A4020C02000A"}, c), c)
			}
			for _, one := range s.run.Results.Scenarios {
				if needs("@card-any")(one) || needs("@card-known")(one) {
					require.Equal(t, trace.Error, one.Verdict, one.ID)
					require.Equal(t, trace.BlameEnvironment, one.Blame, one.ID)
					require.Contains(t, one.Reason.EN, "it is not the card that was there at the start of the run", one.ID)
				}
			}
			require.NotContains(t, string(s.file(t, reports.TraceFile)), strings.ToUpper(hex.EncodeToString(other.Spec.AuthCert[200:230])))
		})
	}
}

func TestTriesAreSpentOnlyWhereThePINIsKnown(t *testing.T) {
	cast, err := people.Load()
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		change func(*municipality.Order)
		reset  string
		why    string
		pins   int
	}{
		"a PIN that the operator chose":       {func(o *municipality.Order) { o.Person.PINs.Holder = "4711" }, "", "whose holder and PIN are known", 0},
		"another person with another PIN":     {func(o *municipality.Order) { o.Person = cast.Persons[5] }, "", "whose holder and PIN are known", 0},
		"a PIN that was reset to another one": {func(*municipality.Order) {}, "4711", "the card refused the PIN that should be its own", 1},
	} {
		t.Run(name, func(t *testing.T) {
			issued := madeCard(t, tt.change)
			if tt.reset != "" {
				require.NoError(t, issued.Card.Unlock(virtualcard.FIDAuthPIN, tt.reset))
			}
			heard := &overheard{Chip: issued.Card}
			b, _ := presentCardPlan(t, heard)
			s := reportSuite(t, b, 1, reports.Selection{})
			require.Equal(t, 3-tt.pins, triesLeft(issued))
			require.Equal(t, tt.pins, heard.pins())
			require.ElementsMatch(t, s.ids(needs("@card-any")), s.ids(passed))
			for _, one := range s.run.Results.Scenarios {
				if needs("@card-known")(one) {
					require.Equal(t, trace.Unsupported, one.Verdict, one.ID)
					require.Contains(t, one.Reason.EN, tt.why, one.ID)
					require.Contains(t, one.Reason.JA, "暗証番号", one.ID)
				}
			}
		})
	}
}

// mishears is a card that accepts the right PIN once and refuses it afterwards, as if the product garbled it.
type mishears struct {
	reader.Chip
	right string
	taken bool
}

func (m *mishears) Transmit(command []byte) []byte {
	c, err := apdu.Parse(command)
	if err != nil || c.INS != apdu.INSVerify || string(c.Data) != m.right {
		return m.Chip.Transmit(command)
	}
	if m.taken {
		c.Data = []byte("8888")
	}
	m.taken = true
	return m.Chip.Transmit(c.Bytes())
}

func TestNothingIsTriedAfterTheRightPINWasRefused(t *testing.T) {
	issued := madeCard(t, func(*municipality.Order) {})
	heard := &overheard{Chip: &mishears{Chip: issued.Card, right: "1234"}}
	b, _ := presentCardPlan(t, heard)
	s := reportSuite(t, b, 1, reports.Selection{Tags: "@CARD-338 and @card-known"})
	require.Len(t, s.run.Results.Scenarios, 2)
	require.Len(t, s.ids(unsupported), 1, "one scenario gets the refusal, the other is not started")
	require.Empty(t, s.ids(passed))
	require.LessOrEqual(t, heard.pins(), 3, "one to prove the PIN, and those of the scenario that got the refusal")
	require.GreaterOrEqual(t, triesLeft(issued), 1)
}

func TestACardWithoutSignatureCertificate(t *testing.T) {
	issued := madeCard(t, func(o *municipality.Order) { o.Unsigned = true })
	b, _ := presentCardPlan(t, issued.Card)
	s := reportSuite(t, b, 1, reports.Selection{Tags: "@card-any or @card-known"})
	for _, one := range s.run.Results.Scenarios {
		if needs("@CARD-150")(one) {
			require.Equal(t, trace.Unsupported, one.Verdict, one.ID)
			require.Equal(t, trace.Sentence{JA: "カードに署名用電子証明書がない", EN: "the card has no signature certificate"}, *one.Reason)
		} else {
			require.Equal(t, trace.Pass, one.Verdict, one.ID)
		}
	}
	require.Len(t, s.ids(unsupported), 1)
}
