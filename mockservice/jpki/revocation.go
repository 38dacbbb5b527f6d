package jpki

import (
	"slices"
	"time"
)

// ReasonSuperseded is the name of the reason with which a renewal revokes the former certificate.
const ReasonSuperseded = "superseded"

// Reason is one row of the table of reasons with which the JPKI revokes certificates.
type Reason struct {
	Name string
	// Code is the reason code of RFC 5280 §5.3.1.
	Code   int
	Source string
}

// DefaultReasons returns the table of reasons. That the JPKI uses these codes is our assumption: none are public (CARD-457).
func DefaultReasons() []Reason {
	return []Reason{
		{"unspecified", 0, "SVC-312: destroyed before delivery"},
		{"key_compromise", 1, "SVC-312"},
		{"ca_compromise", 2, "SVC-312"},
		{"affiliation_changed", 3, "SVC-312: content changed"},
		{ReasonSuperseded, 4, "SVC-312: renewed"},
		{"cessation_of_operation", 5, "SVC-312"},
		{"certificate_hold", 6, "SVC-312: never lifted"},
	}
}

// Revocation is the revocation of one certificate.
type Revocation struct {
	// Serial is the serial number in upper-case hex.
	Serial string
	// At is the time from which on the certificate is revoked; it may be in the future.
	At time.Time
	// Reason is the Name of a row in Rules.Reasons.
	Reason string
}

// inForce reports whether a revocation is in force at a time. It is from the beginning of its second on, since OCSP and CRL have
// no fractions of a second.
func (v Revocation) inForce(at time.Time) bool { return !at.Before(v.At.Truncate(time.Second)) }

// Record is what a register knows of one serial number.
type Record struct {
	// Issued: one of the generations issued a certificate with it.
	Issued bool
	// Revocation is nil for a certificate that was never revoked.
	Revocation *Revocation
}

// Status is the status of one certificate (RFC 6960 §2.2).
type Status string

// The statuses.
const (
	Good    Status = "good"
	Revoked Status = "revoked"
	Unknown Status = "unknown"
)

// status returns the status of a certificate at a time. A certificate that was not issued is Unknown, even if a revocation is
// recorded for it.
func (r Record) status(at time.Time) Status {
	switch {
	case !r.Issued:
		return Unknown
	case r.Revocation != nil && r.Revocation.inForce(at):
		return Revoked
	}
	return Good
}

// code returns the reason code for a name, 0 (unspecified) for a name that is not in the table.
func (r Rules) code(name string) int {
	i := slices.IndexFunc(r.Reasons, func(row Reason) bool { return row.Name == name })
	if i < 0 {
		return 0
	}
	return r.Reasons[i].Code
}
