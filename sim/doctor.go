package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/virtualcard/pcsc"
	"github.com/mynalab/mynalab/virtualcard/vpcd"
)

// pcscdSocket is the socket of pcsclite's daemon.
const pcscdSocket = "/run/pcscd/pcscd.comm"

// dialLimit is how long doctor waits for a port or socket of this machine. Our choice: a local socket answers at once or not
// at all.
const dialLimit = 2 * time.Second

// doctorFlags are the flags of `doctor`.
type doctorFlags struct {
	card, vpcd, socket string
	link               linkFlags
}

func doctorCommand(s surroundings) *cobra.Command {
	f := doctorFlags{}
	c := &cobra.Command{
		Use:   "doctor",
		Short: "checks everything that a run may need",
		Long: `実行に必要なものを順に調べ、そろっていないものには、どこに原因があり何をすればよいかを示します。
終了コードは、必要なものがすべてそろっていれば 0 です。--card pcsc:名前 や --service URL を付けると、実機のリーダーや
別のプロセスのサービスも必要なものに数えます。

Checks the embedded parts, PC/SC, readers and tools. Each line says ok or not ok; a line that says not ok is followed by
whom to blame and what to do. Exit code 0: all that is needed is ok. --card pcsc:NAME makes the real reader needed, and
--service URL that service.`,
		Example: `  mynalab doctor
  mynalab doctor --card pcsc:"SONY"
  mynalab doctor --service https://127.0.0.1:8443 --control http://127.0.0.1:8081 --ca ca.pem`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return examine(c.Context(), s, doctorRows(), f, f.links(s))
		},
	}
	c.Flags().StringVar(&f.card, "card", "virtual", "what a run will use: virtual, or pcsc:NAME")
	c.Flags().StringVar(&f.vpcd, "vpcd", vpcd.DefaultAddr, "HOST:PORT of the virtual reader")
	f.link.add(c)
	c.Flags().StringVar(&f.socket, "pcscd", pcscdSocket, "socket of pcscd")
	return c
}

// links are the functions that doctor checks with; tests replace them.
type links struct {
	// embedded opens all embedded parts and returns the number of scenarios.
	embedded func(context.Context) (scenarios int, err error)
	// service checks a service in another process.
	service func(context.Context, linkFlags) error
	// readers returns the names of the PC/SC readers.
	readers func() ([]string, error)
	// dial connects to a port or socket and closes the connection.
	dial func(ctx context.Context, network, address string) error
	// tool finds a program.
	tool func(name string) (path string, err error)
}

func (f doctorFlags) links(s surroundings) links {
	return links{
		embedded: func(ctx context.Context) (int, error) { return openEmbedded(ctx, s) },
		service:  func(ctx context.Context, f linkFlags) error { return f.reach(ctx) },
		readers:  plugged,
		dial: func(ctx context.Context, network, address string) error {
			dialer := net.Dialer{Timeout: dialLimit}
			c, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return err
			}
			return c.Close()
		},
		tool: exec.LookPath,
	}
}

// openEmbedded loads the suite, and opens and closes a slot with card, service on loopback and app.
func openEmbedded(ctx context.Context, s surroundings) (int, error) {
	suite, err := loadSuite("")
	if err != nil {
		return 0, err
	}
	b, err := planSlots("virtual", linkFlags{}, s)
	if err != nil {
		return 0, err
	}
	slot, err := b.slot(ctx, 0)
	if err != nil {
		return 0, err
	}
	return len(suite.Scenarios), slot.Close(ctx)
}

// plugged returns the names of the connected PC/SC readers.
func plugged() ([]string, error) {
	service, err := pcsc.Open()
	if err != nil {
		return nil, err
	}
	names, err := service.Readers()
	return names, errors.Join(err, service.Close())
}

// examine prints a line per row, and two more for each row that is not ok.
func examine(ctx context.Context, s surroundings, rows []doctorRow, f doctorFlags, l links) error {
	if f.card != "virtual" && !f.real() {
		return usage(errorOf(msgBadCard, f.card))
	}
	if _, err := f.link.plane(); err != nil {
		return err
	}
	var lacking []string
	ready := true
	for _, row := range rows {
		detail, err := row.look(ctx, f, l)
		if err := row.under(lacking, rows).print(s.stdout, s.lang, row.needed(f), detail, err); err != nil {
			return broken(fmt.Errorf("writing the findings: %w", err))
		}
		if err != nil {
			lacking = append(lacking, row.name.EN)
			ready = ready && !row.needed(f)
		}
	}
	if !ready {
		return broken(errorOf(msgNotReady))
	}
	return nil
}

func (r doctorRow) print(w io.Writer, lang reports.Lang, needed bool, detail string, err error) error {
	if err == nil {
		_, err = fmt.Fprintf(w, "ok      %s: %s\n", r.name.In(lang), detail)
		return err
	}
	word := msgLacking
	if !needed {
		word = msgLackingOptional
	}
	_, err = fmt.Fprintln(w, "not ok  "+strings.ReplaceAll(
		sentenceText(word, lang, r.name.In(lang), errorLine(err, lang), r.blame.In(lang), r.next.In(lang)), "\n", "\n        "))
	return err
}
