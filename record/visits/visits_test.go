package visits

import (
	"testing"

	"unhindered/un"
)

func TestDaysBetweenVagueDates(t *testing.T) {
	for _, test := range []struct {
		rule        string
		from, to    un.Date
		least, most int
	}{
		{"two days", "2013-10-01", "2014-01-24", 115, 115},
		{"a leap year", "2016-02-28", "2016-03-01", 2, 2},
		{"a year has room for itself", "2005", "2017-09", 4262, 4655},
		{"a month has room for itself", "2019-04", "2019-05", 1, 60},
		{"the same year may be no day or a year", "2017", "2017", 0, 364},
		{"the wrong way round is never below nothing", "2017", "2016", 0, 0},
		{"the unknown is nothing", "", "2016", 0, 0},
		{"what is no date is nothing", "soon", "2016", 0, 0},
	} {
		if least, most := Days(test.from, test.to); least != test.least || most != test.most {
			t.Errorf("%s: %d to %d days, want %d to %d", test.rule, least, most, test.least, test.most)
		}
	}
}

func TestWhereAFileStands(t *testing.T) {
	for _, test := range []struct {
		rule   string
		events []Event
		want   Status
	}{
		{"asked and not answered", []Event{{Kind: Requested, Date: "2010"}, {Kind: Reminder, Date: "2012"}}, Waiting},
		{"asked again after a visit", []Event{{Kind: Completed, Date: "2010"}, {Kind: Requested, Date: "2012"}}, Waiting},
		{"asked and visited in one year", []Event{{Kind: Completed, Date: "2010"}, {Kind: Requested, Date: "2010"}}, Visited},
		{"agreed and then declined", []Event{{Kind: Agreed, Date: "2010"}, {Kind: Declined, Date: "2011"}}, Refused},
		{"declined and then agreed", []Event{{Kind: Declined, Date: "2010"}, {Kind: Agreed, Date: "2011"}}, Invited},
		{"invited and postponed", []Event{{Kind: Requested, Date: "2006"}, {Kind: Postponed, Date: "2015"}}, Invited},
		{"a visit without a date", []Event{{Kind: Completed}}, Visited},
		{"a standing invitation alone", []Event{{Kind: Standing, Date: "2010"}}, Welcome},
		{"asked under a standing invitation", []Event{{Kind: Standing, Date: "2010"}, {Kind: Requested, Date: "2012"}}, Waiting},
		{"talks", []Event{{Kind: NotAgreed, Date: "2008"}}, Open},
		{"nothing", nil, NoStatus},
	} {
		f := File{Events: test.events}
		f.settle()
		if f.Status != test.want {
			t.Errorf("%s: %q, want %q", test.rule, f.Status, test.want)
		}
	}
}
