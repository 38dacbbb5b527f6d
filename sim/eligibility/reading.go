package eligibility

import (
	"context"
	"crypto/sha256"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Reading is the sequence of steps between terminal, card and service in one mode, up to the check request.
type Reading struct {
	Mode wire.Mode
	// Tells is the mode that the service is told; only a wrong app tells another than Mode.
	Tells wire.Mode
	Steps []Step
}

// Step is one step of a Reading.
type Step struct {
	Do     StepName
	Source string
}

// StepName names a step.
type StepName string

// The steps.
const (
	SelectApplication       StepName = "select-application"       // selects the JPKI AP
	ReadCertificate         StepName = "read-certificate"         // reads the user certificate
	VerifyPIN               StepName = "verify-pin"               // sends the typed PIN, once
	AuthenticateInstitution StepName = "authenticate-institution" // answers the card's challenge instead of a PIN
	AskChallenge            StepName = "ask-challenge"            // requests a nonce from the service
	SignChallenge           StepName = "sign-challenge"           // makes the card sign the nonce
)

// DefaultReadings returns the two sequences of eligibility §6.2. The challenge is requested from the service only after the
// card has opened its key, so that a wrong PIN sends nothing. The certificate is read before the PIN is sent, so that a card
// that can't be read costs no try.
func DefaultReadings() []Reading {
	return []Reading{
		{wire.ModePIN, wire.ModePIN, []Step{
			{SelectApplication, "eligibility §6.1"},
			{ReadCertificate, "CHK-18, SVC-221"},
			{VerifyPIN, "SVC-285, CARD-308"},
			{AskChallenge, "eligibility §6.3 step 1"},
			{SignChallenge, "SVC-285, SVC-221"},
		}},
		{wire.ModeVisual, wire.ModeVisual, []Step{
			{SelectApplication, "eligibility §6.1"},
			{ReadCertificate, "CHK-18, SVC-221"},
			{AuthenticateInstitution, "SVC-286, SVC-288; its bytes are ours"},
			{AskChallenge, "eligibility §6.3 step 1"},
			{SignChallenge, "SVC-221"},
		}},
	}
}

func (t Tables) reading(mode wire.Mode) Reading {
	for _, r := range t.Readings {
		if r.Mode == mode {
			return r
		}
	}
	return Reading{}
}

// dialogue is the state of one reading.
type dialogue struct {
	card    card
	nonce   []byte
	request wire.CheckRequest
}

// stepFuncs returns the functions of the steps in the reading table.
func stepFuncs() map[StepName]func(*App, context.Context, *dialogue) error {
	return map[StepName]func(*App, context.Context, *dialogue) error{
		SelectApplication:       (*App).selectApplication,
		ReadCertificate:         (*App).readCertificate,
		VerifyPIN:               (*App).verifyPIN,
		AuthenticateInstitution: (*App).authenticateInstitution,
		AskChallenge:            (*App).askChallenge,
		SignChallenge:           (*App).signChallenge,
	}
}

func (a *App) readByPIN(ctx context.Context, _ driver.Call) (driver.Screen, error) {
	return a.check(ctx, wire.ModePIN)
}

func (a *App) readByFace(ctx context.Context, _ driver.Call) (driver.Screen, error) {
	return a.check(ctx, wire.ModeVisual)
}

// check reads the card and sends the check, once each: a challenge can be used once only, and a PIN is never sent again.
func (a *App) check(ctx context.Context, mode wire.Mode) (driver.Screen, error) {
	request, err := a.read(ctx, mode)
	if err != nil {
		return driver.Screen{}, a.refusalOf(err)
	}
	answer, err := a.service.check(ctx, a.terminal.token, request)
	if err != nil {
		return driver.Screen{}, a.refusalOf(err)
	}
	return a.cfg.Tables.result(answer.XmlMsg), nil
}

// read carries out the steps of a mode and powers the card off afterwards, so that no verified PIN outlasts the reading
// (CARD-356, CARD-359). A card that is already gone has lost its status anyway, so an error there is ignored.
func (a *App) read(ctx context.Context, mode wire.Mode) (wire.CheckRequest, error) {
	connection, err := a.cfg.Reader.Connect(ctx)
	if err != nil {
		return wire.CheckRequest{}, err
	}
	defer func() { _ = connection.Disconnect(reader.Unpower) }()
	reading := a.cfg.Tables.reading(mode)
	d := &dialogue{card: card{connection}, request: wire.CheckRequest{Mode: reading.Tells}}
	for _, step := range reading.Steps {
		if err := stepFuncs()[step.Do](a, ctx, d); err != nil {
			return wire.CheckRequest{}, err
		}
	}
	return d.request, nil
}

func (a *App) selectApplication(ctx context.Context, d *dialogue) error {
	return d.card.selectApplication(ctx, jpkiAID())
}

func (a *App) readCertificate(ctx context.Context, d *dialogue) (err error) {
	if err := d.card.selectFile(ctx, efCertificate); err != nil {
		return err
	}
	d.request.Certificate, err = d.card.readCertificate(ctx)
	return err
}

func (a *App) verifyPIN(ctx context.Context, d *dialogue) error {
	if err := d.card.selectFile(ctx, efPIN); err != nil {
		return err
	}
	sw, err := d.card.verify(ctx, a.terminal.pin)
	if err != nil {
		return err
	}
	return a.cfg.Tables.pinAnswer(sw)
}

func (a *App) authenticateInstitution(ctx context.Context, d *dialogue) error {
	return d.card.authenticate(ctx, a.cfg.InstitutionKey)
}

func (a *App) askChallenge(ctx context.Context, d *dialogue) error {
	challenge, err := a.service.challenge(ctx, a.terminal.token)
	if err != nil {
		return err
	}
	d.nonce, d.request.ChallengeID = challenge.Nonce, challenge.ChallengeID
	return nil
}

func (a *App) signChallenge(ctx context.Context, d *dialogue) (err error) {
	if err := d.card.selectFile(ctx, efKey); err != nil {
		return err
	}
	d.request.Signature, err = d.card.sign(ctx, sha256.Sum256(d.nonce))
	return err
}
