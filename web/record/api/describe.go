package api

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"unhindered/office/table"
)

const jsonType = "application/json"

// raw is an answer that is JSON already: rows are written from the columns of their table.
type raw struct{ Body []byte }

func ok(description string, schema *huma.Schema) map[string]*huma.Response {
	return map[string]*huma.Response{"200": {Description: description, Content: map[string]*huma.MediaType{jsonType: {Schema: schema}}}}
}

func ref(name string) *huma.Schema { return &huma.Schema{Ref: "#/components/schemas/" + name} }

// describeIndex adds the list of tables.
func (a *API) describeIndex() {
	text := func(help string) *huma.Schema { return &huma.Schema{Type: "string", Description: help} }
	texts := func(help string) *huma.Schema {
		return &huma.Schema{Type: "array", Items: &huma.Schema{Type: "string"}, Description: help}
	}
	one := object([]string{"name", "ledger", "title", "help", "address", "filters", "columns"}, map[string]*huma.Schema{
		"name": text("name of the table"), "ledger": text("ledger that it belongs to"), "title": text("title"), "help": text("what one row is"),
		"address": text("address of its rows"), "filters": texts("what rows can be chosen by"), "columns": texts("names of its columns"),
	})
	a.huma.OpenAPI().Components.Schemas.Map()["table"] = one
	huma.Register(a.huma, huma.Operation{
		Method: http.MethodGet, Path: Prefix, OperationID: "list-tables", Summary: "All tables", Tags: []string{"tables"},
		Description: "What tables there are, with their columns and filters.",
		Responses: ok("The tables.", object([]string{"tables", "total"}, map[string]*huma.Schema{
			"tables": {Type: "array", Items: ref("table")}, "total": {Type: "integer"},
		})),
		Errors: []int{http.StatusInternalServerError},
	}, a.index)
	a.huma.OpenAPI().Tags = append(a.huma.OpenAPI().Tags, &huma.Tag{Name: "tables"})
}

// describe adds the two operations of a table: its rows, and one row.
func (a *API) describe(t *table.Source, terms string) {
	schemas := a.huma.OpenAPI().Components.Schemas.Map()
	schemas[t.Name] = rowSchema(t.Table)
	parameters := []*huma.Param{}
	for _, f := range t.Filters {
		parameters = append(parameters, parameter(t.Table, f))
	}
	parameters = append(parameters,
		&huma.Param{Name: "page", In: "query", Description: "Page, counted from 1.", Example: 1, Schema: whole(1, 1_000_000, 1)},
		&huma.Param{Name: "limit", In: "query", Description: "Rows of a page, at most " + strconv.Itoa(largestPage) + ".", Example: 10, Schema: whole(1, largestPage, pageSize)})
	address := &huma.Schema{Type: "string", Nullable: true, Format: "uri-reference"}
	huma.Register(a.huma, huma.Operation{
		Method: http.MethodGet, Path: Prefix + "/" + t.Name, OperationID: "list-" + t.Name, Summary: t.Title, Tags: []string{t.Ledger},
		Description: t.Help + "\n\n" + terms, Parameters: parameters,
		Responses: ok("A page of rows.", object([]string{"table", "rows", "total", "page", "limit", "next", "previous"}, map[string]*huma.Schema{
			"table": {Type: "string", Description: "name of the table"}, "rows": {Type: "array", Items: ref(t.Name)},
			"total": {Type: "integer", Description: "rows that match, on all pages"}, "page": {Type: "integer"}, "limit": {Type: "integer"},
			"next": address, "previous": address,
		})),
		Errors: []int{http.StatusUnprocessableEntity, http.StatusInternalServerError},
	}, a.list(t))
	huma.Register(a.huma, huma.Operation{
		Method: http.MethodGet, Path: Prefix + "/" + t.Name + "/{id}", OperationID: "get-" + t.Name, Summary: t.Title + ": one row", Tags: []string{t.Ledger},
		Description: t.Help + "\n\n" + terms,
		Responses:   ok("The row.", ref(t.Name)),
		Errors:      []int{http.StatusNotFound, http.StatusGone, http.StatusInternalServerError},
	}, a.get(t))
}

func object(required []string, properties map[string]*huma.Schema) *huma.Schema {
	return &huma.Schema{Type: "object", Required: required, Properties: properties, AdditionalProperties: false}
}

func whole(least, most, usual int) *huma.Schema {
	low, high := float64(least), float64(most)
	return &huma.Schema{Type: "integer", Minimum: &low, Maximum: &high, Default: usual}
}

// The forms of dates.
const (
	yearPattern = `^\d{4}$`
	datePattern = `^\d{4}(-\d{2}(-\d{2})?)?$`
)

// rowSchema describes a row by its columns. Every field is always there.
func rowSchema(t table.Table) *huma.Schema {
	s := object(nil, map[string]*huma.Schema{})
	s.Description = t.Help
	for i, c := range t.Columns {
		p := &huma.Schema{Type: "string", Description: c.Help, Nullable: i > 0}
		switch c.Type {
		case table.Int:
			p.Type = "integer"
		case table.Float:
			p.Type = "number"
		case table.Bool:
			p.Type = "boolean"
		case table.Day:
			p.Format = "date"
		case table.Date:
			p.Pattern = datePattern
		case table.List:
			p.Type, p.Items = "array", &huma.Schema{Type: "string"}
		}
		s.Properties[c.Name] = p
		s.Required = append(s.Required, c.Name)
	}
	return s
}

func parameter(t table.Table, f table.Filter) *huma.Param {
	p := &huma.Param{Name: f.Name, In: "query", Description: strings.ToUpper(f.Help[:1]) + f.Help[1:], Schema: &huma.Schema{Type: "string"}}
	switch f.Name {
	case "state":
		p.Schema.Pattern, p.Example = `^[A-Za-z]{3}$`, "CHE"
		return p
	case "year":
		p.Schema.Pattern, p.Example = yearPattern, "2017"
		return p
	case "from", "to":
		p.Schema.Pattern, p.Example = datePattern, map[string]string{"from": "2013-09", "to": "2021"}[f.Name]
		return p
	}
	switch t.Columns[t.Column(f.Name)].Type {
	case table.Bool:
		p.Schema.Enum, p.Example = []any{"yes", "no"}, "yes"
	case table.Int:
		p.Schema.Pattern, p.Example = `^\d+$`, "1"
	}
	return p
}
