package virtualcard_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Example makes the card of 佐藤 花子, puts it into a reader and asks how many tries its PIN has left.
func Example() {
	cast, _ := people.Load()
	person, _ := cast.Person("P01")
	issuer := municipality.NewIssuer(municipality.Chance(1, "example"), virtualcard.DefaultTables(), 0)
	issued, err := issuer.Issue(municipality.Order{Person: person, Profile: "contact-a1", Issued: time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		log.Fatal(err)
	}
	slot := reader.NewInProcess("desk 1")
	slot.Insert(issued.Card)
	card, _ := slot.Connect(context.Background())
	for _, command := range []string{"\x00\xA4\x04\x0C\x0A\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01", "\x00\x20\x00\x98"} {
		answer, _ := card.Transmit(context.Background(), []byte(command))
		fmt.Printf("%X\n", answer)
	}
	// Output:
	// 9000
	// 63C3
}
