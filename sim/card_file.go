package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/mynalab/mynalab/virtualcard"
)

// withCardFile makes the card of a file that must be there, for as long as use takes; nobody else has it meanwhile. Where
// the file is no card's, nothing is written beside it.
func withCardFile(path string, use func(virtualcard.Spec, *virtualcard.Card) error) (err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return usage(failed(cardPhrases().noFile, path))
	}
	state, err := virtualcard.OpenState(path)
	if err != nil {
		return usage(err)
	}
	defer func() { err = given(state, err) }()
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

// given is how a use of the file ended, with an error of giving it back.
func given(state *virtualcard.State, err error) error {
	if held := state.Close(); held != nil {
		return errors.Join(err, broken(held))
	}
	return err
}

// refused is an error of a card or its file: handed in wrongly, unless it is the machine that can't write the file.
func refused(err error) error {
	if errors.Is(err, virtualcard.ErrNotKept) {
		return broken(err)
	}
	return usage(err)
}

// noChance is for a card that answers no command.
type noChance struct{}

func (noChance) Read([]byte) (int, error) { return 0, errors.New("no chance here") }

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
		RunE: func(_ *cobra.Command, args []string) error {
			if p := userPIN(pin); !p.fits() {
				return usage(failed(p.wrong))
			}
			return withCardFile(args[0], func(_ virtualcard.Spec, card *virtualcard.Card) error {
				if err := card.Unlock(virtualcard.FIDAuthPIN, pin); err != nil {
					return refused(err)
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
