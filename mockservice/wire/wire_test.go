package wire_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/wire"
)

func TestDecodeIsStrict(t *testing.T) {
	const secret = "402871596034"
	for name, c := range map[string]struct{ body, want string }{
		"unknown member": {`{"` + secret + `":1}`, "not in the contract"},
		"wrong type":     {`{"activationCode":` + secret + `}`, `"activationCode" has the wrong type`},
		"second value":   {`{}{}`, "more than one"},
		"trailing text":  {`{} ` + secret + `x`, "more than one"},
		"cut short":      {`{"password":"` + secret, "cut short"},
		"no JSON":        {`password=` + secret, "malformed JSON at byte 1"},
		"empty":          {``, "empty"},
		"too large":      {`{"password":"` + strings.Repeat("x", wire.Limit) + `"}`, "1 MiB"},
		"blanks after":   {`{}` + strings.Repeat(" ", wire.Limit), "1 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			err := wire.Decode(strings.NewReader(c.body), &wire.RegistrationRequest{})
			require.ErrorContains(t, err, c.want)
			require.NotContains(t, err.Error(), secret, "an error must not repeat what was sent")
		})
	}
	t.Run("a malformed value inside", func(t *testing.T) {
		err := wire.Decode(strings.NewReader(`{"certificate":"%%"}`), &wire.CheckRequest{})
		require.ErrorContains(t, err, "malformed value")
	})
}

func TestDecodeReadsWhatIsEncoded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := wire.CheckRequest{ChallengeID: rapid.String().Draw(t, "id"), Mode: wire.ModePIN,
			Certificate: rapid.SliceOfN(rapid.Byte(), 1, 64).Draw(t, "certificate"),
			Signature:   rapid.SliceOfN(rapid.Byte(), 1, 64).Draw(t, "signature")}
		text, err := json.Marshal(want)
		require.NoError(t, err)
		var got wire.CheckRequest
		require.NoError(t, wire.Decode(strings.NewReader(string(text)), &got))
		require.Equal(t, want, got)
	})
}

func TestProblems(t *testing.T) {
	seen := map[wire.Code]bool{}
	for _, p := range wire.Problems() {
		require.False(t, seen[p.Code], p.Code)
		seen[p.Code] = true
		require.Regexp(t, `^MOCK-E\d{3}$`, string(p.Code))
		require.GreaterOrEqual(t, p.Status, 400)
		require.NotEmpty(t, p.MessageJA)
		require.NotEmpty(t, p.MessageEN)
		require.NotEmpty(t, p.Source)
		require.Equal(t, p, wire.ProblemFor(p.Code, ""))
	}
	require.Equal(t, "MOCK-E001 the request is malformed: mode", wire.ProblemFor(wire.CodeBadRequest, "mode").Error())
	require.Panics(t, func() { wire.ProblemFor("MOCK-E999", "") })
}

// SVC-072, SVC-045: the answer of the limited type has neither the consent groups for health data nor the members of bulk answers.
func TestAnswerHasNoForeignMembers(t *testing.T) {
	for _, v := range []any{wire.Header{}, wire.Body{}, wire.Result{}} {
		for i := range reflect.TypeOf(v).NumField() {
			name := reflect.TypeOf(v).Field(i).Name
			for _, foreign := range []string{"Checkups", "Pharmacists", "Diagnosis", "Operation", "Infectious", "Allergy",
				"Contraindication", "TestInfo", "PrescriptionInfo", "ReceptionNumber", "NumberOf", "Bulk"} {
				require.NotContains(t, name, foreign)
			}
		}
	}
}

// SVC-055, SVC-043: the exact JSON of an answer.
func TestAnswerShape(t *testing.T) {
	text, err := json.Marshal(wire.CheckAnswer{XmlMsg: wire.Message{
		MessageHeader: wire.Header{SegmentOfResult: wire.SegmentNormal},
		MessageBody: wire.Body{QualificationValidity: wire.ValidityValid,
			ResultList: []wire.ResultItem{{ResultOfQualificationConfirmation: wire.Result{Name: "髙橋　次郎", InsuredBranchNumber: "01"}}}},
	}})
	require.NoError(t, err)
	require.JSONEq(t, `{"XmlMsg":{"MessageHeader":{"ProcessExecutionTime":"","QualificationConfirmationDate":"",
		"MedicalInstitutionCode":"","ReferenceClassification":"","SegmentOfResult":"1","CharacterCodeIdentifier":""},
		"MessageBody":{"ProcessingResultStatus":"","QualificationValidity":"1","ResultList":[
		{"ResultOfQualificationConfirmation":{"InsuredCardClassification":"","Name":"髙橋　次郎","Sex1":"","Birthdate":"",
		"InsurerName":"","InsuredBranchNumber":"01"}}]}}}`, string(text))
}
