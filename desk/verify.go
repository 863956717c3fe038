package desk

import (
	"context"
	"errors"
	"fmt"
	"io"

	"unhindered/seal"
	"unhindered/storage"
)

// A Report is what Verify found.
type Report struct {
	Items, Envelopes, Files, Lines int      // that were checked
	Faults                         []string // in words, without content; empty if all is well
}

func (r *Report) fault(format string, args ...any) {
	r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
}

// Verify checks, without keys, that the database is whole, that every row is well formed, and that the sealed files are
// those that it names.
func (d *Desk) Verify(ctx context.Context) (Report, error) {
	var r Report
	if err := d.db.Check(ctx); err != nil {
		r.fault("%v", err)
	}
	for _, count := range []struct {
		n     *int
		query string
	}{
		{&r.Items, "SELECT (SELECT count(*) FROM item) + (SELECT count(*) FROM identity)"},
		{&r.Envelopes, "SELECT count(*) FROM envelope"},
		{&r.Lines, "SELECT count(*) FROM audit"},
	} {
		if err := d.db.QueryRow(ctx, count.query).Scan(count.n); err != nil {
			return r, err
		}
	}
	for _, rule := range []struct{ what, query string }{
		{"items whose versions do not follow each other", "SELECT count(*) FROM (SELECT case_id, id FROM item GROUP BY case_id, id HAVING min(version) <> 1 OR max(version) <> count(*)) t"},
		{"identities whose versions do not follow each other", "SELECT count(*) FROM (SELECT case_id, party FROM identity GROUP BY case_id, party HAVING min(version) <> 1 OR max(version) <> count(*)) t"},
		{"items of a case that has no header", "SELECT count(*) FROM item i WHERE NOT EXISTS (SELECT 1 FROM item h WHERE h.case_id = i.case_id AND h.id = i.case_id)"},
		{"identities without their party", "SELECT count(*) FROM identity i WHERE NOT EXISTS (SELECT 1 FROM item p WHERE p.case_id = i.case_id AND p.id = i.party)"},
		{"items of one case in two vaults", "SELECT count(*) FROM (SELECT case_id FROM item GROUP BY case_id HAVING count(DISTINCT vault) > 1) t"},
		{"gaps in the numbers of audit lines", "SELECT count(*) FROM (SELECT vault FROM audit GROUP BY vault HAVING min(n) <> 1 OR max(n) <> count(*)) t"},
		{"vaults without an approver", "SELECT count(*) FROM vault v WHERE NOT EXISTS (SELECT 1 FROM vault_member m WHERE m.vault = v.id AND m.role = 'approver')"},
		{"envelopes in another vault than their thread", "SELECT count(*) FROM envelope e JOIN thread t ON t.id = e.thread WHERE e.vault <> t.vault"},
	} {
		var n int
		if err := d.db.QueryRow(ctx, rule.query).Scan(&n); err != nil {
			return r, err
		}
		if n > 0 {
			r.fault("%d %s", n, rule.what)
		}
	}
	return r, d.verifyFiles(ctx, &r)
}

// verifyFiles compares the sealed files with those that rows name.
func (d *Desk) verifyFiles(ctx context.Context, r *Report) error {
	known, err := d.knownFiles(ctx)
	if err != nil {
		return err
	}
	names, err := d.blobs.Names()
	if err != nil {
		return err
	}
	r.Files = len(known)
	there := make(map[string]bool, len(names))
	for _, name := range names {
		there[name] = true
		if !known[name] {
			r.fault("the sealed file %s belongs to nothing", name)
		}
	}
	for name := range known {
		if !there[name] {
			r.fault("the sealed file %s is missing; restore it from a backup", name)
		}
	}
	rows, err := d.db.Query(ctx, "SELECT file, size FROM part")
	type part struct {
		file string
		size int64
	}
	parts, err := storage.Collect(rows, err, func(row storage.Row, p *part) error { return row.Scan(&p.file, &p.size) })
	for _, p := range parts {
		if f, err := d.blobs.Open(p.file); err == nil {
			if info, err := f.Stat(); err == nil && info.Size() != p.size {
				r.fault("the sealed file %s has another size than it had", p.file)
			}
			f.Close()
		}
	}
	return err
}

// Verify checks what is in the member's vaults: that everything opens, that every file of evidence is the one that was
// added, and that the audit chains hold.
func (s *Session) Verify(ctx context.Context) (Report, error) {
	var r Report
	held, err := s.held()
	if err != nil {
		return r, err
	}
	for _, m := range held {
		v, d := m.openVault, s.desk
		if err := s.audit(ctx, v, AuditLine{What: Verified}); err != nil {
			return r, err
		}
		if err := d.eachLine(ctx, v, func(AuditLine) { r.Lines++ }); errors.Is(err, ErrDamaged) {
			r.fault("%v", err)
		} else if err != nil {
			return r, err
		}
		for _, t := range []table{items, identities} {
			if err := d.verifyTable(ctx, v, t, &r); err != nil {
				return r, err
			}
		}
		if err := d.verifyThreads(ctx, v, &r); err != nil {
			return r, err
		}
	}
	return r, nil
}

// verifyTable opens every version of every item of a vault, and reads every file of evidence to its end.
func (d *Desk) verifyTable(ctx context.Context, v *openVault, t table, r *Report) error {
	rows, err := d.db.Query(ctx, "SELECT case_id, "+t.id+", version, sealed FROM "+t.name+" WHERE vault = $1", v.id)
	if err != nil {
		return err
	}
	defer rows.Close()
	checked := map[string]bool{}
	for rows.Next() {
		var row sealedRow
		if err := scanSealed(rows, &row); err != nil {
			return err
		}
		r.Items++
		k, err := t.read(v.keys(), row.caseID, row.id, row.version, row.sealed)
		if err != nil {
			r.fault("version %d of %s %s in case %s does not open", row.version, t.name, row.id, row.caseID)
			continue
		}
		evidence, ok := k.Data.(*Evidence)
		if !ok {
			continue
		}
		for file, hash := range map[string]string{evidence.Blob: evidence.SHA256, evidence.CleanBlob: ""} {
			if file == "" || checked[file] {
				continue
			}
			checked[file] = true
			r.Files++
			if err := d.verifyFile(v, file, hash); err != nil {
				r.fault("the sealed file %s of case %s: %v", file, row.caseID, err)
			}
		}
	}
	return rows.Err()
}

func (d *Desk) verifyFile(v *openVault, file, hash string) error {
	f, err := d.openSealed(file, v.keys().Identities(), hash)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(io.Discard, f)
	return err
}

// verifyThreads opens every part of every envelope of a vault.
func (d *Desk) verifyThreads(ctx context.Context, v *openVault, r *Report) error {
	rows, err := d.db.Query(ctx, "SELECT e.id, p.file FROM envelope e JOIN part p ON p.envelope = e.id WHERE e.vault = $1", v.id)
	type part struct{ envelope, file string }
	parts, err := storage.Collect(rows, err, func(row storage.Row, p *part) error { return row.Scan(&p.envelope, &p.file) })
	if err != nil {
		return err
	}
	envelopes := map[string]bool{}
	for _, p := range parts {
		envelopes[p.envelope] = true
		r.Files++
		f, err := d.blobs.Open(p.file)
		if err != nil {
			r.fault("the sealed file %s is missing", p.file)
			continue
		}
		opened, err := seal.Reader(f, v.keys().Identities()...)
		if err == nil {
			_, err = io.Copy(io.Discard, opened)
		}
		f.Close()
		if err != nil && !errors.Is(err, seal.ErrWrongKey) { // what somebody sealed to another key is kept as it came
			r.fault("the sealed file %s of envelope %s: %v", p.file, p.envelope, err)
		}
	}
	r.Envelopes += len(envelopes)
	rows, err = d.db.Query(ctx, "SELECT id, state FROM thread WHERE vault = $1 AND state IS NOT NULL", v.id)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var sealed []byte
		if err := rows.Scan(&id, &sealed); err != nil {
			return err
		}
		if _, err := openState(v, id, sealed); err != nil {
			r.fault("the state of thread %s does not open", id)
		}
	}
	return rows.Err()
}
