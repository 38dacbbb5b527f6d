package jpki

import (
	"slices"
	"time"
)

// ReasonSuperseded is the name of the reason for which a renewal revokes the former certificate.
const ReasonSuperseded = "superseded"

// Reason is one row of the table of reasons for which the JPKI revokes.
type Reason struct {
	Name string
	// Code is the reason code of RFC 5280 §5.3.1.
	Code   int
	Source string
}

// DefaultReasons is the table of reasons. That they are told by these codes is ours: the public sees none (CARD-457).
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

// Revocation says that a certificate is revoked from At on, for the reason with that name.
type Revocation struct {
	// Serial is in upper-case hex.
	Serial string
	At     time.Time
	Reason string
}

// begun tells whether a revocation counts at a time. It does from the beginning of its second on, since neither OCSP nor a
// CRL tells fractions.
func (v Revocation) begun(at time.Time) bool { return !at.Before(v.At.Truncate(time.Second)) }

// Record is what a register holds of one serial number.
type Record struct {
	// Issued: one of the generations issued a certificate under it.
	Issued bool
	// Revocation is nil for a certificate that was never revoked.
	Revocation *Revocation
}

// Status is what is said of one certificate (RFC 6960 §2.2).
type Status string

// The statuses.
const (
	Good    Status = "good"
	Revoked Status = "revoked"
	Unknown Status = "unknown"
)

// status is what a record says at a time. Nothing is said of a certificate that was not issued, whatever else is known.
func (r Record) status(at time.Time) Status {
	switch {
	case !r.Issued:
		return Unknown
	case r.Revocation != nil && r.Revocation.begun(at):
		return Revoked
	}
	return Good
}

// code is the reason code for a name. A name that the table doesn't have is told as unspecified.
func (r Rules) code(name string) int {
	i := slices.IndexFunc(r.Reasons, func(row Reason) bool { return row.Name == name })
	if i < 0 {
		return 0
	}
	return r.Reasons[i].Code
}
