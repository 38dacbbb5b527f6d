package people_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/sim/people"
)

var updateCrowd = flag.Bool("update", false, "write testdata/crowd.golden again")

// TestACrowdIsTheSameForEver: the same seed must always give the same crowd, because other services load it and feature texts
// may rely on it. A change by an upgrade of the library that draws is noticed here.
func TestACrowdIsTheSameForEver(t *testing.T) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	for p := range people.Crowd(7, 40) {
		require.NoError(t, encoder.Encode(p))
	}
	if *updateCrowd {
		require.NoError(t, os.WriteFile("testdata/crowd.golden", text.Bytes(), 0o644))
	}
	golden, err := os.ReadFile("testdata/crowd.golden")
	require.NoError(t, err, "write it with go test ./sim/people -update")
	require.Equal(t, strings.Split(string(golden), "\n"), strings.Split(text.String(), "\n"))
}

func TestAPersonDependsOnSeedAndIndexOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, n := rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, 50).Draw(t, "n")
		crowd := slices.Collect(people.Crowd(seed, n))
		require.Len(t, crowd, n)
		i := rapid.IntRange(0, n-1).Draw(t, "i")
		require.Equal(t, people.Nth(seed, i), crowd[i])
		require.NotEqual(t, people.Nth(seed+1, i), crowd[i])
	})
	for first := range people.Crowd(0, 10) {
		require.Equal(t, people.Nth(0, 0), first, "the seed 0 is a seed")
		break
	}
}

// form is the form that a member must have for everybody in the crowd.
type form struct {
	of   func(people.Person) string
	like string
}

func forms() map[string]form {
	return map[string]form{
		"id":            {func(p people.Person) string { return p.ID }, `^C\d{7,8}$`},
		"name":          {func(p people.Person) string { return p.Name }, `^\S+( \S+)*　\S+( \S+)*$`},
		"SVC-060 kana":  {func(p people.Person) string { return p.Kana }, `^[ｦ-ﾟ]+( [ｦ-ﾟ]+)+$`},
		"sex":           {func(p people.Person) string { return p.Sex }, `^[12]$`},
		"post code":     {func(p people.Person) string { return p.PostCode }, `^999-98\d{2}$`},
		"address":       {func(p people.Person) string { return p.Address }, `^架空県.+[１-９][－ー‐][１-９]`},
		"municipality":  {func(p people.Person) string { return p.Municipality }, `^48\d{3}$`},
		"city":          {func(p people.Person) string { return p.City }, `^[A-Z][a-z]+-(shi|cho|mura)$`},
		"My Number":     {func(p people.Person) string { return p.MyNumber }, `^92\d{10}$`},
		"security code": {func(p people.Person) string { return p.SecurityCode }, `^\d{4}$`},
	}
}

func TestEverybodyInTheCrowdIsComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := people.Nth(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, people.CrowdLimit-1).Draw(t, "i"))
		for name, f := range forms() {
			require.Regexp(t, f.like, f.of(p), name)
		}
		_, err := p.Codes()
		require.NoError(t, err, "the dates are days")
		days := []string{p.Birthdate, p.CardExpiry, p.Cards[0].Issued}
		if p.Cards[0].StayUntil != "" {
			days = append(days, p.Cards[0].StayUntil)
		}
		qualifications := slices.Clone(p.Former)
		if p.Insurance != nil {
			qualifications = append(qualifications, *p.Insurance)
		}
		for _, q := range qualifications {
			days = append(days, q.From)
			require.GreaterOrEqual(t, q.From, p.Birthdate)
			require.False(t, passes(q.InsurerNumber), "%s could be a real insurer's", q.InsurerNumber)
			require.Contains(t, q.InsurerName, "架空")
			require.Regexp(t, `^([12] (\d{2})?)$`, q.Relation+" "+q.Branch)
		}
		if a := p.Assistance; a != nil {
			days = append(days, a.From)
			require.Nil(t, p.Insurance)
			require.Regexp(t, `^12\d{6} \d{7}$`, a.PayerNumber+" "+a.RecipientNumber, "SVC-237")
		}
		for _, d := range days {
			_, err := time.Parse("20060102", d)
			require.NoError(t, err)
		}
		require.False(t, myNumberCheck(p.MyNumber[:11]) == p.MyNumber[11], "a number could be a real person's")
		require.Less(t, p.Birthdate, "20250603")
	})
}

// crowdOf returns a crowd that is large enough to measure its shares.
func crowdOf(n int) []people.Person { return slices.Collect(people.Crowd(7, n)) }

func TestNoNumberComesTwice(t *testing.T) {
	seen := map[string]bool{}
	once := func(number string) {
		number = strings.TrimSpace(number)
		require.False(t, seen[number], number)
		seen[number] = true
	}
	for _, p := range append(crowdOf(20_000), load(t).Persons...) {
		once("id " + p.ID)
		once(p.MyNumber)
		if p.ID[0] != 'C' {
			continue // twins in the cast have the same number
		}
		if p.Insurance != nil {
			once("insured " + p.Insurance.Number)
		}
		if p.Assistance != nil {
			once("recipient " + p.Assistance.RecipientNumber)
		}
	}
}

func TestSharesAreThoseOfTheTables(t *testing.T) {
	const n = 50_000
	looks := map[string]*regexp.Regexp{"●": regexp.MustCompile(`●`), "第3水準": regexp.MustCompile(`[濵德瀨\x{FA10}﨑曻栁]`),
		"拡張漢字": regexp.MustCompile(`髙`), "BMP外": regexp.MustCompile(`[\x{20000}-\x{2FFFF}]`),
		"異体字": regexp.MustCompile(`[\x{E0100}-\x{E01EF}]`), "長い名": regexp.MustCompile(`^\p{Han}{12,}　`), "Latin letters": regexp.MustCompile(`^[A-Z' ]+　`)}
	counts := map[string]int{}
	kinds := map[string]string{}
	for _, p := range crowdOf(n) {
		for class, look := range looks {
			if look.MatchString(p.Name) {
				counts[class]++
			}
		}
		if p.Insurance != nil {
			kinds[p.Insurance.InsurerNumber[:2]] = p.Insurance.InsurerName
		}
		if p.Birthdate <= "19500602" {
			counts["75"]++
			require.True(t, p.Insurance == nil || p.Insurance.InsurerNumber[:2] == "39" && p.Insurance.Symbol == "", "%s: 後期高齢", p.ID)
		} else if p.Birthdate <= "19550602" {
			counts["70"]++
		}
		if p.Assistance != nil {
			counts["assistance"]++
		}
	}
	want := map[string]int{"75": 170, "70": 70, "assistance": 17}
	whole := 0
	for _, s := range people.Awkwardness() {
		whole += s.PerMille
		if s.Name != "ordinary" {
			require.Contains(t, looks, s.Name)
			want[s.Name] = s.PerMille
		}
	}
	require.Equal(t, 1000, whole)
	for class, perMille := range want {
		require.InDelta(t, perMille, float64(counts[class])*1000/n, 1+float64(perMille)/10, class)
	}
	for _, law := range []string{"01", "02", "06", "31", "32", "33", "34", "39", "48", "63"} {
		require.NotEmpty(t, kinds[law], "SVC-249: 法別 %s insures nobody", law)
	}
	whole = 0
	for _, s := range people.Insured() {
		whole += s.PerMille
	}
	require.Equal(t, 1000, whole)
}

// BenchmarkCrowd makes a million persons without storing them: B/op divided by N is garbage, not memory in use.
func BenchmarkCrowd(b *testing.B) {
	for b.Loop() {
		n := 0
		for range people.Crowd(7, 1_000_000) {
			n++
		}
		require.Equal(b, 1_000_000, n)
	}
}
