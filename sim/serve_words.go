package main

import "github.com/mynalab/mynalab/mockservice/control"

// serviceModes are the values of --mode.
func serviceModes() []string {
	return []string{string(control.Normal), string(control.Strict), string(control.Awkward)}
}

// servePhrases are the sentences of `serve`.
func servePhrases() (p struct{ public, control, token, ca, next, ended phrase }) {
	p.public = phrase{"端末・ポータル・JPKI: %[1]s （ポータルは /omf と /csm）", "terminals, portals, JPKI: %[1]s (portals at /omf and /csm)"}
	p.control = phrase{"制御: %[1]s", "control: %[1]s"}
	p.token = phrase{"制御用トークン: %[1]s", "control token: %[1]s"}
	p.ca = phrase{"CA: %[1]s （ブラウザで見るときはこのCAを信頼させます）", "CA: %[1]s (for a browser, trust this CA)"}
	p.next = phrase{"Ctrl-C で終了します。別の端末で: %[1]s", "Ctrl-C ends it. In another terminal: %[1]s"}
	p.ended = phrase{"サービスを終了しました", "service: ended"}
	return p
}
