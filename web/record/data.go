package record

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzhttp"

	office "unhindered/office/table"
	"unhindered/office/tablefile"
	ledgers "unhindered/record"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

// A download is one file of the page data that is no table: the same as a page shows, or the log.
type download struct {
	Path   string `json:"path"`
	Format string `json:"format"`
	What   string `json:"what"`
}

var downloads = []download{
	{"/register.json", "JSON", ui.Text("All entries with acts, UN actions, replies, incidents, disagreements, sources and commitments, and the counts of each facet")},
	{"/register.csv", "CSV", ui.Text("The same entries as one table, one row each")},
	{"/states.csv", "CSV", ui.Text("All States with their regional group and number of entries")},
	{"/states.json", "JSON", ui.Text("The same States as data")},
	{"/log.json", "JSON", ui.Text("Size, root, key and newest leaves of the log")},
	{"/log/checkpoint", "C2SP", ui.Text("Signed checkpoint of the log; its tiles lie beside it")},
}

// A dataPage is what the page data.html shows.
type dataPage struct {
	Tables    []dataTable      `json:"tables"`
	Rows      int              `json:"rows"` // of all tables
	Formats   []string         `json:"formats"`
	Origins   []ledgers.Origin `json:"sources"`
	Downloads []download       `json:"downloads"`
	Groups    []dataGroup      `json:"-"`
	Origin    string           `json:"-"`
}

// A dataGroup is the tables of one ledger.
type dataGroup struct {
	Name, Page string
	Tables     []dataTable
}

// A dataTable is a table as the data dictionary has it.
type dataTable struct {
	Name     string           `json:"name"`
	Ledger   string           `json:"ledger"`
	Title    string           `json:"title"`
	Help     string           `json:"help"`
	Rows     int              `json:"rows"`
	Filters  []string         `json:"filters"`
	Columns  []dataColumn     `json:"columns"`
	Sources  []string         `json:"sources"` // keys
	Files    []download       `json:"files"`
	Address  string           `json:"api"`
	Page     string           `json:"-"`
	Origins  []ledgers.Origin `json:"-"`
	TooLarge bool             `json:"-"` // for a sheet program
}

// A dataColumn explains one column.
type dataColumn struct {
	Name string `json:"name"`
	Type string `json:"type"`
	What string `json:"what"`
}

// ledgerPages are the pages of the ledgers.
var ledgerPages = map[string]struct{ path, name string }{
	"register": {"/register", ui.Text("Register")}, "votes": {"/votes", ui.Text("Votes")}, "upr": {"/upr", ui.Text("Universal Periodic Review")},
	"ngo": {"/ngo", ui.Text("Committee on NGOs")}, "visits": {"/visits", ui.Text("Visits")}, "letters": {"/letters", ui.Text("Letters")},
	"statements": {"/statements", ui.Text("Statements")}, "reports": {"/reports", ui.Text("Reports")}, "advice": {"/advice", ui.Text("Advice")},
	"treaties": {"/treaties", ui.Text("Treaties")}, "quality": {"/quality", ui.Text("Data quality")}, "states": {"/states", ui.Text("States")},
	"imports": {"/feeds", ui.Text("Imports")},
}

// sheetLimit is how many rows are sent as a workbook: it takes longer than all other formats, and who opens more in a sheet
// program is better served by the command line.
const sheetLimit = 100_000

// dataFiles are the tables of the record with what has been counted of them.
type dataFiles struct {
	record *ledgers.Record
	tables []*office.Source
	heavy  chan struct{} // bounds the files that take memory or time

	counting sync.Mutex
	stamp    string
	counts   map[string]int
}

func newDataFiles(r *ledgers.Record) *dataFiles {
	const atOnce = 2
	f := &dataFiles{record: r, heavy: make(chan struct{}, atOnce)}
	if r != nil {
		f.tables = r.Tables()
	}
	return f
}

// rows returns how many rows each table has; they are counted once for each state of the record.
func (f *dataFiles) rows(ctx context.Context) (map[string]int, error) {
	if f.record == nil {
		return nil, nil
	}
	stamp, err := f.record.Stamp(ctx)
	if err != nil {
		return nil, err
	}
	f.counting.Lock()
	defer f.counting.Unlock()
	if f.stamp == stamp && f.counts != nil {
		return f.counts, nil
	}
	counts := map[string]int{}
	for _, t := range f.tables {
		if _, counts[t.Name], err = t.Page(ctx, office.Query{}, 0, 0); err != nil {
			return nil, err
		}
	}
	f.stamp, f.counts = stamp, counts
	return counts, nil
}

func (f *dataFiles) byName(name string) *office.Source {
	i := slices.IndexFunc(f.tables, func(t *office.Source) bool { return t.Name == name })
	if i < 0 {
		return nil
	}
	return f.tables[i]
}

func describe(t office.Table, rows int) dataTable {
	d := dataTable{Name: t.Name, Ledger: t.Ledger, Title: t.Title, Help: t.Help, Rows: rows, Filters: t.FilterNames(), Columns: []dataColumn{},
		Address: "/api/v1/" + t.Name, Page: ledgerPages[t.Ledger].path, Origins: originsOf(t), TooLarge: rows > sheetLimit}
	for _, c := range t.Columns {
		d.Columns = append(d.Columns, dataColumn{c.Name, c.Type.String(), c.Help})
	}
	for _, o := range d.Origins {
		d.Sources = append(d.Sources, o.Key)
	}
	for _, format := range tablefile.Formats() {
		if format.Name != "xlsx" || !d.TooLarge {
			d.Files = append(d.Files, download{"/data/" + t.Name + "." + format.Name, format.What, t.Title})
		}
	}
	return d
}

func (h *Handler) data(w http.ResponseWriter, r *http.Request) error {
	counts, err := h.files.rows(r.Context())
	if err != nil {
		return err
	}
	d := dataPage{Tables: []dataTable{}, Formats: tablefile.Names(), Origins: ledgers.Origins(), Downloads: slices.Clone(downloads), Origin: h.origin(r)}
	for _, l := range h.opts.Ledgers {
		for _, file := range l.Downloads {
			d.Downloads = append(d.Downloads, download(file))
		}
	}
	place := map[string]int{}
	for _, t := range h.files.tables {
		one := describe(t.Table, counts[t.Name])
		d.Tables, d.Rows = append(d.Tables, one), d.Rows+one.Rows
		at, known := place[t.Ledger]
		if !known {
			at = len(d.Groups)
			place[t.Ledger] = at
			page := ledgerPages[t.Ledger]
			d.Groups = append(d.Groups, dataGroup{Name: cmp.Or(page.name, t.Ledger), Page: page.path})
		}
		d.Groups[at].Tables = append(d.Groups[at].Tables, one)
	}
	if _, kind := ledger.Wants(r.URL.Path); kind == "json" {
		return ui.JSON(w, r, d)
	}
	return h.pages.Render(w, r, http.StatusOK, "data.html", d)
}

// dataFile shows a table's part of the data dictionary, or sends the table as a file.
func (h *Handler) dataFile(w http.ResponseWriter, r *http.Request) error {
	name, ending, isFile := strings.Cut(r.PathValue("file"), ".")
	t := h.files.byName(name)
	format, known := tablefile.ByName(ending)
	if t == nil || isFile && !known {
		return &ui.Fault{Code: ui.NotFound, Public: ui.Text("There is no such table or format. The page Data lists all tables with their files.")}
	}
	if isFile {
		return h.sendTable(w, r, t, format)
	}
	counts, err := h.files.rows(r.Context())
	if err != nil {
		return err
	}
	return h.pages.Render(w, r, http.StatusOK, "table.html", struct {
		dataTable
		Origin string
		Ledger string
		Takes  []office.Filter
	}{describe(t.Table, counts[t.Name]), h.origin(r), ledgerPages[t.Ledger].name, t.Filters})
}

// sendTable streams the rows that the address asks for. Nothing is kept in memory, so that what goes wrong on the way can
// only be told by breaking off.
func (h *Handler) sendTable(w http.ResponseWriter, r *http.Request, t *office.Source, format tablefile.Format) error {
	q, err := readTableQuery(t.Table, r.URL.Query())
	if err != nil {
		return err
	}
	stamp, err := h.files.record.Stamp(r.Context())
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(stamp + "\n" + r.URL.RequestURI()))
	tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	header := w.Header()
	header.Set("ETag", tag)
	header.Set("Cache-Control", "public, max-age=60")
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	for _, have := range strings.Split(r.Header.Get("If-None-Match"), ",") {
		if strings.TrimSpace(have) == tag {
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	heavy := format.Name == "xlsx" || format.Name == "parquet"
	if heavy {
		select {
		case h.files.heavy <- struct{}{}:
			defer func() { <-h.files.heavy }()
		default:
			return &ui.Fault{Code: ui.Busy}
		}
	}
	if format.Name == "xlsx" {
		if _, rows, err := t.Page(r.Context(), q, 0, 0); err != nil {
			return err
		} else if rows > sheetLimit {
			return &ui.Fault{Code: ui.TooLarge, Public: ui.Text("These are more rows than sheet programs take well. Ask for fewer with a filter, or take CSV or Parquet.")}
		}
	}
	header.Set("Content-Type", format.MIME)
	header.Set("Content-Disposition", `attachment; filename="`+t.Name+"."+format.Name+`"`)
	if heavy {
		header.Set(gzhttp.HeaderNoCompression, "yes") // they are compressed
	}
	if r.Method == http.MethodHead {
		return nil
	}
	if err := writeTable(r.Context(), w, t, q, format); err != nil {
		if !errors.Is(err, context.Canceled) {
			log := cmp.Or(h.opts.Log, slog.Default())
			log.LogAttrs(r.Context(), slog.LevelError, "a file broke off", slog.String("room", "record"), slog.String("table", t.Name), slog.String("error", err.Error()))
		}
		panic(http.ErrAbortHandler) // the status is out: who asked must see that the file is not whole
	}
	return nil
}

func writeTable(ctx context.Context, w http.ResponseWriter, t *office.Source, q office.Query, format tablefile.Format) error {
	out, err := format.New(w, tablefile.About{Table: t.Table, Notes: strings.Split(terms(t.Table), "\n\n")})
	if err != nil {
		return err
	}
	for row, err := range t.Rows(ctx, q) {
		if err != nil {
			return err
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	return out.Close()
}

// readTableQuery reads what the address of a file asks for.
func readTableQuery(t office.Table, values url.Values) (office.Query, error) {
	q := office.Query{Where: map[string]string{}}
	bad := &ui.Fault{Code: ui.BadInput, Public: ui.Text("The table cannot be asked for that. Its page says which filters it takes, and what may stand in them.")}
	for name, all := range values {
		value := all[0]
		const longest = 300
		if name == "lang" {
			continue
		}
		if len(all) > 1 || len(value) > longest || !t.Takes(name) {
			return q, bad
		}
		switch name {
		case "state":
			if q.State = strings.ToUpper(value); q.State != "" {
				if _, ok := un.StateByISO3(q.State); !ok {
					return q, bad
				}
			}
		case "year":
			q.Year = value
		case "from":
			q.From = value
		case "to":
			q.To = value
		default:
			if value != "" {
				q.Where[name] = value
			}
		}
	}
	if t.Check(q) != nil {
		return q, bad
	}
	return q, nil
}
