package municipality_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
)

// TestTheCardsOfTheCastKeepTheRules: the cast is written by hand, and the rules of life must give the same days.
func TestTheCardsOfTheCastKeepTheRules(t *testing.T) {
	cast, err := people.Load()
	require.NoError(t, err)
	for _, p := range cast.Persons {
		t.Run("SVC-310 "+p.ID, func(t *testing.T) {
			cards, err := newIssuer(0).CardsOf(p, "contact-a1")
			require.NoError(t, err)
			require.Len(t, cards, len(p.Cards))
			for i, card := range cards {
				certificate := parse(t, card.Spec.AuthCert)
				require.Equal(t, p.Cards[i].Issued, certificate.NotBefore.In(jpki.JST).Format("20060102"))
				require.Equal(t, p.Cards[i].Ended != nil, len(card.Ended) > 0)
				if p.Cards[i].Renews != "" {
					require.Equal(t, cards[i-1].Spec.Contents[0].Bytes(), card.Spec.Contents[0].Bytes(), "the same physical card")
					continue
				}
				order, err := municipality.OrderOf(p, p.Cards[i], "contact-a1")
				require.NoError(t, err)
				order, err = municipality.DefaultLife().ForNewCard(order)
				require.NoError(t, err)
				if p.Cards[i].StayUntil == "" {
					require.Equal(t, order.Person.CardExpiry, p.CardExpiry)
					continue
				}
				require.Greater(t, order.Person.CardExpiry, p.CardExpiry, "CARD-449: the stay ends first")
				require.Equal(t, p.CardExpiry, certificate.NotAfter.In(jpki.JST).Format("20060102"))
			}
		})
	}
}

func TestWhoseCertificatesHaveRunOut(t *testing.T) {
	cast, err := people.Load()
	require.NoError(t, err)
	begins := time.Date(2025, 6, 2, 9, 0, 0, 0, jpki.JST)
	var over []string
	for _, p := range cast.Persons {
		cards, err := newIssuer(0).CardsOf(p, "contact-a1")
		require.NoError(t, err)
		if last := cards[len(cards)-1]; parse(t, last.Spec.AuthCert).NotAfter.Before(begins) {
			over = append(over, p.ID)
		}
	}
	require.Equal(t, []string{"P08", "P10"}, over, "within the grace period, and after it")
}

func TestACardOfTheCastThatCannotBe(t *testing.T) {
	p := person(t, "P01")
	for want, card := range map[string]people.Card{
		`ordering the card P01-9 of the cast: "2023" is not a day: write yyyyMMdd`: {ID: "P01-9", Issued: "2023"},
		`ordering the card P01-8 of the cast: "soon" is not a day`:                 {ID: "P01-8", Issued: "20230603", StayUntil: "soon"},
		`ending the card P01-7 of the cast: "" is not a day`:                       {ID: "P01-7", Issued: "20230603", Ended: &people.Ended{Event: "lost"}},
		`ending the certificates of P01: no ending for event "eaten"`:              {ID: "P01-6", Issued: "20230603", Ended: &people.Ended{Event: "eaten", At: "20240101"}},
		`issuing the card of P01: the holder was not born yet`:                     {ID: "P01-5", Issued: "19000101"},
	} {
		p.Cards = []people.Card{card}
		_, err := newIssuer(0).CardsOf(p, "contact-a1")
		require.ErrorContains(t, err, want)
	}
}
