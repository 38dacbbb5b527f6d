package people_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/people"
)

// TestTheCastHasSomebodyForEachCase proves that the cast has a person for each case that a feature text may need, and that
// the first of them is the one listed here.
func TestTheCastHasSomebodyForEachCase(t *testing.T) {
	last := func(p people.Person) people.Card { return p.Cards[len(p.Cards)-1] }
	named := func(pattern string) func(people.Person) bool {
		return func(p people.Person) bool { return regexp.MustCompile(pattern).MatchString(p.Name) }
	}
	for name, row := range map[string]struct {
		id string
		is func(people.Person) bool
	}{
		"75 and above":                   {"P02", func(p people.Person) bool { return p.Birthdate < "19500602" }},
		"no insurance and no assistance": {"P03", func(p people.Person) bool { return p.Insurance == nil && p.Assistance == nil }},
		"below 15":                       {"P06", func(p people.Person) bool { return p.Birthdate > "20100602" }},
		"SVC-271 outside of the BMP":     {"P06", named(`[\x{20000}-\x{2FFFF}]`)},
		"SVC-271 德":                      {"P05", named(`德`)},
		"SVC-316 renewed certificate":    {"P07", func(p people.Person) bool { return last(p).Renews != "" }},
		"SVC-273 kana with ﾞ and ﾟ":      {"P07", func(p people.Person) bool { return regexp.MustCompile(`ﾞ.*ﾟ`).MatchString(p.Kana) }},
		"SVC-274 symbol of mixed width": {"P07", func(p people.Person) bool {
			return p.Insurance != nil && regexp.MustCompile(`[Ａ-Ｚ].*[0-9]`).MatchString(p.Insurance.Symbol)
		}},
		"revoked":                     {"P09", func(p people.Person) bool { return last(p).Ended != nil }},
		"a minor above 15":            {"P11", func(p people.Person) bool { return p.Birthdate > "20070602" && p.Birthdate <= "20100602" }},
		"SVC-147 no PIN":              {"P12", func(p people.Person) bool { return last(p).Pinless }},
		"a foreign resident":          {"P13", func(p people.Person) bool { return last(p).StayUntil != "" && p.OtherName != "" }},
		"a name in Latin letters":     {"P13", named(`^[A-Z ]+　[A-Z ]+$`)},
		"SVC-237 assistance only":     {"P14", func(p people.Person) bool { return p.Assistance != nil }},
		"SVC-165 address withheld":    {"P15", func(p people.Person) bool { return p.WithholdAddress }},
		"SVC-166 stopped":             {"P16", func(p people.Person) bool { return p.Stopped }},
		"SVC-168 changed jobs":        {"P17", func(p people.Person) bool { return len(p.Former) > 0 }},
		"SVC-272 ●":                   {"P20", named(`●`)},
		"SVC-271 variation sequences": {"P21", named(`[\x{E0100}-\x{E01EF}]`)},
		"a very long name":            {"P22", named(`^.{12,}　.{12,}$`)},
	} {
		t.Run(name, func(t *testing.T) {
			for _, p := range load(t).Persons {
				if row.is(p) {
					require.Equal(t, row.id, p.ID)
					return
				}
			}
			t.Fatal("there is no such person")
		})
	}
	t.Run("twins of one name", func(t *testing.T) {
		c := load(t)
		a, err := c.Person("P18")
		require.NoError(t, err)
		b, err := c.Person("P19")
		require.NoError(t, err)
		require.Equal(t, []string{a.Name, a.Kana, a.Birthdate, a.Address, a.Insurance.Number},
			[]string{b.Name, b.Kana, b.Birthdate, b.Address, b.Insurance.Number})
		require.NotEqual(t, a.Insurance.Branch, b.Insurance.Branch, "SVC-264")
	})
}

func TestCardsFollowEachOther(t *testing.T) {
	for _, p := range load(t).Persons {
		require.NotEmpty(t, p.Cards, p.ID)
		for i, card := range p.Cards {
			require.Regexp(t, `^\d{8}$`, card.Issued, card.ID)
			require.Greater(t, card.Issued, p.Birthdate, card.ID)
			if i > 0 {
				former := p.Cards[i-1]
				require.NotNil(t, former.Ended, "%s is still valid beside %s", former.ID, card.ID)
				require.LessOrEqual(t, former.Ended.At, card.Issued, card.ID)
				require.Equal(t, former.Ended.Event == "renewed", card.Renews == former.ID, card.ID)
			}
			if card.Ended != nil {
				require.Greater(t, card.Ended.At, card.Issued, card.ID)
			}
		}
	}
}
