package demo

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"unhindered/drop"
	"unhindered/report"
	"unhindered/seal"
)

// What invented people wrote to the drop. Examplestan is no State.

func theReport() report.Message {
	return report.Message{
		Language: "en",
		What: "We are a small group that tests the water of our river and writes to the UN about it. Two of us were on the way to " +
			"Geneva to speak to the Committee against Torture, because one of us was beaten in custody last year. At the airport our " +
			"passports were taken. An officer said that we knew why and that we were not going to speak there. We got the passports " +
			"back when the aircraft had left; the phones they kept. Two days later both of us were called to the police and asked " +
			"who had invited us and who had paid.",
		Whom:        "I am the coordinator of the group. The other one is our treasurer. She knows that I write.",
		Where:       "Port Example airport, Examplestan; later the police station of the harbour district",
		When:        "9 March 2026, in the morning; the police on 11 March",
		Cooperation: "We were invited to a meeting with the Committee against Torture before it looked at Examplestan, and we had sent a report.",
		Consents:    consents("en", report.Hold, report.NameUN, report.SGAnonymous),
	}
}

func theAddition() report.Message {
	return report.Message{
		Kind:     report.Addition,
		Language: "en",
		What: "Thank you for your answer. The phones came back yesterday, opened and empty. We have talked about it: you may publish " +
			"what happened, without our names and without the name of the river.",
		Consents: consents("en", report.Hold, report.NameUN, report.SGAnonymous, report.PublishAnonymous),
	}
}

func theArabicReport() report.Message {
	return report.Message{
		Language: "ar",
		What: "بعد أن تحدثتُ في اجتماع جانبي في قصر الأمم، التقط رجل لا يحمل شارة صورًا لي ولشاشة حاسوبي، ثم تبعني حتى الباب. " +
			"في اليوم التالي سأل أحدهم أسرتي في إكزامبلستان عن سبب سفري.",
		Whom:        "لي أنا",
		Where:       "قصر الأمم، جنيف",
		When:        "في يونيو 2026",
		Cooperation: "كلمة في اجتماع جانبي خلال دورة مجلس حقوق الإنسان",
		Consents:    consents("ar", report.Hold),
	}
}

func theUrgentReport() report.Message {
	return report.Message{
		Language: "en",
		What: "A man sits in a car in front of our office since the day we sent our comments for the review of Examplestan. Today he " +
			"asked the neighbour when we go home.",
		Where:       "Examplestan, in the north",
		DangerNow:   true,
		Cooperation: "Written comments for the Universal Periodic Review",
		Consents:    consents("en", report.Hold),
	}
}

// wordings are what the invented people were shown.
var wordings = map[string]map[report.Purpose]string{
	"en": {
		report.Hold:             "Keep what I send and work on it.",
		report.SharePartner:     "Share it with the person or organisation that I name here.",
		report.NameUN:           "Tell a United Nations human rights body my name.",
		report.NameState:        "Tell the government my name.",
		report.SGAnonymous:      "Ask for it to be in the yearly report of the UN Secretary-General, without my name.",
		report.SGNamed:          "Ask for it to be in the yearly report of the UN Secretary-General, with my name.",
		report.PublishAnonymous: "Publish it on the open record, without my name.",
		report.PublishNamed:     "Publish it on the open record, with my name.",
	},
	"ar": {
		report.Hold:             "الاحتفاظ بما أرسله والعمل عليه.",
		report.SharePartner:     "مشاركته مع الشخص أو المنظمة التي أذكرها هنا.",
		report.NameUN:           "إبلاغ هيئة لحقوق الإنسان تابعة للأمم المتحدة باسمي.",
		report.NameState:        "إبلاغ الحكومة باسمي.",
		report.SGAnonymous:      "طلب إدراجه في التقرير السنوي للأمين العام للأمم المتحدة دون ذكر اسمي.",
		report.SGNamed:          "طلب إدراجه في التقرير السنوي للأمين العام للأمم المتحدة مع ذكر اسمي.",
		report.PublishAnonymous: "نشره في السجل المفتوح دون ذكر اسمي.",
		report.PublishNamed:     "نشره في السجل المفتوح مع ذكر اسمي.",
	},
}

// consents returns every purpose as it was shown, agreed to or not.
func consents(lang string, given ...report.Purpose) []report.Consent {
	yes := map[report.Purpose]bool{}
	for _, p := range given {
		yes[p] = true
	}
	var all []report.Consent
	for _, p := range report.Purposes() {
		all = append(all, report.Consent{Purpose: p, Given: yes[p], Wording: wordings[lang][p]})
	}
	return all
}

// send leaves a first report in the drop, with files, and returns its receipt.
func send(ctx context.Context, store *drop.Store, m report.Message, files ...file) (seal.Receipt, error) {
	sub, err := store.Begin(ctx)
	if err != nil {
		return seal.Receipt{}, fmt.Errorf("beginning an invented report: %w", err)
	}
	defer sub.Abort()
	for _, f := range files {
		if _, err := sub.AddFile(f.name, f.kind, bytes.NewReader(f.data)); err != nil {
			return seal.Receipt{}, fmt.Errorf("sealing a file of an invented report: %w", err)
		}
	}
	return sub.Finish(ctx, m)
}

// writeAgain adds to the thread of a receipt.
func writeAgain(ctx context.Context, store *drop.Store, receipt string, m report.Message) error {
	r, err := seal.ParseReceipt(receipt)
	if err != nil {
		return err
	}
	keys, err := store.Derive(ctx, r)
	if err != nil {
		return err
	}
	thread, err := store.Thread(ctx, keys.Lookup)
	if err != nil {
		return err
	}
	sub, err := store.BeginOn(ctx, thread)
	if err != nil {
		return err
	}
	defer sub.Abort()
	_, err = sub.Finish(ctx, m)
	return err
}

type file struct {
	name, kind string
	data       []byte
}

func words(r seal.Receipt) string { return strings.Join(r.Words("en"), " ") }
