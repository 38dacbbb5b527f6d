package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/mynalab/mynalab/virtualcard"
)

// withCardFile opens the card of an existing file and holds the lock of the file until use returns. If the file is not a
// card's, no other file is written next to it.
func withCardFile(path string, use func(virtualcard.Spec, *virtualcard.Card) error) (err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return usage(failed(cardPhrases().noFile, path))
	}
	state, err := virtualcard.OpenState(path)
	if err != nil {
		return usage(err)
	}
	defer func() { err = closeState(state, err) }()
	spec, memory, err := state.Read()
	if err != nil {
		return usage(err)
	}
	card, err := virtualcard.New(virtualcard.Config{Spec: spec, Memory: memory, Keep: state.Keep, Chance: noChance{}})
	if err != nil {
		return usage(err)
	}
	return use(spec, card)
}

// closeState closes the card's file and joins its error to err.
func closeState(state *virtualcard.State, err error) error {
	if closeErr := state.Close(); closeErr != nil {
		return errors.Join(err, broken(closeErr))
	}
	return err
}

// cardError classifies an error of a card or its file: a usage error, unless this machine can't write the file.
func cardError(err error) error {
	if errors.Is(err, virtualcard.ErrNotKept) {
		return broken(err)
	}
	return usage(err)
}

// noChance is the source of randomness of a card that answers no command, so it is never read.
type noChance struct{}

// Read always fails.
func (noChance) Read([]byte) (int, error) {
	return 0, errors.New("this card has no source of randomness")
}

func unlockCommand(s surroundings) *cobra.Command {
	pin := ""
	c := &cobra.Command{
		Use:   "unlock FILE",
		Short: "resets the user PIN of a card file, as the municipality's desk does",
		Long: `市区町村の窓口のように、カードの利用者証明用暗証番号を初期化します。カードはリーダーから取り出しておきます。

Sets a new PIN for the user certificate and resets its retry counter. The card must not be in a reader.`,
		Example: `  mynalab card unlock sato.state
  mynalab card unlock sato.state --pin 5678`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if p := userPIN(pin); !p.fits() {
				return usage(failed(p.wrong))
			}
			return withCardFile(args[0], func(_ virtualcard.Spec, card *virtualcard.Card) error {
				if err := card.Unlock(virtualcard.FIDAuthPIN, pin); err != nil {
					return cardError(err)
				}
				left, _ := card.Memory().TriesLeft(virtualcard.FIDAuthPIN)
				fmt.Fprintln(s.stdout, cardPhrases().reset.With(args[0], left).In(s.lang))
				return nil
			})
		},
	}
	c.Flags().StringVar(&pin, "pin", "1234", "the new PIN, 4 digits")
	return c
}
