package virtualcard

import "github.com/mynalab/mynalab/virtualcard/apdu"

// readRecord returns record number P1 of a record EF: a simple-TLV object with tag, length and value (CARD-131 to CARD-133).
// P1=00 means the current record. Nothing sets a current record here, so P1=00 finds none (CARD-473).
func readRecord(c *Card, command apdu.Command) apdu.Response {
	f, sw := c.target(command.P2 >> 3)
	if sw == apdu.SW9000OK {
		sw = c.readable(f, Record)
	}
	if sw != apdu.SW9000OK {
		return statusOnly(sw)
	}
	record := nthRecord(f.bytes(), int(command.P1))
	if record == nil {
		return statusOnly(apdu.SW6A83RecordNotFound)
	}
	c.session.ef = f
	return c.slice(record, 0, command.Ne)
}

// readRecords would return several records at once. A card may lack this form (JICSAP 1.1 §6.4.4), and this one does
// (CARD-471).
func readRecords(*Card, apdu.Command) apdu.Response { return statusOnly(apdu.SW6A81NotSupported) }

// nthRecord returns record n of a sequence of simple-TLV objects with one-byte lengths, or nil if there is no such record.
func nthRecord(records []byte, n int) []byte {
	const header = 2
	for i := 1; len(records) >= header; i++ {
		size := header + int(records[1])
		if size > len(records) {
			return nil
		}
		if i == n {
			return records[:size]
		}
		records = records[size:]
	}
	return nil
}
