package store

// LookUps are the statements that find the row with a key, of each table.
func LookUps() []string {
	k := newKinds("")
	return []string{k.stage.one, k.facilities.one, k.accounts.one, k.persons.one, k.certificates.one, k.revocations.one,
		k.challenges.one, k.users.one, k.sessions.one, k.applications.one, k.secrets.one, k.attachments.one, k.colocations.one,
		k.attempts.one}
}
