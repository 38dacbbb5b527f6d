package world_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/world"
)

func TestAnInspectorWithoutACardIsTold(t *testing.T) {
	for name, verb := range map[string]func(*world.Inspector) error{
		"looks":         (*world.Inspector).LooksAtJPKI,
		"asks tries":    func(i *world.Inspector) error { return i.AsksTries(2) },
		"tries reading": (*world.Inspector).TriesSignCertificate,
		"tries signing": (*world.Inspector).TriesSigning,
	} {
		t.Run(name, func(t *testing.T) {
			w, _ := stage(t, config(t))
			err := verb(w.Inspector())
			blamesConfiguration(t, err)
			require.ErrorContains(t, err, "begin with リーダーにマイナンバーカードが置かれている")
			require.NotContains(t, err.Error(), "\n")
		})
	}
}
