package main

import (
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/bilingual"
)

// serviceModes returns the values of --mode.
func serviceModes() []string {
	return []string{string(control.Normal), string(control.Strict), string(control.Awkward)}
}

// servePhrases returns the sentences of `serve`.
func servePhrases() (p struct{ public, control, token, ca, next, ended bilingual.Sentence }) {
	p.public = bilingual.Of("端末・ポータル・JPKI: %[1]s （ポータルは /omf と /csm）", "terminals, portals, JPKI: %[1]s (portals at /omf and /csm)")
	p.control = bilingual.Of("制御: %[1]s", "control: %[1]s")
	p.token = bilingual.Of("制御用トークン: %[1]s", "control token: %[1]s")
	p.ca = bilingual.Of("CA: %[1]s （ブラウザで見るときはこのCAを信頼させます）", "CA: %[1]s (for a browser, trust this CA)")
	p.next = bilingual.Of("Ctrl-C で終了します。別の端末で: %[1]s", "Ctrl-C ends it. In another terminal: %[1]s")
	p.ended = bilingual.Of("サービスを終了しました", "service: stopped")
	return p
}
