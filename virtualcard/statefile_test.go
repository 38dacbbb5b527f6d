package virtualcard_test

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
)

func openState(t *testing.T, path string) *virtualcard.State {
	t.Helper()
	state, err := virtualcard.OpenState(path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = state.Close() })
	return state
}

// created returns the open file of a full card.
func created(t *testing.T) (*virtualcard.State, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "card.json")
	state := openState(t, path)
	spec := wholeSpec()
	require.NoError(t, state.Create(spec, virtualcard.Tables{}.Fresh(spec)))
	return state, path
}

// readStateAt opens and reads a file.
func readStateAt(path string) error {
	state, err := virtualcard.OpenState(path)
	if err != nil {
		return err
	}
	_, _, err = state.Read()
	return errors.Join(err, state.Close())
}

// wholeSpec returns a card with an entry in each part of the Spec that is a function.
func wholeSpec() virtualcard.Spec {
	spec := fullSpec()
	bytes := func() []byte { return []byte("20300101") }
	spec.Contents = []virtualcard.Content{{Application: virtualcard.TextAP, FID: 0x0008, Bytes: bytes}}
	spec.Keys = []virtualcard.Key{{Application: virtualcard.CommonAP, FID: 0x0019, Key: func() *rsa.PrivateKey { return spec.AuthKey }}}
	spec.PINs = []virtualcard.InitialPIN{{Application: virtualcard.TextAP, FID: 0x0011, PIN: "1234"}}
	spec.Objects = []virtualcard.Object{{Tag: 0x00F2, Bytes: bytes}}
	return spec
}

// revived returns a card made from its file alone, with power.
func revived(t *testing.T, state *virtualcard.State) *virtualcard.Card {
	t.Helper()
	spec, memory, err := state.Read()
	require.NoError(t, err)
	return newCard(t, virtualcard.Config{Spec: spec, Memory: memory, Keep: state.Keep, Chance: chance()})
}

// requireSameSpec compares keys by value, because what crypto/rsa computes for them can differ in leading zeros. Functions
// are compared by what they return.
func requireSameSpec(t *testing.T, want, got virtualcard.Spec) {
	t.Helper()
	require.True(t, want.AuthKey.Equal(got.AuthKey))
	require.Equal(t, want.SignKey == nil, got.SignKey == nil)
	if want.SignKey != nil {
		require.True(t, want.SignKey.Equal(got.SignKey))
	}
	require.Equal(t, partsOf(want), partsOf(got))
	for i := range want.Keys {
		require.True(t, want.Keys[i].Key().Equal(got.Keys[i].Key()))
	}
	for _, spec := range []*virtualcard.Spec{&want, &got} {
		spec.AuthKey, spec.SignKey, spec.Contents, spec.Keys, spec.Objects = nil, nil, nil, nil, nil
	}
	require.Equal(t, want, got)
}

// partsOf returns the names of the parts that are functions, and what contents and objects return.
func partsOf(spec virtualcard.Spec) (all []string) {
	for _, c := range spec.Contents {
		all = append(all, fmt.Sprintf("content %s %04X %X", c.Application, c.FID, c.Bytes()))
	}
	for _, k := range spec.Keys {
		all = append(all, fmt.Sprintf("key %s %04X", k.Application, k.FID))
	}
	for _, o := range spec.Objects {
		all = append(all, fmt.Sprintf("object %04X %X", o.Tag, o.Bytes()))
	}
	return all
}

func TestStateRoundTrip(t *testing.T) {
	t.Run("a full card", func(t *testing.T) {
		state, path := created(t)
		spec, memory, err := state.Read()
		require.NoError(t, err)
		requireSameSpec(t, wholeSpec(), spec)
		require.Equal(t, virtualcard.Tables{}.Fresh(wholeSpec()), memory)
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Contains(t, string(text), `"schema": "mynalab.card/2"`)
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
	})
	t.Run("a card without signature certificate", func(t *testing.T) {
		spec := fullSpec()
		spec.SignKey, spec.SignCert, spec.SignPIN, spec.InstitutionKey = nil, nil, "", nil
		state := openState(t, filepath.Join(t.TempDir(), "card.json"))
		require.NoError(t, state.Create(spec, virtualcard.Tables{}.Fresh(spec)))
		got, _, err := state.Read()
		require.NoError(t, err)
		requireSameSpec(t, spec, got)
	})
	t.Run("CARD-638 the card does not depend on the user's profile file", func(t *testing.T) {
		spec := fullSpec()
		spec.Own = profileWith(t, func(p *virtualcard.Profile) {
			p.Name, p.Quirk.First6F00, p.PIN[virtualcard.JPKI]["0018"] = "mine", true, virtualcard.PINPolicy{MaxTries: 7}
		})
		spec.Profile = spec.Own.Name
		path := filepath.Join(t.TempDir(), "card.json")
		state := openState(t, path)
		require.NoError(t, state.Create(spec, virtualcard.Tables{}.Fresh(spec)))
		require.NoError(t, state.Close())
		again := openState(t, path)
		got, memory, err := again.Read()
		require.NoError(t, err)
		requireSameSpec(t, spec, got)
		left, _ := memory.TriesLeft(virtualcard.FIDAuthPIN)
		require.Equal(t, 7, left)
		talk(t, revived(t, again), "00200098 -> 6F00", selectJPKI, "00200098 -> 63C7")
	})
}

func TestStateIsHeldByOne(t *testing.T) {
	state, path := created(t)
	_, err := virtualcard.OpenState(path)
	require.ErrorContains(t, err, path)
	require.ErrorContains(t, err, "another process holds the card")
	require.NoError(t, state.Keep(virtualcard.Tables{}.Fresh(wholeSpec())))
	_, err = virtualcard.OpenState(path)
	require.ErrorContains(t, err, "another process holds the card", "replacing the file does not lose the lock")
	require.NoError(t, state.Close())
	openState(t, path)
}

func TestStateMisuse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "card.json")
	state := openState(t, path)
	_, _, err := state.Read()
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorContains(t, state.Keep(virtualcard.Memory{}), "neither created nor read")
	require.NoError(t, state.Create(fullSpec(), virtualcard.Tables{}.Fresh(fullSpec())))
	require.ErrorIs(t, state.Create(fullSpec(), virtualcard.Tables{}.Fresh(fullSpec())), fs.ErrExist)
	_, err = virtualcard.OpenState(filepath.Join(path, "below", "card.json"))
	require.ErrorContains(t, err, "opening card state")
}

// TestCounterOutlivesTheProcess ends the "process" without closing anything (CARD-641: counters are non-volatile).
func TestCounterOutlivesTheProcess(t *testing.T) {
	state, path := created(t)
	talk(t, revived(t, state), selectJPKI, wrongAuthPIN+" -> 63C2", signPIN, selectEF(0x001B), "0024018006 585958313233 -> 9000")
	require.NoError(t, state.Close())

	card := revived(t, openState(t, path))
	talk(t, card, selectJPKI, "00200098 -> 63C2", "00B0810004 -> 6982", "0020009B06 585958313233 -> 9000")
}

// TestCrashWhileKeeping makes writing the file fail or stop at each point: no try is ever gained.
func TestCrashWhileKeeping(t *testing.T) {
	t.Run("the partial file cannot be written", func(t *testing.T) {
		state, path := created(t)
		card := revived(t, state)
		talk(t, card, selectJPKI, wrongAuthPIN+" -> 63C2")
		require.NoError(t, os.Mkdir(path+".partial", 0o700))
		talk(t, card, authPIN[:19]+" -> 6F00", "00200098 -> 63C2", "802A009701 A5 -> 6982")
		require.NoError(t, os.Remove(path+".partial"))
		talk(t, card, "00200098 -> 63C2", authPIN, "00200098 -> 63C3")
	})
	t.Run("the process dies while it writes the partial file", func(t *testing.T) {
		state, path := created(t)
		talk(t, revived(t, state), selectJPKI, wrongAuthPIN+" -> 63C2")
		fresh, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path+".partial", fresh[:len(fresh)/2], 0o600))
		require.NoError(t, state.Close())

		card := revived(t, openState(t, path))
		talk(t, card, selectJPKI, "00200098 -> 63C2", wrongAuthPIN+" -> 63C1")
		require.NoFileExists(t, path+".partial")
	})
	t.Run("the process dies between the lowered counter and the answer", func(t *testing.T) {
		state, path := created(t)
		spec, memory, err := state.Read()
		require.NoError(t, err)
		died := false
		card := newCard(t, virtualcard.Config{Spec: spec, Memory: memory, Chance: chance(), Keep: func(m virtualcard.Memory) error {
			if died {
				return fs.ErrClosed
			}
			died = true
			return state.Keep(m)
		}})
		talk(t, card, selectJPKI, authPIN[:19]+" -> 6F00")
		require.NoError(t, state.Close())
		talk(t, revived(t, openState(t, path)), selectJPKI, "00200098 -> 63C2")
	})
}

func TestDamagedState(t *testing.T) {
	state, path := created(t)
	require.NoError(t, state.Close())
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	replace := func(old, new string) func(string) string {
		return func(s string) string { return strings.Replace(s, old, new, 1) }
	}
	for _, row := range []struct {
		name   string
		damage func(string) string
		want   string
	}{
		{"empty", func(string) string { return "" }, "it is not the JSON of a card"},
		{"cut", func(s string) string { return s[:len(s)-20] }, "it is not the JSON of a card"},
		{"something behind it", func(s string) string { return s + "{}" }, "something follows the JSON object"},
		{"another schema", replace("mynalab.card/2", "mynalab.card/9"), `its schema is "mynalab.card/9" instead of "mynalab.card/2"`},
		{"the schema before", replace("mynalab.card/2", "mynalab.card/1"), `its schema is "mynalab.card/1" of a former mynalab`},
		{"an unknown key", replace(`"authPin"`, `"pin"`), `unknown field "pin"`},
		{"no key", replace("BEGIN PRIVATE KEY", "BEGIN KEY"), `authKey is not one PEM block "PRIVATE KEY"`},
		{"a broken key", replace(`KEY-----\nMII`, `KEY-----\nMIA`), "reading authKey"},
		{"a broken certificate", replace(`"authCert": "MII`, `"authCert": "AII`), "auth certificate: tag not supported: 0"},
		{"no file identifier", replace(`"0018"`, `"18000"`), "reading a file identifier"},
		{"CARD-641 no counters", func(s string) string { return s[:strings.Index(s, `"pins"`)] + `"pins": [], "seal": ""}` }, "there are 0 PINs instead of 4"},
		{"CARD-641 a counter too high", replace(`"triesLeft": 3`, `"triesLeft": 9`), "the user-authentication PIN has 9 tries left, which is out of range (0 to 3)"},
		{"CARD-641 a counter too low", replace(`"triesLeft": 5`, `"triesLeft": -1`), "the signature PIN has -1 tries left"},
		{"CARD-641 a counter that is possible", replace(`"triesLeft": 3`, `"triesLeft": 2`), "its seal does not fit"},
		{"no seal", replace(`"seal"`, `"notice"`), "its seal does not fit"},
		{"a broken application key", replace(`"key": "-----BEGIN`, `"key": "-----`), `the key of common-ap 0019 is not one PEM block "PRIVATE KEY"`},
		{"a PIN of the wrong form", replace("\"pin\": \"1234\",\n      \"triesLeft\"", "\"pin\": \"12X4\",\n      \"triesLeft\""), "the user-authentication PIN does not have the form"},
	} {
		t.Run(row.name, func(t *testing.T) {
			damaged := row.damage(string(whole))
			require.NotEqual(t, string(whole), damaged)
			path := filepath.Join(t.TempDir(), "card.json")
			require.NoError(t, os.WriteFile(path, []byte(damaged), 0o600))
			err := readStateAt(path)
			require.ErrorContains(t, err, "reading card state "+path)
			require.ErrorContains(t, err, row.want)
			require.ErrorContains(t, err, "restore a copy or make a new card")
			for _, secret := range []string{"1234", "12X4", "ABC123"} {
				require.NotContains(t, strings.ReplaceAll(err.Error(), path, ""), secret)
			}
		})
	}
}
