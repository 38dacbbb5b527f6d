package judge

import (
	"strconv"

	"github.com/mynalab/mynalab/reports/trace"
)

func portalMailChecks() []Check {
	return []Check{mailsArrived()}
}

// MailsArrived claims that n mails of a kind (an id of trace.MailKinds) are in the mail box; a mail for activation counts only
// with its link. The world reads the mail box after the last action.
func MailsArrived(kind string, n int) trace.Claim {
	return mailsArrived().claim(Args{"kind": kind, "mails": strconv.Itoa(n)})
}

func mailsArrived() Check {
	return Check{Name: "mails-arrived", Sentence: saysMails, Basis: trace.BasisSource, Source: "REG-28, APP-36 to APP-38", Planes: onService(), Needs: []trace.Need{trace.NeedMailbox},
		Judge: judgeMails,
		Looks: sentence("それまでに届いたメールを確かめ、その種類のものを数える。有効化用リンクのメールは、リンクの付いたものだけを数える。",
			"Reads the mail box and counts the mails of that kind. A mail for activation counts only if it has its link.")}
}

// saysMails uses the name of the kind and has its own sentence for zero mails.
func saysMails(args Args) trace.Sentence {
	kind := trace.Say(trace.MailKinds(), args["kind"])
	if args["mails"] == "0" {
		return trace.Sentence{JA: kind.JA + "はまだ届いていない", EN: kind.EN + " has not arrived yet"}
	}
	return trace.Sentence{JA: kind.JA + "が" + args["mails"] + "通届いている", EN: args["mails"] + " of " + kind.EN + " have arrived"}
}

func judgeMails(before []trace.Event, args Args) trace.Finding {
	e, found := lastOf(before, func(e trace.Event) bool { return e.Plane == trace.Service && e.Kind == trace.KindMailbox })
	all, counted := e.Mails().Int()
	if !found || !counted {
		return settle(missed("メールは確かめられていない", "the mail box was not read").blaming(trace.BlameHarness))
	}
	n := 0
	for i := range all {
		linked := args["kind"] != mailActivation || e.MailLink(i+1) != ""
		if e.MailKind(i+1) == args["kind"] && linked {
			n++
		}
	}
	got := strconv.Itoa(n)
	p := held("届いたのは"+got+"通", got+" have arrived", e)
	if got != args["mails"] {
		p = missed(p.got.JA, p.got.EN, e).blaming(trace.BlameHarness)
	}
	return settle(p, readAfter(e, before))
}

const mailActivation = "activation"

// readAfter returns the part "the observation was made after every event that can change it".
func readAfter(e trace.Event, before []trace.Event) part {
	change, found := lastOf(before, func(c trace.Event) bool {
		return isAtPortal(c) || c.Kind == trace.KindClock || c.Kind == trace.KindPerson
	})
	if found && change.Seq > e.Seq {
		return missed("観測が古い", "the observation is older than event "+strconv.Itoa(change.Seq), e, change).blaming(trace.BlameHarness)
	}
	return held("観測は新しい", "the observation is recent", e)
}
