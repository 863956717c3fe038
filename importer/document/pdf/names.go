package pdf

// accents are the letters that a glyph's name makes of a letter and an accent, each after its plain letter.
var accents = map[string]string{
	"acute":        "aá eé ií oó uú yý cć nń sś zź lĺ rŕ AÁ EÉ IÍ OÓ UÚ YÝ CĆ NŃ SŚ ZŹ LĹ RŔ",
	"grave":        "aà eè iì oò uù AÀ EÈ IÌ OÒ UÙ",
	"circumflex":   "aâ eê iî oô uû AÂ EÊ IÎ OÔ UÛ",
	"dieresis":     "aä eë iï oö uü yÿ AÄ EË IÏ OÖ UÜ YŸ",
	"tilde":        "aã nñ oõ AÃ NÑ OÕ",
	"caron":        "cč dď eě nň rř sš tť zž lľ CČ DĎ EĚ NŇ RŘ SŠ TŤ ZŽ LĽ",
	"cedilla":      "cç sş tţ CÇ SŞ TŢ",
	"commaaccent":  "gģ kķ lļ nņ rŗ sș tț GĢ KĶ LĻ NŅ RŖ SȘ TȚ",
	"macron":       "aā eē iī oō uū AĀ EĒ IĪ OŌ UŪ",
	"ogonek":       "aą eę iį uų AĄ EĘ IĮ UŲ",
	"breve":        "aă gğ uŭ AĂ GĞ UŬ",
	"ring":         "aå uů AÅ UŮ",
	"slash":        "oø lł OØ LŁ",
	"dotaccent":    "eė zż Iİ EĖ ZŻ",
	"hungarumlaut": "oő uű OŐ UŰ",
}

// names are the other glyphs of Latin text by their names (Adobe Glyph List).
var names = map[string]string{
	"space": " ", "nbspace": " ", "exclam": "!", "quotedbl": `"`, "numbersign": "#", "dollar": "$", "percent": "%", "ampersand": "&", "quotesingle": "'",
	"parenleft": "(", "parenright": ")", "asterisk": "*", "plus": "+", "comma": ",", "hyphen": "-", "minus": "−", "period": ".", "slash": "/",
	"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
	"colon": ":", "semicolon": ";", "less": "<", "equal": "=", "greater": ">", "question": "?", "at": "@",
	"bracketleft": "[", "backslash": `\`, "bracketright": "]", "asciicircum": "^", "underscore": "_", "grave": "`", "braceleft": "{", "bar": "|",
	"braceright": "}", "asciitilde": "~", "quoteleft": "‘", "quoteright": "’", "quotedblleft": "“", "quotedblright": "”", "quotesinglbase": "‚",
	"quotedblbase": "„", "endash": "–", "emdash": "—", "bullet": "•", "ellipsis": "…", "dagger": "†", "daggerdbl": "‡", "guillemotleft": "«",
	"guillemotright": "»", "guilsinglleft": "‹", "guilsinglright": "›", "section": "§", "paragraph": "¶", "degree": "°", "copyright": "©",
	"registered": "®", "trademark": "™", "cent": "¢", "sterling": "£", "yen": "¥", "Euro": "€", "florin": "ƒ", "fi": "fi", "fl": "fl", "ff": "ff",
	"ffi": "ffi", "ffl": "ffl", "germandbls": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "dotlessi": "ı", "eth": "ð", "Eth": "Ð",
	"thorn": "þ", "Thorn": "Þ", "dcroat": "đ", "Dcroat": "Đ", "exclamdown": "¡", "questiondown": "¿", "onequarter": "¼", "onehalf": "½",
	"threequarters": "¾", "onesuperior": "¹", "twosuperior": "²", "threesuperior": "³", "ordfeminine": "ª", "ordmasculine": "º", "multiply": "×",
	"divide": "÷", "plusminus": "±", "mu": "µ", "periodcentered": "·", "sfthyphen": "-", "softhyphen": "-", "Scaron": "Š", "scaron": "š", "fraction": "⁄",
	"Zcaron": "Ž", "zcaron": "ž", "currency": "¤", "brokenbar": "¦", "logicalnot": "¬", "macron": "¯", "acute": "´", "cedilla": "¸", "dieresis": "¨",
}
