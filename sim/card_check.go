package main

import (
	"net"
	"slices"
	"strconv"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/vpcd"
)

// check refuses flags that have no effect or contradict each other, before a card or a file is touched.
func (f cardFlags) check() error {
	if f.make && f.state == "" {
		return failed(cardPhrases().makeWhere)
	}
	if !isAddress(f.addr) {
		return failed(cardPhrases().notAnAddress, f.addr, vpcd.DefaultAddr)
	}
	for _, name := range []string{"tries", "pin"} {
		if f.pinless && f.isGiven(name) {
			return failed(cardPhrases().pinlessWith, name)
		}
	}
	return f.checkPINs()
}

// isGiven reports whether a flag was given that only the making of a card uses.
func (f cardFlags) isGiven(name string) bool { return slices.Contains(f.made, name) }

// isAddress reports whether a text is HOST:PORT with a port that can be dialled.
func isAddress(text string) bool {
	host, port, err := net.SplitHostPort(text)
	if err != nil || host == "" {
		return false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}

// withTriesLeft returns the memory of a new card with the retry counter of the user PIN set to --tries.
func (f cardFlags) withTriesLeft(memory virtualcard.Memory) (virtualcard.Memory, error) {
	if !f.isGiven("tries") {
		return memory, nil
	}
	if full, _ := memory.TriesLeft(virtualcard.FIDAuthPIN); f.tries < 0 || f.tries > full {
		return memory, failed(cardPhrases().tooManyTries, f.tries, f.profile, full)
	}
	return memory.WithTries(virtualcard.FIDAuthPIN, f.tries), nil
}
