package desk

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// eachText calls do with every text that a person wrote in data, by its JSON name. Fields tagged desk:"ref" hold item
// IDs or words of lists and are passed over.
func eachText(data Data, do func(field, value string)) {
	textsOf(reflect.ValueOf(data).Elem(), "", do)
}

func textsOf(v reflect.Value, field string, do func(field, value string)) {
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 {
			do(field, v.String())
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for i := range v.Len() {
			textsOf(v.Index(i), field, do)
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			do(field, key.String()+": "+v.MapIndex(key).String())
		}
	case reflect.Struct:
		t := v.Type()
		for i := range t.NumField() {
			f := t.Field(i)
			if f.Tag.Get("desk") == "ref" {
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if field != "" {
				name = field
			}
			textsOf(v.Field(i), name, do)
		}
	}
}

// flatten returns the fields of data as texts, by JSON name; what is empty is left out.
func flatten(data Data) map[string]string {
	flat := map[string]string{}
	if data == nil || reflect.ValueOf(data).IsNil() {
		return flat
	}
	encoded, err := json.Marshal(data)
	if err != nil {
		return flat
	}
	defer clear(encoded)
	var fields map[string]any
	if json.Unmarshal(encoded, &fields) != nil {
		return flat
	}
	for name, value := range fields {
		if text := showValue(value); text != "" {
			flat[name] = text
		}
	}
	return flat
}

func showValue(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		if v {
			return "yes"
		}
		return ""
	case float64:
		if v == 0 {
			return ""
		}
		return fmt.Sprintf("%.0f", v)
	case []any:
		parts := make([]string, len(v))
		for i, one := range v {
			parts[i] = showValue(one)
		}
		return strings.Join(parts, "; ")
	case map[string]any:
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if text := showValue(v[name]); text != "" {
				parts = append(parts, name+": "+text)
			}
		}
		return strings.Join(parts, ", ")
	}
	return ""
}

// diff lists the fields on which the three differ, by name. theirs may be nil: then it is left out.
func diff(base, theirs, yours Data) []FieldDiff {
	b, y := flatten(base), flatten(yours)
	t := b
	if theirs != nil {
		t = flatten(theirs)
	}
	names := map[string]bool{}
	for _, m := range []map[string]string{b, t, y} {
		for name := range m {
			names[name] = true
		}
	}
	var all []FieldDiff
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if b[name] == t[name] && b[name] == y[name] {
			continue
		}
		d := FieldDiff{Field: name, Base: b[name], Yours: y[name]}
		if theirs != nil {
			d.Theirs = t[name]
		}
		all = append(all, d)
	}
	return all
}

// title says what an item is called in lists.
func title(data Data) string {
	switch d := data.(type) {
	case *Header:
		return d.Title
	case *Party:
		return d.Label
	case *Act:
		return d.Type
	case *Engagement:
		return d.Body
	case *Actor:
		return d.Name
	case *Source:
		return d.Document
	case *Evidence:
		if d.Title != "" {
			return d.Title
		}
		return d.Name
	case *Note:
		text, _, _ := strings.Cut(d.Text, "\n")
		return cut(text, 60)
	case *Action:
		return strings.TrimSpace(d.Type + " " + d.Symbol)
	case *Reply:
		return strings.TrimSpace(d.State + " " + d.Symbol)
	case *Consent:
		return string(d.Purpose)
	case *Draft:
		return d.Subject
	case *Publication:
		return string(d.Step)
	}
	return ""
}

// cut shortens a text to at most n runes.
func cut(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	return string(runes[:n-1]) + "…"
}
