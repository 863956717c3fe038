package ui

// A Menu is one place in the header: a link, or a name under which links stand.
type Menu struct {
	Group   string // to translate; empty for a link by itself
	Items   []NavItem
	Current bool // this page is among the items or below one
}

// Menus are the room's navigation, links of one group gathered where the first of them stands.
func (pg *Page) Menus() []Menu {
	var all []Menu
	at := map[string]int{}
	for _, item := range pg.Room.Nav {
		i, ok := at[item.Group]
		if item.Group == "" || !ok {
			i = len(all)
			all = append(all, Menu{Group: item.Group})
			at[item.Group] = i
		}
		all[i].Items = append(all[i].Items, item)
		all[i].Current = all[i].Current || pg.Current(item.Path)
	}
	return all
}
