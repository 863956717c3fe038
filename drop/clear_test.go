package drop

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/storage"
	"unhindered/storage/storagetest"
)

// A column that is neither listed as clear nor as sealed has been forgotten; one that is listed and not there is a lie.
func TestTheListOfClearFieldsIsTheTruth(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		s, err := Open(t.Context(), t.TempDir(), url)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		query := `SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
			WHERE m.type = 'table' AND m.name NOT LIKE 'goose_%' AND m.name NOT LIKE 'sqlite_%'`
		if !s.db.SQLite() {
			query = `SELECT table_name, column_name FROM information_schema.columns
				WHERE table_schema = 'public' AND table_name NOT LIKE 'goose_%'`
		}
		rows, err := s.db.Query(t.Context(), query)
		real, err := storage.Collect(rows, err, func(r storage.Row, name *string) error {
			var table, column string
			err := r.Scan(&table, &column)
			*name = table + "." + column
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var listed []string
		for _, f := range slices.Concat(ClearFields, SealedFields) {
			if f.Why == "" {
				t.Errorf("%s.%s has no reason", f.Table, f.Column)
			}
			listed = append(listed, f.Table+"."+f.Column)
		}
		slices.Sort(real)
		slices.Sort(listed)
		if diff := cmp.Diff(real, listed); diff != "" {
			t.Errorf("the tables (-) and the list (+) differ:\n%s", diff)
		}
	})
}
