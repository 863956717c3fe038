package api_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// check tells how a value does not fit a schema of the description: as much of JSON Schema as the description uses.
func check(spec map[string]any, schema map[string]any, v any, at string) []string {
	if ref, ok := schema["$ref"].(string); ok {
		target := any(spec)
		for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
			m, _ := target.(map[string]any)
			target = m[part]
		}
		to, ok := target.(map[string]any)
		if !ok {
			return []string{at + ": " + ref + " leads nowhere"}
		}
		return check(spec, to, v, at)
	}
	var faults []string
	fault := func(format string, args ...any) { faults = append(faults, at+": "+fmt.Sprintf(format, args...)) }
	if types := typesOf(schema); len(types) > 0 && !slices.Contains(types, typeOf(v)) && !(typeOf(v) == "integer" && slices.Contains(types, "number")) {
		fault("%v (%s) is no %v", v, typeOf(v), types)
		return faults
	}
	switch v := v.(type) {
	case map[string]any:
		properties, _ := schema["properties"].(map[string]any)
		for _, name := range list(schema["required"]) {
			if _, ok := v[name]; !ok {
				fault("%s is missing", name)
			}
		}
		for name, value := range v {
			if p, ok := properties[name].(map[string]any); ok {
				faults = append(faults, check(spec, p, value, at+"."+name)...)
			} else if schema["additionalProperties"] == false {
				fault("%s is not described", name)
			}
		}
	case []any:
		if items, ok := schema["items"].(map[string]any); ok {
			for i, one := range v {
				faults = append(faults, check(spec, items, one, fmt.Sprintf("%s[%d]", at, i))...)
			}
		}
	case string:
		if p, ok := schema["pattern"].(string); ok && !regexp.MustCompile(p).MatchString(v) {
			fault("%q does not fit %s", v, p)
		}
		if schema["format"] == "date" {
			if _, err := time.Parse(time.DateOnly, v); err != nil {
				fault("%q is no day", v)
			}
		}
	case float64:
		if low, ok := schema["minimum"].(float64); ok && v < low {
			fault("%v is below %v", v, low)
		}
		if high, ok := schema["maximum"].(float64); ok && v > high {
			fault("%v is above %v", v, high)
		}
	}
	if enum, ok := schema["enum"].([]any); ok && !slices.Contains(enum, v) {
		fault("%v is none of %v", v, enum)
	}
	return faults
}

func typesOf(schema map[string]any) []string {
	if one, ok := schema["type"].(string); ok {
		return []string{one}
	}
	return list(schema["type"])
}

func list(v any) []string {
	var all []string
	values, _ := v.([]any)
	for _, one := range values {
		if s, ok := one.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

func typeOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case float64:
		if v == float64(int64(v)) {
			return "integer"
		}
		return "number"
	}
	return "object"
}
