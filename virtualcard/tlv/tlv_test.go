package tlv_test

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/virtualcard/tlv"
)

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	require.NoError(t, err)
	return b
}

func TestAppend(t *testing.T) {
	for _, row := range []struct {
		name   string
		tag    tlv.Tag
		length int
		head   string
	}{
		{"empty", 0x84, 0, "8400"},
		{"short form to its end", 0x84, 0x7F, "847F"},
		{"81 from 128", 0x84, 0x80, "848180"},
		{"82 from 256", 0x30, 0x100, "30820100"},
		{"CARD-206 end-entity header", 0x30, 0x62B, "3082062B"},
		{"two-byte tag", 0x7F21, 1, "7F2101"},
		{"largest", 0x30, 0xFFFF, "3082FFFF"},
	} {
		t.Run(row.name, func(t *testing.T) {
			value := make([]byte, row.length)
			require.Equal(t, append(unhex(t, row.head), value...), tlv.Append(nil, row.tag, value))
		})
	}
}

func TestCARD611TemplateAroundAID(t *testing.T) {
	aid := unhex(t, "D392F000260100000001")
	require.Equal(t, unhex(t, "6F0C840AD392F000260100000001"), tlv.Append(nil, 0x6F, tlv.Append(nil, 0x84, aid)))
}

func TestAppendPanicsOnWhatCannotBeWritten(t *testing.T) {
	for _, tag := range []tlv.Tag{0, 0x1F, 0x7F, 0x8401, 0x7F81} {
		require.Panics(t, func() { tlv.Append(nil, tag, nil) }, "tag %X", uint16(tag))
	}
	require.Panics(t, func() { tlv.Append(nil, 0x84, make([]byte, 0x10000)) })
}

func TestReadHeaderErrors(t *testing.T) {
	for _, row := range []struct {
		name, hex string
		want      error
		text      string
	}{
		{"nothing", "", tlv.ErrTruncated, "no tag"},
		{"half a tag", "7F", tlv.ErrTruncated, "tag 7F without its second byte"},
		{"no length", "30", tlv.ErrTruncated, "no length field"},
		{"half a length", "308206", tlv.ErrTruncated, "length field has 2 bytes instead of 3"},
		{"indefinite length", "3080", tlv.ErrLength, "first byte 80"},
		{"three length bytes", "3083010000", tlv.ErrLength, "first byte 83"},
		{"81 where the short form fits", "30817F", tlv.ErrLength, "127 written in 2 bytes"},
		{"82 where 81 fits", "308200FF", tlv.ErrLength, "255 written in 3 bytes"},
		{"tag of three bytes", "7F8101", tlv.ErrTag, "7F81"},
		{"filler", "0000", tlv.ErrTag, "0"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := tlv.ReadHeader(unhex(t, row.hex))
			require.ErrorIs(t, err, row.want)
			require.ErrorContains(t, err, row.text)
		})
	}
}

func TestWhatIsWrittenReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tag := tlv.Tag(rapid.SampledFrom([]int{0x30, 0x6F, 0x84, 0x5F51, 0x7F21}).Draw(t, "tag"))
		n := rapid.IntRange(0, 0xFFFF).Draw(t, "length")
		object := tlv.Append(nil, tag, make([]byte, n))
		header, err := tlv.ReadHeader(object)
		require.NoError(t, err)
		require.Equal(t, tlv.Header{Tag: tag, Size: len(object) - n, Length: n}, header)
		require.Equal(t, len(object), header.Total())
	})
}
