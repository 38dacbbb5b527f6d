package slot_test

import (
	"context"
	"crypto/x509"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/mutant"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// start is the world time at which the scenarios of these tests begin.
func start() time.Time { return time.Date(2025, 6, 2, 9, 0, 0, 0, time.FixedZone("JST", 9*60*60)) }

// linkConfig makes a port's certificate and its CA, once for all tests.
var linkConfig = sync.OnceValues(func() (slot.LinkConfig, error) {
	files, err := mockservice.FreshTLS(time.Now())
	if err != nil {
		return slot.LinkConfig{}, err
	}
	config, err := files.Config()
	if err != nil {
		return slot.LinkConfig{}, err
	}
	faulty, err := files.FaultCertificates()
	return slot.LinkConfig{TLS: config, CA: files.CA, FaultCertificates: faulty}, err
})

func cast(t *testing.T) people.Cast {
	t.Helper()
	c, err := people.Load()
	require.NoError(t, err)
	return c
}

func embedded() slot.Service {
	return slot.Embedded(func() mockservice.Config { return mockservice.Default(start) })()
}

// elsewhere starts a service on ports of its own, as a remote one.
func elsewhere(t *testing.T) slot.RemoteConfig {
	t.Helper()
	mock := mockservice.New(mockservice.Default(start))
	public := httptest.NewTLSServer(mock.Public())
	t.Cleanup(public.Close)
	controlServer := httptest.NewServer(mock.Control())
	t.Cleanup(controlServer.Close)
	base, err := url.Parse(public.URL)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(public.Certificate())
	return slot.RemoteConfig{URL: base, CA: roots, Control: control.Dial(controlServer.URL, &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, "")}
}

// present returns an OpenReader of a reader with this chip in it; released counts how often the reader was released.
func present(chip reader.Chip, released *int) slot.OpenReader {
	return func() (reader.Reader, func() error, error) {
		r := reader.NewInProcess("real")
		if chip != nil {
			r.Insert(chip)
		}
		return r, func() error { *released++; return nil }, nil
	}
}

func card(t *testing.T) reader.Chip {
	t.Helper()
	issued, err := municipality.NewIssuer(municipality.Chance(1, t.Name()), virtualcard.DefaultTables(), 0).Issue(
		municipality.Order{Person: cast(t).Persons[0], Profile: "contact-a1", Issued: start().AddDate(-1, 0, 0)})
	require.NoError(t, err)
	return issued.Card
}

func silent(slot.ProductEnv) (driver.Product, error) { return mutant.Nulls()[0], nil }

var errMade = errors.New("making the product failed")

// TestEveryPlaneKeepsTheContract: a plane has a name before it is opened, may be closed twice or without having been opened,
// and leaves nothing behind, also if it failed to open.
func TestEveryPlaneKeepsTheContract(t *testing.T) {
	released, gone := 0, elsewhere(t)
	gone.URL = &url.URL{Scheme: "https", Host: "127.0.0.1:1"}
	withoutControl := elsewhere(t)
	withoutControl.Control = control.Dial("http://127.0.0.1:1", &http.Client{Transport: &http.Transport{}}, "")
	there := elsewhere(t)
	for name, row := range map[string]struct {
		plane slot.Plane
		fails func(error) bool
	}{
		"embedded":                           {embedded(), nil},
		"remote":                             {slot.Remote(there)(), nil},
		"remote, nobody there":               {slot.Remote(gone)(), isUnreached},
		"remote without its control handler": {slot.Remote(withoutControl)(), isUnreached},
		"virtual cards":                      {slot.VirtualCards(), nil},
		"present card":                       {slot.PresentCard(cast(t), present(card(t), &released))(), nil},
		"present, no card":                   {slot.PresentCard(cast(t), present(nil, &released))(), is(slot.ErrCard)},
		"present, another card":              {slot.PresentCard(cast(t), present(mutant.NullChips()[0], &released))(), is(slot.ErrCard)},
		"present, no reader": {slot.PresentCard(cast(t), func() (reader.Reader, func() error, error) {
			return nil, nil, &slot.Unavailable{Kind: slot.ErrNoReader, Err: errors.New("no reader has that name")}
		})(), is(slot.ErrNoReader)},
		"in process":                {slot.InProcess("silent", silent)(slot.ProductEnv{}), nil},
		"in process, can't be made": {slot.InProcess("x", func(slot.ProductEnv) (driver.Product, error) { return nil, errMade })(slot.ProductEnv{}), is(errMade)},
		"in process, made nil":      {slot.InProcess("x", func(slot.ProductEnv) (driver.Product, error) { return nil, nil })(slot.ProductEnv{}), says("opening the product x: its maker returned nil; return a driver.Product or an error")},
	} {
		t.Run(name, func(t *testing.T) {
			defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
			require.NotEmpty(t, row.plane.Adapter())
			require.NoError(t, row.plane.Close(t.Context()), "never opened")
			released = 0
			err := row.plane.Open(t.Context())
			if row.fails != nil {
				require.True(t, row.fails(err), "%v", err)
				require.NoError(t, row.plane.Close(t.Context()))
				require.LessOrEqual(t, released, 1)
				return
			}
			require.NoError(t, err)
			_, runs := row.plane.Runs([]string{"@card-any"})
			require.True(t, runs)
			require.NoError(t, row.plane.Close(t.Context()))
			require.NoError(t, row.plane.Close(t.Context()), "a second time")
			require.LessOrEqual(t, released, 1)
		})
	}
}

func TestAReaderThatWasOpenedIsLetGoOf(t *testing.T) {
	for name, chip := range map[string]reader.Chip{"with a card": card(t), "without one": nil} {
		t.Run(name, func(t *testing.T) {
			released := 0
			plane := slot.PresentCard(cast(t), present(chip, &released))()
			err := plane.Open(t.Context())
			require.Equal(t, chip == nil, err != nil)
			require.NoError(t, plane.Close(context.Background()))
			require.Equal(t, 1, released)
		})
	}
}

func newIssuer(t *testing.T) *municipality.Issuer {
	return municipality.NewIssuer(municipality.Chance(1, t.Name()), virtualcard.DefaultTables(), 0)
}

func order(t *testing.T) municipality.Order {
	return municipality.Order{Person: cast(t).Persons[0], Profile: "contact-a1", Issued: start().AddDate(-1, 0, 0)}
}

func is(want error) func(error) bool { return func(err error) bool { return errors.Is(err, want) } }

func says(want string) func(error) bool {
	return func(err error) bool { return err != nil && err.Error() == want }
}

func isUnreached(err error) bool {
	var unreached *slot.Unreached
	return errors.As(err, &unreached)
}
