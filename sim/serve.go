package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/watch"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/world"
)

// serveFlags are the flags of `serve`.
type serveFlags struct {
	listen, control, db, tlsDir, files, token, oqs, mode string
	hosts                                                []string
	seed                                                 uint64
	// seeded: --seed was given; else random values are truly random.
	seeded       bool
	empty, quiet bool
}

func serveCommand(s surroundings) *cobra.Command {
	f := serveFlags{}
	c := &cobra.Command{
		Use:   "serve",
		Short: "serves the mock service and its portals on a port",
		Long: `模擬の資格確認サービスと2つのポータルサイトを起動します（Ctrl-C で終了します）。端末用のポートは HTTPS で、証明書とCAは
--tls-dir に作ります。制御用のポートは時計、人物、メール、障害を扱い、ループバック以外で開くときはトークンが要ります。
Serves the mock qualification service, the test JPKI and the two portals over HTTPS until Ctrl-C. Certificate and CA are
made in --tls-dir; the CA can sign only for this machine and the hosts of --host. The control port sets clock, people and
faults and reads the mail box; outside of loopback it uses HTTPS and requires a token. The cast of the feature texts is
loaded at the start, unless --empty. Logs are JSON lines on stderr and contain no personal data.`,
		Example: `  mynalab serve
  mynalab serve --db sqlite:lab.db --listen 127.0.0.1:9443 --control 127.0.0.1:9444
  mynalab serve --db postgres://mynalab@localhost/mynalab --listen 0.0.0.0:8443 --host mock.example`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			f.seeded = c.Flags().Changed("seed")
			return f.serve(c.Context(), s)
		},
	}
	c.Flags().StringVar(&f.listen, "listen", "127.0.0.1:8443", "HOST:PORT of terminals, portals and JPKI (HTTPS)")
	c.Flags().StringVar(&f.control, "control", "127.0.0.1:8444", "HOST:PORT of the control handler")
	c.Flags().StringVar(&f.db, "db", "sqlite:mynalab.db", "memory, sqlite:FILE or postgres://USER@HOST/DATABASE")
	c.Flags().StringVar(&f.tlsDir, "tls-dir", "mynalab-tls", "directory of the certificate, its key and its CA; made if it does not exist")
	c.Flags().StringVar(&f.files, "files", "mynalab-files", "directory for the attachments of applications; made if it does not exist")
	c.Flags().StringVar(&f.oqs, "oqs", "", "directory of the existing type's file-drop helper (req, res, face); serves its WebAPI, too")
	c.Flags().StringSliceVar(&f.hosts, "host", nil, "more names or addresses for the certificate")
	c.Flags().StringVar(&f.token, "control-token", "", "file with the control handler's token (default: made in --tls-dir if one is needed)")
	c.Flags().StringVar(&f.mode, "mode", string(control.Normal), "normal, strict (refuses what normal tolerates) or awkward (gives answers that the contract allows, but few services give)")
	c.Flags().Uint64Var(&f.seed, "seed", 0, "seed of all random values (default: truly random)")
	c.Flags().BoolVar(&f.empty, "empty", false, "starts without the people of the cast")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "writes no log")
	return c
}

// serve opens everything, prints the addresses, and closes everything in good order when ctx ends.
func (f serveFlags) serve(ctx context.Context, s surroundings) error {
	if !control.ModeName(f.mode).Valid() {
		return usage(errorOf(msgBadMode, f.mode))
	}
	tlsDir, err := openTLSDir(f.tlsDir, s.now(), f.names())
	if err != nil {
		return usage(errorOf(msgTLSDir, f.tlsDir, err))
	}
	token, err := f.bearer(tlsDir)
	if err != nil {
		return err
	}
	files, err := portal.OpenFolder(f.files)
	if err != nil {
		return usage(errorOf(msgFiles, f.files, err))
	}
	rows, err := store.Open(ctx, f.db)
	if err != nil {
		return errors.Join(usage(errorOf(msgBadDB, err)), files.Close())
	}
	d := &served{flags: f, s: s, rows: rows, files: files, token: token}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if err := d.open(ctx, tlsDir); err != nil {
		stop()
		return errors.Join(err, d.close())
	}
	d.greet(tlsDir)
	d.waitForEnd(ctx)
	if err := d.close(); err != nil {
		return broken(err)
	}
	fmt.Fprintln(s.stdout, servePhrases().ended.In(s.lang))
	return nil
}

// waitForEnd returns when ctx ends or one of the ports has died: a process that runs but answers nobody would be worse than
// one that ends.
func (d *served) waitForEnd(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-d.public.ended:
	case <-d.controlPort.ended:
	}
}

// names returns the hosts that the certificate has to name: those of --host, and those of --listen and --control unless they
// are loopback or stand for all addresses.
func (f serveFlags) names() []string {
	names := f.hosts
	for _, address := range []string{f.listen, f.control} {
		host, _, err := net.SplitHostPort(address)
		if ip := net.ParseIP(host); err == nil && host != "" && (ip == nil || !ip.IsUnspecified()) && !loopback(host) {
			names = append(names, host)
		}
	}
	return names
}

// served is a running service with its ports.
type served struct {
	flags       serveFlags
	s           surroundings
	rows        store.Store
	files       *portal.Folder
	token       string
	watch       *watch.Watch
	public      *port
	controlPort *port
	// existing is the existing type's file-drop helper; nil without --oqs.
	existing *existing
}

// open builds the service and opens its two ports.
func (d *served) open(ctx context.Context, dir tlsDir) error {
	log := d.log()
	config := mockservice.Default(d.s.now)
	config.Store, config.Random, config.ControlToken = d.rows, d.s.random, d.token
	config.Files, config.Mode, config.Pause = d.files, control.ModeName(d.flags.mode), waits
	config.Account.Tries = account.Limit{Most: registrationTries, Window: registrationWindow}
	config.Report = func(err error) { log.Error("failure", slog.String("error", err.Error())) }
	d.watch = d.watching(log)
	config.Checked = d.watch.Check
	service := mockservice.New(config)
	if err := d.seedDraws(ctx); err != nil {
		return broken(err)
	}
	if err := d.people(ctx, service.Control()); err != nil {
		return broken(err)
	}
	err := d.openExisting(ctx, service, log)
	if err != nil {
		return err
	}
	if d.public, err = openPort("--listen", d.flags.listen, d.watched(service), dir.faultCertificates.ConfigFor(dir.config, service.Handshake)); err != nil {
		return err
	}
	controlHandler := local(service.Control(), d.token)
	if d.secret() {
		d.controlPort, err = openPort("--control", d.flags.control, controlHandler, dir.config)
		return err
	}
	d.controlPort, err = openPort("--control", d.flags.control, controlHandler, nil)
	return err
}

// How many initial registrations one address may try within a window. Our choice: far more than a person types, far fewer
// than guessing needs; scenarios run without this limit.
const (
	registrationTries  = 30
	registrationWindow = 10 * time.Minute
)

// waits makes a delay of the fault table take real time, unless the client goes away before.
func waits(ctx context.Context, d time.Duration) { _ = pause(ctx, d) }

// log returns the logger of the service; with --quiet it discards.
func (d *served) log() *slog.Logger {
	if d.flags.quiet {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewJSONHandler(d.s.stderr, nil))
}

// seedDraws makes random values follow from --seed if it was given. A database that already has draws continues its count.
func (d *served) seedDraws(ctx context.Context) error {
	if !d.flags.seeded {
		return nil
	}
	return d.rows.ChangeSetup(ctx, func(row *store.Setup) error {
		row.Seed, row.Scenario = d.flags.seed, "serve"
		return nil
	})
}

// people loads the cast into the service through its own control handler, with the certificates of the cards that `mynalab
// card` makes for it.
func (d *served) people(ctx context.Context, handler http.Handler) error {
	if d.flags.empty {
		return nil
	}
	cast, err := people.Load()
	if err != nil {
		return err
	}
	client := control.Dial("http://control", &http.Client{Transport: inProcess{handler}}, d.token)
	if err := client.PutPeople(ctx, world.RecordOfCast(cast)); err != nil {
		return err
	}
	for _, p := range cast.Persons {
		serial, err := issuerOf(cardSeed, p).NextSerial(p)
		if err != nil {
			return err
		}
		if err := client.PutCertificate(ctx, control.Certificate{Serial: serial, PersonID: p.ID}); err != nil {
			return err
		}
	}
	return nil
}

// secret reports whether the control handler can be reached from other machines.
func (d *served) secret() bool {
	host, _, err := net.SplitHostPort(d.flags.control)
	return err == nil && !loopback(host)
}

// patience is how long requests under way may take after the service was told to end. Our choice: long enough for an upload
// that is almost done, short for a person who pressed Ctrl-C.
const patience = 10 * time.Second

// close closes both ports, the attachments and the database.
func (d *served) close() error {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	return errors.Join(d.public.close(ctx), d.controlPort.close(ctx), d.existing.close(), d.files.Close(), d.rows.Close())
}

// greet prints the addresses and the next command.
func (d *served) greet(dir tlsDir) {
	say := servePhrases()
	public, controlURL := "https://"+d.public.address(), d.controlPort.scheme()+"://"+d.controlPort.address()
	ca := filepath.Join(d.flags.tlsDir, caFile)
	fmt.Fprintln(d.s.stdout, say.public.With(public).In(d.s.lang))
	fmt.Fprintln(d.s.stdout, say.control.With(controlURL).In(d.s.lang))
	if d.token != "" {
		fmt.Fprintln(d.s.stdout, say.token.With(d.tokenFile()).In(d.s.lang))
	}
	fmt.Fprintln(d.s.stdout, say.ca.With(ca).In(d.s.lang))
	next := fmt.Sprintf("mynalab run --service %s --control %s --ca %s", public, controlURL, ca)
	if d.token != "" {
		next += " --control-token " + d.tokenFile()
	}
	fmt.Fprintln(d.s.stdout, say.next.With(next).In(d.s.lang))
}
