package jpki_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
)

func TestSubstituteFlags(t *testing.T) {
	for name, flags := range map[string]string{"one too few": "0", "no flags": "ab", "one too many": "000000"} {
		t.Run("CARD-422 CARD-425 "+name, func(t *testing.T) {
			r := signRequest()
			r.NameFlags = flags
			_, err := jpki.Signature().IssueSignature(r)
			require.ErrorContains(t, err, "flagging the name")
			r = signRequest()
			r.AddressFlags = flags
			_, err = jpki.Signature().IssueSignature(r)
			require.ErrorContains(t, err, "flagging the address")
		})
	}
}
