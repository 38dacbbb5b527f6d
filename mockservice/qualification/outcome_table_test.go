package qualification_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/qualification"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

func TestPerson(t *testing.T) {
	t.Run("SVC-302 unknown serial, default", func(t *testing.T) {
		l := open(t)
		require.NoError(t, l.rows.Reset(t.Context()))
		got, err := l.check()
		require.NoError(t, err)
		require.Equal(t, wire.ValidityNone, got.XmlMsg.MessageBody.QualificationValidity)
		require.Equal(t, []wire.ResultItem{}, got.XmlMsg.MessageBody.ResultList)
	})
	t.Run("SVC-302 unknown serial, switched", func(t *testing.T) {
		l := open(t)
		require.NoError(t, l.rows.Reset(t.Context()))
		l.rules.UnknownSerial = qualification.UnknownIsNotRegistered
		_, err := l.check()
		l.refused(err, wire.CodeNotRegistered, 7)
	})
	t.Run("SVC-294 SVC-154 not registered", func(t *testing.T) {
		l := open(t)
		p := person()
		p.Registered = false
		l.put(p)
		_, err := l.check()
		l.refused(err, wire.CodeNotRegistered, 8)
	})
	t.Run("SVC-303 stopped", func(t *testing.T) {
		l := open(t)
		p := person()
		p.Stopped = true
		l.put(p)
		_, err := l.check()
		l.refused(err, wire.CodeNotUsable, 9)
	})
	t.Run("eligibility §2.6 address withheld", func(t *testing.T) {
		l := open(t)
		p := person()
		p.WithholdAddress = true
		l.put(p)
		got, err := l.check()
		require.NoError(t, err)
		r := got.XmlMsg.MessageBody.ResultList[0].ResultOfQualificationConfirmation
		require.Empty(t, r.Address+r.PostNumber)
		require.Equal(t, "佐藤　花子", r.Name)
	})
}

func TestOutcomes(t *testing.T) {
	q := func(from, to string) store.Qualification { return store.Qualification{Name: from, From: from, To: to} }
	for _, c := range []struct {
		name     string
		list     []store.Qualification
		validity string
		shown    []string
	}{
		{"SVC-053 one current", []store.Qualification{q("20150401", "")}, "1", []string{"20150401"}},
		{"SVC-295 begins today", []store.Qualification{q("20250602", "")}, "1", []string{"20250602"}},
		{"SVC-295 begins tomorrow", []store.Qualification{q("20250603", "")}, "4", nil},
		{"SVC-295 lost today", []store.Qualification{q("20150401", "20250602")}, "2", []string{"20150401"}},
		{"SVC-295 lost tomorrow", []store.Qualification{q("20150401", "20250603")}, "1", []string{"20150401"}},
		{"§2.6 lost, the last one is shown", []store.Qualification{q("20100401", "20150401"), q("20150401", "20250501")}, "2", []string{"20150401"}},
		{"§2.6 lost, a newer one exists", []store.Qualification{q("20150401", "20250602"), q("20250701", "")}, "3", []string{"20150401"}},
		{"§2.6 lost, the newer one is current", []store.Qualification{q("20150401", "20250602"), q("20250602", "")}, "1", []string{"20250602"}},
		{"§2.6 none", nil, "4", nil},
		{"§2.6 SVC-054 two overlapping", []store.Qualification{q("20150401", ""), q("20250401", "")}, "5", []string{"20150401", "20250401"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := open(t)
			p := person()
			p.Qualifications = c.list
			l.put(p)
			got, err := l.check()
			require.NoError(t, err)
			require.Equal(t, c.validity, got.XmlMsg.MessageBody.QualificationValidity)
			var shown []string
			for _, item := range got.XmlMsg.MessageBody.ResultList {
				r := item.ResultOfQualificationConfirmation
				shown = append(shown, r.Name)
				require.Equal(t, c.validity == "2" || c.validity == "3", r.DisqualificationDate != "")
			}
			require.Equal(t, c.shown, shown)
		})
	}
	t.Run("SVC-295 the day is the day in Japan", func(t *testing.T) {
		l := open(t)
		p := person()
		p.Qualifications = []store.Qualification{q("20150401", "20250602")}
		l.put(p)
		l.now = time.Date(2025, 6, 1, 15, 0, 0, 0, time.UTC)
		got, err := l.check()
		require.NoError(t, err)
		require.Equal(t, "2", got.XmlMsg.MessageBody.QualificationValidity)
		require.Equal(t, "20250602000000", got.XmlMsg.MessageHeader.ProcessExecutionTime)
	})
}
