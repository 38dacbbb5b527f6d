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

// redialPause is how long a card waits before it tries to connect to pcscd again. Our choice: short for a person who has just
// started pcscd, and no load for the machine.
const redialPause = time.Second

// cardFlags are the flags of `card`.
type cardFlags struct {
	profile, person, pin, signPIN, issued, state, addr string
	seed                                               uint64
	tries                                              int
	shortStay, pinless, make, timing, verbose          bool
	// made lists the given flags that only the making of a card uses.
	made []string
}

func cardCommand(s surroundings) *cobra.Command {
	f := cardFlags{}
	c := &cobra.Command{
		Use:   "card",
		Short: "keeps a virtual card in pcscd's virtual reader",
		Long: `仮想マイナンバーカードを作り、pcscd の仮想リーダーに入れておきます（Ctrl-C で取り出します）。

Makes a virtual My Number card with TEST keys and keeps it in pcscd's virtual reader (vsmartcard-vpcd) until Ctrl-C. With
--state the card is kept in a file: its retry counters are on disk before each answer, and the file is locked while the card
is in the reader. A person, an issue date and a seed determine the card; the same three make the same card.

--profile takes the name of an embedded profile, or a file of your own that ends in .json; the file of --state stores the
whole profile. The card answers as fast as this machine. With --timing it takes as long as its profile says (timing.*, by
default 0.3 s for a signature and 20 ms for anything else). Use it because some clients work only with a fast card: they
give up too early, send a command again, or lock their window while the card works.`,
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
	c.Flags().StringVar(&f.state, "state", "", "file that stores the card; made if it does not exist")
	c.Flags().BoolVar(&f.make, "make", false, "makes the file of --state and does not insert the card")
	c.Flags().StringVar(&f.addr, "vpcd", vpcd.DefaultAddr, "HOST:PORT of the virtual reader")
	c.Flags().Uint64Var(&f.seed, "seed", cardSeed, "seed of keys and serial numbers")
	c.Flags().BoolVar(&f.timing, "timing", false, "the card takes as long as its profile says")
	c.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "shows each command's name and status word")
	c.AddCommand(showCommand(s), unlockCommand(s))
	return c
}

// makingFlags returns the names of the flags that only the making of a card uses.
func makingFlags() []string {
	return []string{"profile", "person", "pin", "sign-pin", "issued", "tries", "pinless", "short-stay", "seed"}
}

// plug makes or reads the card and keeps it in the reader until ctx ends.
func (f cardFlags) plug(ctx context.Context, s surroundings) (err error) {
	config := virtualcard.Config{Chance: s.random}
	if err := f.check(); err != nil {
		return usage(err)
	}
	if f.state == "" {
		config.Spec, config.Memory, err = f.personalise(s)
	} else {
		state, openErr := virtualcard.OpenState(f.state)
		if openErr != nil {
			return usage(openErr)
		}
		defer func() { err = closeState(state, err) }()
		config.Spec, config.Memory, err = f.restore(s, state)
		config.Keep = reportKeepFailure(s, state.Keep)
	}
	if err != nil {
		return cardError(err)
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

// reportKeepFailure prints each failure to write the card's memory, since whoever uses the card sees only 6F00 and not the
// cause.
func reportKeepFailure(s surroundings, keep func(virtualcard.Memory) error) func(virtualcard.Memory) error {
	return func(memory virtualcard.Memory) error {
		err := keep(memory)
		if err != nil {
			fmt.Fprintln(s.stderr, cardPhrases().notKept.With(errorLine(err, s.lang)).In(s.lang))
		}
		return err
	}
}

// chip returns the card; with --timing it is as slow as its profile says.
func (f cardFlags) chip(ctx context.Context, s surroundings, card *virtualcard.Card) (reader.Chip, error) {
	if !f.timing {
		return card, nil
	}
	return slowed(ctx, card, s.random, pause)
}

// restore reads the card from its file, or makes both if there is no file.
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

// log prints each insertion and command with --verbose; else it is nil.
func (f cardFlags) log(s surroundings) func(string) {
	if !f.verbose {
		return nil
	}
	return func(line string) { fmt.Fprintln(s.stderr, line) }
}

// wait pauses before the next attempt to connect to pcscd. It prints once that pcscd is missing, and again if pcscd went away
// later.
func (f cardFlags) wait(s surroundings) func(context.Context, int) error {
	return func(ctx context.Context, attempt int) error {
		if attempt == 1 {
			fmt.Fprintln(s.stderr, cardPhrases().waiting.With(f.addr).In(s.lang))
		}
		return pause(ctx, redialPause)
	}
}
