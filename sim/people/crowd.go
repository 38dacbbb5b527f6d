package people

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"github.com/brianvoe/gofakeit/v7"
)

// CrowdLimit is the largest number of persons in a crowd: with more, numbers of 7 digits would repeat.
const CrowdLimit = 10_000_000

// asOf is the day for which the crowd's data are valid: the first day of world time (design §6). No code here reads a clock.
var asOf = time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)

// Crowd returns the first n persons of a seed's crowd, one after another, without storing them.
func Crowd(seed uint64, n int) iter.Seq[Person] {
	return func(yield func(Person) bool) {
		for i := range n {
			if !yield(Nth(seed, i)) {
				return
			}
		}
	}
}

// Nth returns the person with index i of a seed's crowd, from 0 to CrowdLimit-1. The result depends only on seed and i.
func Nth(seed uint64, i int) Person {
	// NewFaker, because New takes the seed 0 to mean a random seed.
	d := draw{f: gofakeit.NewFaker(rand.NewPCG(seed, uint64(i)), false), tables: loadTables(), seed: seed, index: uint64(i)}
	return d.person()
}

// draw makes one person.
type draw struct {
	f      *gofakeit.Faker
	tables crowdTables
	seed   uint64
	index  uint64
}

func (d draw) person() Person {
	p := Person{ID: fmt.Sprintf("C%07d", d.index+1), Sex: pickOne(d, []string{"1", "2"}), SecurityCode: fmt.Sprintf("%04d", d.f.IntN(10_000)),
		PINs: PINs{Holder: "1234", Wrong: "0009", New: "5678", Sign: "ABC123"}} // the PINs of every TEST card
	class := drawShare(d, Awkwardness())
	d.names(&p, class)
	home := pickOne(d, d.tables.places)
	p.Municipality, p.City, p.PostCode = home.code, home.romaji, home.postCode
	p.Address = "架空県" + home.name + home.district + d.houseNumber()
	born := d.birth()
	p.Birthdate = day(born)
	p.MyNumber = withWrongCheckDigit(fmt.Sprintf("92%09d", d.spread(1_000_000_000)))
	d.card(&p, born, class == classForeign)
	d.qualify(&p, born, home)
	p.Unregistered, p.WithholdAddress, p.Stopped = d.perMille(20), d.perMille(1), d.perMille(1)
	return p
}

// spread returns a number below size, a power of ten, that no other index below size gets: the multiplier has no common
// factor with size.
func (d draw) spread(size uint64) uint64 {
	const multiplier = 387_420_489 // 3^18
	return (d.index*multiplier + d.seed%size) % size
}

func (d draw) perMille(rate int) bool { return d.f.IntN(1000) < rate }

func pickOne[T any](d draw, of []T) T { return of[d.f.IntN(len(of))] }

// withWrongCheckDigit adds a wrong check digit to the first 11 digits of a My Number (平成26年総務省令第85号 第5条).
func withWrongCheckDigit(digits string) string {
	sum := 0
	for i := range len(digits) {
		n := len(digits) - i // the place from the right
		weight := n + 1
		if n > 6 {
			weight = n - 5
		}
		sum += int(digits[i]-'0') * weight
	}
	right := 0
	if sum%11 > 1 {
		right = 11 - sum%11
	}
	return digits + string(rune('0'+(right+1)%10))
}

func day(t time.Time) string { return t.Format(dayFormat) }
