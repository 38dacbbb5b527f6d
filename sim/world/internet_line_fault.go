package world

import (
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// LineFault is something that the line does to the requests of checks.
type LineFault string

// The faults, by the state that the record gives the line.
const (
	AnswersLost       LineFault = "answers-lost"        // the check arrives, its answer doesn't
	Rubbish           LineFault = "rubbish"             // something between answers a check with a page
	Unavailable       LineFault = "unavailable"         // something between says that the service is down
	CutAfterChallenge LineFault = "cut-after-challenge" // the line breaks between challenge and check
)

// lineFaultRow is one row of the table of faults.
type lineFaultRow struct {
	// path is that of the requests which suffer; all others pass.
	path   string
	strike func(l *InternetLine, w http.ResponseWriter, r *http.Request, next http.Handler)
	source string
}

// lineFaults is the table of faults.
func lineFaults() map[LineFault]lineFaultRow {
	const unstable = "eligibility §7 F14"
	return map[LineFault]lineFaultRow{
		AnswersLost:       {wire.PathCheck, loseAnswer, unstable},
		Rubbish:           {wire.PathCheck, answerPage(http.StatusOK), unstable},
		Unavailable:       {wire.PathCheck, answerPage(http.StatusServiceUnavailable), unstable},
		CutAfterChallenge: {wire.PathChallenge, cutBehind, unstable},
	}
}

// delayed is a fault of its own for each number of minutes.
func delayed(minutes int) lineFaultRow {
	strike := func(l *InternetLine, w http.ResponseWriter, r *http.Request, next http.Handler) {
		if err := l.world.clock.elapse(time.Duration(minutes) * time.Minute); err != nil {
			l.failed(err)
		}
		next.ServeHTTP(w, r)
	}
	return lineFaultRow{wire.PathCheck, strike, "SVC-290"}
}

// loseAnswer lets the service do its work and hangs up on the product.
func loseAnswer(_ *InternetLine, _ http.ResponseWriter, r *http.Request, next http.Handler) {
	next.ServeHTTP(httptest.NewRecorder(), r)
	panic(http.ErrAbortHandler)
}

// page is what a gateway or a portal of the line might say in the service's place.
const page = "<!DOCTYPE html><title>mynalab</title><p>This page comes from the line, not from the service.</p>"

func answerPage(status int) func(*InternetLine, http.ResponseWriter, *http.Request, http.Handler) {
	return func(_ *InternetLine, w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(page)) // a product that hung up needs no page
	}
}

// cutBehind answers, and lets nothing through after that.
func cutBehind(l *InternetLine, w http.ResponseWriter, r *http.Request, next http.Handler) {
	next.ServeHTTP(w, r)
	l.world.slot.Link().Fade()
}
