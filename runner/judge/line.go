package judge

import (
	"github.com/mynalab/mynalab/reports/trace"
)

// NothingSentToService claims that the last deed sent nothing to the service, which was alive.
func NothingSentToService() trace.Claim { return plain("nothing-sent-to-service") }

// ServiceUnreachableShown claims that the screen says that the service can't be reached while the line is cut.
func ServiceUnreachableShown() trace.Claim { return plain("service-unreachable-shown") }

// CardRemovedShown claims that the screen says that the card was taken away, and that nothing was checked.
func CardRemovedShown() trace.Claim { return plain("card-removed-shown") }

func lineChecks() []Check {
	return []Check{
		{Name: "nothing-sent-to-service", Sentence: says("サービスには何も送られない", "nothing is sent to the service"),
			Basis: trace.BasisOurs, Source: "SVC-111, SVC-221", Planes: onControlAndService(), Judge: judgeNothingSent},
		{Name: "service-unreachable-shown", Sentence: says("サービスにつながらないことが表示される", "the service is shown to be out of reach"),
			Basis: trace.BasisOurs, Source: "eligibility §7 F14", Planes: onControl(), Judge: judgeServiceUnreachable},
		{Name: "card-removed-shown", Sentence: says("カードが離れたことが表示される", "the card is shown to have been taken away"),
			Basis: trace.BasisOurs, Source: "eligibility §7 F07", Planes: onAllSeams(), Judge: judgeCardRemoved},
	}
}

func judgeNothingSent(before []trace.Event, _ Args) trace.Finding {
	d := lastDeed(before)
	return settle(d.without("サービスへの要求", "request to the service", isRequest), serviceAlive(before))
}

func judgeServiceUnreachable(before []trace.Event, _ Args) trace.Finding {
	d := lastDeed(before)
	return settle(d.shows("outcome", "service-unreachable"),
		d.without("サービス面の事象", "event of the service", func(e trace.Event) bool { return e.Plane == trace.Service }),
		lineCut(before))
}

// lineCut is the part that the line was cut and has not been restored since.
func lineCut(before []trace.Event) part {
	e, ok := lastOf(before, func(e trace.Event) bool { return e.Plane == trace.World && e.Kind == trace.KindLine })
	if ok && e.Fields["state"] == "cut" {
		return held("回線は切れている", "the line is cut", e)
	}
	return missed("回線は切れていない", "the line is not cut").blaming(trace.BlameHarness)
}

func judgeCardRemoved(before []trace.Event, _ Args) trace.Finding {
	d := lastDeed(before)
	return settle(d.shows("outcome", "card-removed"),
		d.with("カードが離れた事象", "removal of the card", func(e trace.Event) bool {
			return e.Plane == trace.Card && e.Kind == trace.KindFailure && e.Fields["error"] == "removed"
		}),
		d.without("資格確認の要求", "check request", isCheckRequest), serviceAlive(before))
}
