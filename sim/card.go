package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
	"github.com/mynalab/mynalab/virtualcard/vpcd"
)

// redialPause is how long a card waits before it looks for pcscd again.
const redialPause = time.Second

// cardFlags are the flags of `card`.
type cardFlags struct {
	profile, person, pin, signPIN, issued, state, addr string
	seed                                               uint64
	tries                                              int
	shortStay, pinless, make, timing, verbose          bool
	// made are the flags that were given of those that only a new card heeds.
	made []string
}

func cardCommand(s surroundings) *cobra.Command {
	f := cardFlags{}
	c := &cobra.Command{
		Use:   "card",
		Short: "keeps a virtual card in pcscd's virtual reader",
		Long: `仮想マイナンバーカードを作り、pcscd の仮想リーダーに入れておきます（Ctrl-C で取り出します）。

Makes a virtual My Number card with TEST keys and keeps it in pcscd's virtual reader (vsmartcard-vpcd) until Ctrl-C. With
--state the card is kept in a file: its counters are on disk before each answer, and the file is locked while it is in.
A person, an issue date and a seed make a card; the same three make the same card.

--profile takes the name of an embedded profile, or a file of your own that ends in .json; the file of --state keeps the
whole profile. The card answers as fast as this machine. With --timing it takes as long as its profile says (timing.*, by
default 0.3 s for a signature and 20 ms for anything else), because a client can be right with a fast card only: one that
gives up too early, asks again, or locks its window while the card works.`,
		Example: `  mynalab card
  mynalab card --state sato.state --person P01 --issued 2025-06-02
  mynalab card --state locked.state --tries 0 --make
  mynalab card --profile mine.json --timing
  mynalab card show sato.state
  mynalab card unlock sato.state`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			f.made = slices.DeleteFunc(makingFlags(), func(name string) bool { return !c.Flags().Changed(name) })
			return f.plug(c.Context(), s)
		},
	}
	c.Flags().StringVar(&f.profile, "profile", "contact-a1", "card profile: a FILE.json, or "+strings.Join(virtualcard.ProfileNames(), ", "))
	c.Flags().StringVar(&f.person, "person", "P01", "a person of the cast, by id or name")
	c.Flags().StringVar(&f.pin, "pin", "", "the user PIN, 4 digits (default 1234)")
	c.Flags().StringVar(&f.signPIN, "sign-pin", "", "the signature password, 6 to 16 of A-Z and 0-9 (default ABC123)")
	c.Flags().StringVar(&f.issued, "issued", "", "the day of issue, yyyy-mm-dd (default today)")
	c.Flags().IntVar(&f.tries, "tries", 0, "tries left of the user PIN (default all)")
	c.Flags().BoolVar(&f.pinless, "pinless", false, "a card without user PIN (顔認証マイナンバーカード)")
	c.Flags().BoolVar(&f.shortStay, "short-stay", false, "the card of a foreign resident with a short stay")
	c.Flags().StringVar(&f.state, "state", "", "file that keeps the card; made if it is not there")
	c.Flags().BoolVar(&f.make, "make", false, "makes the file of --state and does not plug the card in")
	c.Flags().StringVar(&f.addr, "vpcd", vpcd.DefaultAddr, "HOST:PORT of the virtual reader")
	c.Flags().Uint64Var(&f.seed, "seed", cardSeed, "seed of keys and serial numbers")
	c.Flags().BoolVar(&f.timing, "timing", false, "the card takes as long as its profile says")
	c.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "shows each command's name and status word")
	c.AddCommand(showCommand(s), unlockCommand(s))
	return c
}

// makingFlags are the flags that only a new card heeds.
func makingFlags() []string {
	return []string{"profile", "person", "pin", "sign-pin", "issued", "tries", "pinless", "short-stay", "seed"}
}

// plug makes or reads the card and serves it until ctx ends.
func (f cardFlags) plug(ctx context.Context, s surroundings) (err error) {
	config := virtualcard.Config{Chance: s.random}
	if err := f.check(); err != nil {
		return usage(err)
	}
	if f.state == "" {
		config.Spec, config.Memory, err = f.personalise(s)
	} else {
		state, held := virtualcard.OpenState(f.state)
		if held != nil {
			return usage(held)
		}
		defer func() { err = given(state, err) }()
		config.Spec, config.Memory, err = f.restore(s, state)
		config.Keep = reportKeepFailure(s, state.Keep)
	}
	if err != nil {
		return refused(err)
	}
	card, err := virtualcard.New(config)
	if err != nil {
		return usage(err)
	}
	if f.make {
		fmt.Fprintln(s.stdout, cardPhrases().made.With(f.state, config.Spec.Profile).In(s.lang))
		return nil
	}
	chip, err := f.chip(ctx, s, card)
	if err != nil {
		return broken(err)
	}
	fmt.Fprintln(s.stdout, cardPhrases().plugging.With(config.Spec.Profile, f.addr).In(s.lang))
	if err := vpcd.Plug(ctx, vpcd.Config{Addr: f.addr, Chip: chip, Log: f.log(s), Redial: f.wait(s),
		OnState: f.insertion(ctx, s, pause).onState}); err != nil {
		return broken(err)
	}
	fmt.Fprintln(s.stdout, cardPhrases().takenOut.In(s.lang))
	return nil
}

// reportKeepFailure tells each time that the card's memory could not be kept: whoever talks to the card sees 6F00 and no cause.
func reportKeepFailure(s surroundings, keep func(virtualcard.Memory) error) func(virtualcard.Memory) error {
	return func(memory virtualcard.Memory) error {
		err := keep(memory)
		if err != nil {
			fmt.Fprintln(s.stderr, cardPhrases().notKept.With(errorLine(err, s.lang)).In(s.lang))
		}
		return err
	}
}

// chip is the card, or the card as slow as its profile says.
func (f cardFlags) chip(ctx context.Context, s surroundings, card *virtualcard.Card) (reader.Chip, error) {
	if !f.timing {
		return card, nil
	}
	return slowed(ctx, card, s.random, pause)
}

// restore reads the card's file, or makes card and file.
func (f cardFlags) restore(s surroundings, state *virtualcard.State) (virtualcard.Spec, virtualcard.Memory, error) {
	spec, memory, err := state.Read()
	switch {
	case err == nil && len(f.made) > 0:
		return spec, memory, failed(cardPhrases().madeOnce, f.state, f.made[0])
	case !errors.Is(err, fs.ErrNotExist):
		return spec, memory, err
	}
	if spec, memory, err = f.personalise(s); err != nil {
		return spec, memory, err
	}
	return spec, memory, state.Create(spec, memory)
}

// log shows each insertion and command with --verbose; else nothing, since a card is silent.
func (f cardFlags) log(s surroundings) func(string) {
	if !f.verbose {
		return nil
	}
	return func(line string) { fmt.Fprintln(s.stderr, line) }
}

// wait pauses before the next look for pcscd. That pcscd is not there is told once, and again when it went away.
func (f cardFlags) wait(s surroundings) func(context.Context, int) error {
	return func(ctx context.Context, attempt int) error {
		if attempt == 1 {
			fmt.Fprintln(s.stderr, cardPhrases().waiting.With(f.addr).In(s.lang))
		}
		return pause(ctx, redialPause)
	}
}
