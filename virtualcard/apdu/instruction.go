package apdu

// Instruction bytes that this card and its clients use (ISO/IEC 7816-4:2020 §5.4.2; those of class 80: card reference
// §2.5, §4.4, §6).
const (
	INSVerify               byte = 0x20
	INSChangeReferenceData  byte = 0x24
	INSSign                 byte = 0x2A // COMPUTE DIGITAL SIGNATURE, class 80
	INSChangeKey            byte = 0x32 // class 80
	INSGetChallenge         byte = 0x84
	INSInternalAuthenticate byte = 0x88
	INSManageAttributes     byte = 0x8A // class 80
	INSExternalAuthenticate byte = 0xA2 // terminal authentication, class 80
	INSSelect               byte = 0xA4
	INSSetSessionKey        byte = 0xAE // class 80
	INSReadBinary           byte = 0xB0
	INSReadRecord           byte = 0xB2
	INSGetResponse          byte = 0xC0
	INSGetData              byte = 0xCA
	INSLastCommand          byte = 0xFC // of a phone, class 80
)
