package world

import (
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// LineFault is a fault of the line that affects the requests of checks.
type LineFault string

// The faults. Each value is the state that the record gives the line.
const (
	AnswersLost       LineFault = "answers-lost"        // the check arrives, its answer does not
	Rubbish           LineFault = "rubbish"             // something in between answers a check with a page
	Unavailable       LineFault = "unavailable"         // something in between answers that the service is down
	CutAfterChallenge LineFault = "cut-after-challenge" // the line breaks between challenge and check
)

// lineFaultRow is one row of the table of line faults.
type lineFaultRow struct {
	// path is the path of the requests that the fault affects; all others pass unchanged.
	path   string
	strike func(l *InternetLine, w http.ResponseWriter, r *http.Request, next http.Handler)
	source string
}

// lineFaults returns the table of line faults.
func lineFaults() map[LineFault]lineFaultRow {
	const unstable = "eligibility §7 F14"
	return map[LineFault]lineFaultRow{
		AnswersLost:       {wire.PathCheck, loseAnswer, unstable},
		Rubbish:           {wire.PathCheck, answerPage(http.StatusOK), unstable},
		Unavailable:       {wire.PathCheck, answerPage(http.StatusServiceUnavailable), unstable},
		CutAfterChallenge: {wire.PathChallenge, cutBehind, unstable},
	}
}

// delayed returns the row for a delay by the given number of minutes.
func delayed(minutes int) lineFaultRow {
	strike := func(l *InternetLine, w http.ResponseWriter, r *http.Request, next http.Handler) {
		if err := l.world.clock.elapse(time.Duration(minutes) * time.Minute); err != nil {
			l.failed(err)
		}
		next.ServeHTTP(w, r)
	}
	return lineFaultRow{wire.PathCheck, strike, "SVC-290"}
}

// loseAnswer passes the request to the service, and then closes the product's connection without the answer.
func loseAnswer(_ *InternetLine, _ http.ResponseWriter, r *http.Request, next http.Handler) {
	next.ServeHTTP(httptest.NewRecorder(), r)
	panic(http.ErrAbortHandler)
}

// page is a page that a gateway or a login page of the line might send in place of the service's answer.
const page = "<!DOCTYPE html><title>mynalab</title><p>This page comes from the line, not from the service.</p>"

func answerPage(status int) func(*InternetLine, http.ResponseWriter, *http.Request, http.Handler) {
	return func(_ *InternetLine, w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(page)) // the product may have closed the connection
	}
}

// cutBehind passes the request and its answer, and cuts the line after that.
func cutBehind(l *InternetLine, w http.ResponseWriter, r *http.Request, next http.Handler) {
	next.ServeHTTP(w, r)
	l.world.slot.Link().Fade()
}
