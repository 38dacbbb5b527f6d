package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/vpcd"
)

// redialPause is how long a card waits before it looks for pcscd again.
const redialPause = time.Second

// cardFlags are the flags of `card`.
type cardFlags struct {
	profile, person, pin, signPIN, state, addr string
	seed                                       uint64
	verbose                                    bool
}

func cardCommand(s surroundings) *cobra.Command {
	f := cardFlags{}
	c := &cobra.Command{
		Use:   "card",
		Short: "keeps a virtual card in pcscd's virtual reader",
		Long: `仮想マイナンバーカードを作り、pcscd の仮想リーダーに入れておきます（Ctrl-C で取り出します）。

Makes a virtual My Number card with TEST keys and keeps it in pcscd's virtual reader (vsmartcard-vpcd) until Ctrl-C. With
--state the card is kept in a file: its counters are on disk before each answer, and the file is locked while it is in.`,
		Example: `  mynalab card
  mynalab card --state sato.state --person P01
  mynalab card unlock sato.state`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return f.plug(c.Context(), s) },
	}
	c.Flags().StringVar(&f.profile, "profile", "contact-a1", "card profile")
	c.Flags().StringVar(&f.person, "person", "P01", "a person of the cast, by id or name")
	c.Flags().StringVar(&f.pin, "pin", "", "the user PIN, 4 digits (default 1234)")
	c.Flags().StringVar(&f.signPIN, "sign-pin", "", "the signature password, 6 to 16 of A-Z and 0-9 (default ABC123)")
	c.Flags().StringVar(&f.state, "state", "", "file that keeps the card; made if it is not there")
	c.Flags().StringVar(&f.addr, "vpcd", vpcd.DefaultAddr, "HOST:PORT of the virtual reader")
	c.Flags().Uint64Var(&f.seed, "seed", 1, "seed of keys and serial numbers")
	c.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "shows each command's name and status word")
	c.AddCommand(unlockCommand(s))
	return c
}

// plug makes or reads the card and serves it until ctx ends.
func (f cardFlags) plug(ctx context.Context, s surroundings) error {
	config := virtualcard.Config{Chance: s.random}
	if f.state == "" {
		spec, err := f.personalise(s)
		if err != nil {
			return usage(err)
		}
		config.Spec = spec
	} else {
		state, err := virtualcard.OpenState(f.state)
		if err != nil {
			return usage(err)
		}
		defer state.Close()
		if config.Spec, config.Memory, err = f.restore(s, state); err != nil {
			return usage(err)
		}
		config.Keep = state.Keep
	}
	card, err := virtualcard.New(config)
	if err != nil {
		return usage(err)
	}
	fmt.Fprintf(s.stdout, "card %s (TEST): plugging into %s, Ctrl-C takes it out\n", config.Spec.Profile, f.addr)
	err = vpcd.Plug(ctx, vpcd.Config{Addr: f.addr, Chip: card, Log: f.log(s), Redial: pause})
	if err != nil {
		return broken(err)
	}
	return nil
}

// restore reads the card's file, or makes card and file.
func (f cardFlags) restore(s surroundings, state *virtualcard.State) (virtualcard.Spec, virtualcard.Memory, error) {
	spec, memory, err := state.Read()
	if !errors.Is(err, fs.ErrNotExist) {
		return spec, memory, err
	}
	if spec, err = f.personalise(s); err != nil {
		return spec, memory, err
	}
	memory = virtualcard.DefaultTables().Fresh(spec)
	return spec, memory, state.Create(spec, memory)
}

// personalise has the municipality make what a card is made from.
func (f cardFlags) personalise(s surroundings) (virtualcard.Spec, error) {
	cast, err := people.Load()
	if err != nil {
		return virtualcard.Spec{}, err
	}
	person, err := cast.Person(f.person)
	if err != nil {
		return virtualcard.Spec{}, fmt.Errorf("%w: the ids are P01 to P%02d", err, len(cast.Persons))
	}
	if f.pin != "" {
		person.PINs.Holder = f.pin
	}
	if f.signPIN != "" {
		person.PINs.Sign = f.signPIN
	}
	desk := municipality.NewDesk(municipality.Chance(f.seed, person.ID), virtualcard.DefaultTables(), int(f.seed%1000)*2)
	spec, _, err := desk.Personalise(municipality.Order{Person: person, Profile: f.profile, Issued: s.now()})
	return spec, err
}

// log shows the card's life: every line with --verbose, else insertions and the like.
func (f cardFlags) log(s surroundings) func(string) {
	if !f.verbose {
		return nil
	}
	return func(line string) { fmt.Fprintln(s.stderr, line) }
}

// pause waits before the next look for pcscd.
func pause(ctx context.Context, _ int) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(redialPause):
		return nil
	}
}

func unlockCommand(s surroundings) *cobra.Command {
	pin := ""
	c := &cobra.Command{
		Use:   "unlock FILE",
		Short: "resets the user PIN of a card file, as the municipality's desk does",
		Long: `市区町村の窓口のように、カードの利用者証明用暗証番号を初期化します。カードはリーダーから取り出しておきます。

Resets the PIN of the user certificate and its counter. The card must not be in a reader.`,
		Example: `  mynalab card unlock sato.state
  mynalab card unlock sato.state --pin 5678`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return unlock(s.stdout, args[0], pin) },
	}
	c.Flags().StringVar(&pin, "pin", "1234", "the new PIN, 4 digits")
	return c
}

// unlock resets the PIN in a card's file.
func unlock(stdout io.Writer, path, pin string) error {
	if _, err := os.Stat(path); err != nil {
		return usage(fmt.Errorf("unlocking a card: %w: name the file of mynalab card --state", err))
	}
	state, err := virtualcard.OpenState(path)
	if err != nil {
		return usage(err)
	}
	defer state.Close()
	spec, memory, err := state.Read()
	if err != nil {
		return usage(err)
	}
	card, err := virtualcard.New(virtualcard.Config{Spec: spec, Memory: memory, Keep: state.Keep, Chance: noChance{}})
	if err != nil {
		return usage(err)
	}
	if err := card.Unlock(virtualcard.FIDAuthPIN, pin); err != nil {
		return usage(err)
	}
	fmt.Fprintf(stdout, "%s: the user PIN is reset, 3 tries left\n", path)
	return nil
}

// noChance is for a card that answers no command.
type noChance struct{}

func (noChance) Read([]byte) (int, error) { return 0, errors.New("no chance here") }
