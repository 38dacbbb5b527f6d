package containers_test

import (
	"context"
	"fmt"
	"time"

	"github.com/testcontainers/testcontainers-go"

	"github.com/mynalab/mynalab/ci/containers"
	"github.com/mynalab/mynalab/mockservice/control"
)

// A vendor's test starts the service, gives it a facility with its account, sets its clock, and configures the terminal
// under test with its address and CA.
func ExampleRun() {
	ctx := context.Background()
	mock, err := containers.Run(ctx, containers.Image)
	defer func() { _ = testcontainers.TerminateContainer(mock) }() // in a test: testcontainers.CleanupContainer(t, mock)
	if err != nil {
		fmt.Println(err)
		return
	}
	noon := time.Date(2025, time.June, 2, 12, 0, 0, 0, time.FixedZone("JST", 9*60*60))
	err = mock.Control.Reset(ctx, control.Reset{Seed: 7, Scenario: "my first test", Now: noon})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = mock.Control.PutPeople(ctx, control.People{Facilities: []control.Facility{{Code: "1312345678", Name: "みなと接骨院",
		Accounts: []control.AccountSecret{{ID: "W0000001", Password: "Minato-Test-01", ActivationCode: "402871596034"}}}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("the terminal's service:", mock.URL)
	fmt.Printf("the CA that it must trust:\n%s", mock.CA)
}
