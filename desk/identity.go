package desk

import "context"

// An Identity says who a party is. It is sealed in a table of its own and opened on its own, with its own audit line.
// Its item ID is the ID of the party.
type Identity struct {
	Name        string   `json:"name"`
	Aliases     []string `json:"aliases,omitempty"`
	Born        string   `json:"born,omitempty"` // partial date
	Nationality string   `json:"nationality,omitempty"`
	Contact     string   `json:"contact,omitempty"` // how to reach them safely
	Notes       string   `json:"notes,omitempty"`
}

// Kind returns KindIdentity.
func (*Identity) Kind() Kind { return KindIdentity }

// Validate demands a name.
func (i *Identity) Validate() FieldErrors {
	var e FieldErrors
	e.text("name", i.Name, needed, line)
	for _, alias := range i.Aliases {
		e.text("aliases", alias, needed, line)
	}
	e.date("born", i.Born)
	e.text("nationality", i.Nationality, line)
	e.text("contact", i.Contact, page)
	e.text("notes", i.Notes, page)
	return e
}

// OpenIdentity returns who a party is, with an audit line first. It returns ErrNotFound if nothing is kept.
func (s *Session) OpenIdentity(ctx context.Context, caseID, party string) (Row[Identity], error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return Row[Identity]{}, err
	}
	if err := s.audit(ctx, m.openVault, AuditLine{What: OpenedIdentity, Case: caseID, Item: party}); err != nil {
		return Row[Identity]{}, err
	}
	k, err := identities.newest(ctx, s.desk.db, m.openVault, caseID, party)
	if err != nil {
		return Row[Identity]{}, err
	}
	if k.gone() {
		return Row[Identity]{}, ErrNotFound
	}
	return rowOf[Identity](k), nil
}

// SaveIdentity keeps who a party is; base works as in Save.
func (s *Session) SaveIdentity(ctx context.Context, caseID, party string, identity Identity, base int) (Row[Identity], error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return Row[Identity]{}, err
	}
	if err := identity.Validate().orNil(); err != nil {
		return Row[Identity]{}, err
	}
	k, err := items.newest(ctx, s.desk.db, m.openVault, caseID, party)
	if err != nil {
		return Row[Identity]{}, err
	}
	if k.Data.Kind() != KindParty || k.gone() {
		return Row[Identity]{}, ErrNotFound
	}
	k, err = s.save(ctx, m.openVault, identities, caseID, Item{ID: party, Data: &identity}, base)
	if err != nil {
		return Row[Identity]{}, err
	}
	return rowOf[Identity](k), nil
}
