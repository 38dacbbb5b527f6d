package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/pcsc"
)

// doctorRow is one thing to check: its name, how to check it, and whom to blame and what to do if it is not ok.
type doctorRow struct {
	name trace.Sentence
	// needed reports whether the run in question needs it.
	needed func(doctorFlags) bool
	look   func(context.Context, doctorFlags, links) (detail string, err error)
	blame  trace.Sentence
	next   trace.Sentence
	// rests are the English names of rows above that must be ok for this one to be ok.
	rests []string
}

// under adapts the row to the rows that are not ok, given by name: if it depends on one of them, that one is to blame and
// must be fixed first.
func (r doctorRow) under(lacking []string, rows []doctorRow) doctorRow {
	for _, row := range rows {
		if slices.Contains(r.rests, row.name.EN) && slices.Contains(lacking, row.name.EN) {
			r.blame = row.blame
			r.next = trace.Sentence{JA: sentenceText(msgAsAbove, reports.LangJA, row.name.JA), EN: sentenceText(msgAsAbove, reports.LangEN, row.name.EN)}
			return r
		}
	}
	return r
}

// doctorRows returns the table of checks, from the inside out (design §3; pcsc reference §1: what a real reader needs).
func doctorRows() []doctorRow {
	machine := trace.Sentence{JA: "このPCの環境", EN: "this machine"}
	build := trace.Sentence{JA: "このプログラムのビルド", EN: "how this program was built"}
	always := func(doctorFlags) bool { return true }
	never := func(doctorFlags) bool { return false }
	return []doctorRow{
		{trace.Sentence{JA: "組み込みのカード・サービス・アプリ", EN: "embedded card, service and app"}, always, lookEmbedded,
			trace.Sentence{JA: "mynalab、またはループバックのポートを開けない環境", EN: "mynalab, or a machine that can't open loopback ports"},
			trace.Sentence{JA: "127.0.0.1 のポートを開けるか確かめ、それでも直らなければ不具合として報告する",
				EN: "check that ports on 127.0.0.1 can be opened; if they can, report it as a defect"}, nil},
		{trace.Sentence{JA: "サービス", EN: "service"}, always, lookService,
			trace.Sentence{JA: "サービス、またはそこまでの経路", EN: "the service, or the network path to it"},
			trace.Sentence{JA: "mynalab serve を起動し、--service と --control の URL、--ca のファイルを確かめる",
				EN: "start mynalab serve, and check the URLs of --service and --control and the file of --ca"}, nil},
		{trace.Sentence{JA: "PC/SC を組み込んだビルド", EN: "build with PC/SC"}, doctorFlags.real, lookBuild, build,
			trace.Sentence{JA: "libpcsclite-dev と pkg-config と C コンパイラを入れて make build を実行する",
				EN: "install libpcsclite-dev, pkg-config and a C compiler, then run make build"}, nil},
		{trace.Sentence{JA: "pcscd", EN: "pcscd"}, doctorFlags.real, lookDaemon, machine,
			trace.Sentence{JA: "pcscd を入れて起動する（Debian: apt install pcscd、systemctl start pcscd.socket）",
				EN: "install and start pcscd (Debian: apt install pcscd, systemctl start pcscd.socket)"}, nil},
		{trace.Sentence{JA: "カードリーダー", EN: "card readers"}, doctorFlags.real, lookReaders, machine,
			trace.Sentence{JA: "リーダーをつなぎ、--card pcsc: の名前を一覧と比べる", EN: "plug one in, and compare the name in --card pcsc: with this list"},
			[]string{"build with PC/SC", "pcscd"}},
		{trace.Sentence{JA: "仮想リーダー vpcd", EN: "virtual reader vpcd"}, never, lookVirtualReader, machine,
			trace.Sentence{JA: "mynalab card を使うなら vsmartcard-vpcd を入れて pcscd を起動し直す",
				EN: "for mynalab card, install vsmartcard-vpcd and restart pcscd"}, nil},
		{trace.Sentence{JA: "OpenSC", EN: "OpenSC"}, never, lookOpenSC, machine,
			trace.Sentence{JA: "ほかのプログラムからもカードを確かめるなら opensc を入れる", EN: "install opensc to look at cards with another program too"}, nil},
	}
}

// real reports whether --card names a real reader.
func (f doctorFlags) real() bool {
	_, real := readerName(f.card)
	return real
}

func lookEmbedded(ctx context.Context, _ doctorFlags, l links) (string, error) {
	n, err := l.embedded(ctx)
	return fmt.Sprintf("%d scenarios", n), err
}

func lookService(ctx context.Context, f doctorFlags, l links) (string, error) {
	if !f.link.remote() {
		return embeddedService, nil
	}
	return strings.TrimSpace(f.link.service + " " + f.link.control), l.service(ctx, f.link)
}

func lookBuild(_ context.Context, _ doctorFlags, l links) (string, error) {
	if _, err := l.readers(); errors.Is(err, pcsc.ErrNotBuilt) {
		return "", err
	}
	return "pcsc", nil
}

func lookDaemon(ctx context.Context, f doctorFlags, l links) (string, error) {
	if _, err := l.readers(); err == nil {
		return "PC/SC", nil // only Linux has a socket to check
	}
	return f.socket, l.dial(ctx, "unix", f.socket)
}

func lookReaders(_ context.Context, f doctorFlags, l links) (string, error) {
	names, err := l.readers()
	if err != nil {
		return "", err
	}
	wanted, _ := readerName(f.card)
	list := strings.Join(names, ", ")
	for _, name := range names {
		if strings.Contains(strings.ToLower(name), strings.ToLower(wanted)) {
			return list, nil
		}
	}
	if len(names) == 0 {
		return "", errors.New("no reader is plugged in")
	}
	return "", fmt.Errorf("no reader is called %q; found: %s", wanted, list)
}

func lookVirtualReader(ctx context.Context, f doctorFlags, l links) (string, error) {
	return f.vpcd, l.dial(ctx, "tcp", f.vpcd)
}

func lookOpenSC(_ context.Context, _ doctorFlags, l links) (string, error) {
	return l.tool("opensc-tool")
}
