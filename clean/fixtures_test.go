package clean

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// canary is in every place of every fixture that must not survive.
const canary = "CANARY"

// visible is in the content of every document fixture and must survive.
const visible = "What everybody may read"

func picture() image.Image {
	m := image.NewPaletted(image.Rect(0, 0, 17, 11), color.Palette{color.Black, color.White, color.RGBA{200, 30, 90, 255}})
	for i := range m.Pix {
		m.Pix[i] = uint8(i * i % 3)
	}
	return m
}

// exifBlock is a little-endian TIFF with GPS, maker, author, serial number, maker notes and the orientation 6.
func exifBlock() []byte {
	le := binary.LittleEndian
	text := func(tag uint16, at int) []byte {
		b := le.AppendUint16(nil, tag)
		b = le.AppendUint16(b, 2)
		b = le.AppendUint32(b, uint32(len(canary)+1))
		return le.AppendUint32(b, uint32(at))
	}
	pointer := func(tag uint16, at int) []byte {
		b := le.AppendUint16(nil, tag)
		b = le.AppendUint16(b, 4)
		b = le.AppendUint32(b, 1)
		return le.AppendUint32(b, uint32(at))
	}
	const first, second, gps = 8, 8 + 2 + 6*12 + 4, 8 + 2 + 6*12 + 4 + 2 + 2*12 + 4
	const data = gps + 2 + 12 + 4
	b := append([]byte("II*\x00"), le.AppendUint32(nil, first)...)
	b = le.AppendUint16(b, 6)
	b = append(b, text(0x010f, data)...)
	b = append(b, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0)
	b = append(b, text(0x0132, data)...)
	b = append(b, text(0x013b, data)...)
	b = append(b, pointer(tagExifIFD, second)...)
	b = append(b, pointer(0x8825, gps)...)
	b = append(b, 0, 0, 0, 0)
	b = le.AppendUint16(b, 2)
	b = append(b, text(0x927c, data)...)
	b = append(b, text(0xa431, data)...)
	b = append(b, 0, 0, 0, 0)
	b = le.AppendUint16(b, 1)
	b = append(b, text(0x001d, data)...)
	b = append(b, 0, 0, 0, 0)
	return append(b, canary+"\x00"...)
}

// iccProfile has one colour and three places that name a device.
func iccProfile() []byte {
	head := make([]byte, 128)
	copy(head[4:], canary[:4])
	head[8] = 4
	copy(head[12:], "mntrRGB XYZ ")
	copy(head[36:], "acsp")
	copy(head[48:], canary)
	tags := []struct{ name, data string }{
		{"desc", "mluc\x00\x00\x00\x00" + canary + "\x00\x00"},
		{"rXYZ", "XYZ \x00\x00\x00\x00\x00\x00\x6f\xa2\x00\x00\x38\xf5\x00\x00\x03\x90"},
		{"vcgt", "vcgt\x00\x00\x00\x00" + canary + "\x00\x00"},
	}
	b := binary.BigEndian.AppendUint32(head, uint32(len(tags)))
	at := 132 + 12*len(tags)
	var data string
	for _, t := range tags {
		b = append(b, t.name...)
		b = binary.BigEndian.AppendUint32(b, uint32(at+len(data)))
		b = binary.BigEndian.AppendUint32(b, uint32(len(t.data)))
		data += t.data
	}
	b = append(b, data...)
	binary.BigEndian.PutUint32(b, uint32(len(b)))
	return b
}

func jpegFixture(t testing.TB) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		t.Fatal(err)
	}
	seg := func(marker byte, body string) string {
		return string([]byte{0xff, marker, byte((len(body) + 2) >> 8), byte(len(body) + 2)}) + body
	}
	plain := b.String()
	return []byte(plain[:2] +
		seg(0xe0, "JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x01\x01"+canary[:3]) + // resolution and a preview of one pixel
		seg(0xe1, "Exif\x00\x00"+string(exifBlock())) +
		seg(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"+canary+"</x:xmpmeta>") +
		seg(0xe2, iccMagic+"\x01\x01"+string(iccProfile())) +
		seg(0xe2, "MPF\x00"+canary) +
		seg(0xed, "Photoshop 3.0\x008BIM"+canary) +
		seg(0xeb, "JP"+canary) +
		seg(0xfe, canary) +
		canary + // between the parts
		plain[2:] + canary + "\xff\xd8\xff\xd9")
}

func pngChunk(name, body string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, name...), body...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:])))
}

func pngFixture(t testing.TB) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		t.Fatal(err)
	}
	plain := b.String()
	const afterHeader = 8 + 25
	return []byte(plain[:afterHeader] +
		pngChunk("iCCP", string(bytes.Replace(deflateICC(iccProfile()), []byte("ICC"), []byte(canary), 1))) +
		pngChunk("tEXt", "Author\x00"+canary) +
		pngChunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+canary) +
		pngChunk("tIME", "\x07\xea\x01\x01\x00\x00\x00") +
		pngChunk("pHYs", "\x00\x00\x16\x25\x00\x00\x16\x25\x01") +
		pngChunk("eXIf", string(exifBlock())) +
		pngChunk("caNv", canary) +
		plain[afterHeader:] + canary)
}

func webpFixture(t testing.TB) []byte {
	const onePixel = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="
	b, err := base64.StdEncoding.DecodeString(onePixel)
	if err != nil {
		t.Fatal(err)
	}
	chunk := func(name, body string) string {
		n := binary.LittleEndian.AppendUint32(nil, uint32(len(body)))
		return name + string(n) + body + strings.Repeat("\x00", len(body)%2)
	}
	chunks := "WEBP" + chunk("VP8X", "\x2c\x00\x00\x00\x00\x00\x00\x00\x00\x00") +
		chunk("ICCP", string(iccProfile())) + string(b[12:]) +
		chunk("EXIF", string(exifBlock())) + chunk("XMP ", canary) + chunk("zzzz", canary)
	return []byte("RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(chunks)))) + chunks + canary)
}

func gifFixture(t testing.TB) []byte {
	var b bytes.Buffer
	m := picture().(*image.Paletted)
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{m, m}, Delay: []int{5, 7}, LoopCount: 3}); err != nil {
		t.Fatal(err)
	}
	plain := b.String()
	ext := func(label byte, blocks ...string) string {
		s := "\x21" + string([]byte{label})
		for _, b := range blocks {
			s += string([]byte{byte(len(b))}) + b
		}
		return s + "\x00"
	}
	return []byte(plain[:len(plain)-1] + ext(0xfe, canary) + ext(0xff, "XMP DataXMP", canary) +
		ext(0xff, "MGK8BIM0000", canary) + ext(0xf9, "\x04\x00\x00\x00") + ext(0x01, "123456789012", canary) + "\x3b" + canary)
}

type part struct{ name, body string }

func zipFixture(t testing.TB, parts ...part) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Comment: canary, Extra: []byte("CA\x02\x00NA")})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.body)); err != nil {
			t.Fatal(err)
		}
	}
	z.SetComment(canary)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func docxFixture(t testing.TB) []byte {
	const xmlns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="urn:wp" xmlns:w14="urn:w14"`
	return zipFixture(t,
		part{"[Content_Types].xml", `<?xml version="1.0"?><Types><Default Extension="xml" ContentType="application/xml"/><Override PartName="/docProps/core.xml" ContentType="` + canary + `"/><Override PartName="/word/document.xml" ContentType="main"/></Types>`},
		part{"_rels/.rels", `<Relationships><Relationship Id="r1" Type="a/officeDocument" Target="word/document.xml"/><Relationship Id="` + canary + `" Type="core" Target="docProps/core.xml"/></Relationships>`},
		part{"word/document.xml", `<?xml version="1.0"?><!--` + canary + `--><w:document ` + xmlns + `><w:body><w:p w:rsidR="` + canary + `" w14:paraId="` + canary + `"><w:ins w:id="1" w:author="` + canary + `" w:date="2020-01-01T00:00:00Z"><w:r><w:t>` + visible + `</w:t></w:r></w:ins><wp:docPr id="1" name="C:\` + canary + `\a.jpg" descr="A house"/></w:p></w:body></w:document>`},
		part{"word/_rels/document.xml.rels", `<Relationships><Relationship Id="r1" Type="x/customXml" Target="../customXml/` + canary + `.xml"/><Relationship Id="r2" Type="x/image" Target="file:///C:/` + canary + `/b.png" TargetMode="External"/><Relationship Id="r3" Type="x/image" Target="media/image1.jpeg"/></Relationships>`},
		part{"word/settings.xml", `<w:settings ` + xmlns + `><w:rsids><w:rsidRoot w:val="` + canary + `"/><w:rsid w:val="1"/></w:rsids><w:attachedTemplate w:id="` + canary + `"/><w:zoom w:percent="100"/></w:settings>`},
		part{"word/_rels/settings.xml.rels", `<Relationships><Relationship Id="r1" Type="x/attachedTemplate" Target="file:///` + canary + `.dotx" TargetMode="External"/></Relationships>`},
		part{"word/comments.xml", `<w:comments ` + xmlns + `><w:comment w:id="0" w:author="` + canary + `" w:initials="` + canary + `"><w:t>` + visible + `</w:t></w:comment></w:comments>`},
		part{"word/people.xml", canary}, part{"customXml/" + canary + ".xml", canary}, part{"docProps/core.xml", canary},
		part{"docProps/thumbnail.jpeg", canary}, part{"word/printerSettings/printerSettings1.bin", canary},
		part{"word/media/image1.jpeg", string(jpegFixture(t))},
	)
}

func xlsxFixture(t testing.TB) []byte {
	return zipFixture(t,
		part{"[Content_Types].xml", `<Types/>`},
		part{"xl/workbook.xml", `<workbook xmlns:x="u" xmlns:mc="m"><fileSharing userName="` + canary + `"/><mc:AlternateContent><mc:Choice Requires="x"><x:absPath url="C:\` + canary + `"/></mc:Choice></mc:AlternateContent></workbook>`},
		part{"xl/sharedStrings.xml", `<sst><si><t>` + visible + `</t></si></sst>`},
		part{"xl/worksheets/sheet1.xml", `<worksheet xmlns:r="r" xmlns:xr="x" xr:uid="` + canary + `"><pageSetup paperSize="9" r:id="` + canary + `"/></worksheet>`},
		part{"xl/comments1.xml", `<comments><authors><author>` + canary + `</author><author/></authors></comments>`},
		part{"xl/persons/person.xml", `<personList><person displayName="` + canary + `" id="1" userId="` + canary + `" providerId="AD"/></personList>`},
		part{"xl/revisions/userNames.xml", canary}, part{"xl/printerSettings/printerSettings1.bin", canary},
	)
}

func pptxFixture(t testing.TB) []byte {
	return zipFixture(t,
		part{"[Content_Types].xml", `<Types/>`},
		part{"ppt/presentation.xml", `<p:presentation xmlns:p="p"><p:extLst><p14:creationId val="` + canary + `"/></p:extLst></p:presentation>`},
		part{"ppt/slides/slide1.xml", `<p:sld xmlns:p="p"><p:custDataLst><p:tags r:id="` + canary + `"/></p:custDataLst><a:t>` + visible + `</a:t></p:sld>`},
		part{"ppt/commentAuthors.xml", `<p:cmAuthorLst xmlns:p="p"><p:cmAuthor id="1" name="` + canary + `" initials="` + canary + `"/></p:cmAuthorLst>`},
		part{"ppt/changesInfos/changesInfo1.xml", canary}, part{"ppt/tags/tag1.xml", canary}, part{"docProps/app.xml", canary},
	)
}

func odtFixture(t testing.TB) []byte {
	return zipFixture(t,
		part{"mimetype", "application/vnd.oasis.opendocument.text"},
		part{"content.xml", `<office:document-content xmlns:office="o" xmlns:dc="d" xmlns:text="t" xmlns:xlink="x"><office:annotation><dc:creator>` + canary + `</dc:creator><dc:date>` + canary + `</dc:date><text:p>` + visible + `</text:p></office:annotation><style rsid="` + canary + `"/><a xlink:href="file:///home/` + canary + `/a.odt"/></office:document-content>`},
		part{"styles.xml", `<styles/>`},
		part{"meta.xml", canary}, part{"settings.xml", canary}, part{"Thumbnails/thumbnail.png", canary}, part{"manifest.rdf", canary},
		part{"Basic/Standard/Module1.xml", canary}, part{"META-INF/documentsignatures.xml", canary},
		part{"META-INF/manifest.xml", `<manifest:manifest xmlns:manifest="m"><manifest:file-entry manifest:full-path="/"/><manifest:file-entry manifest:full-path="meta.xml" x="` + canary + `"/><manifest:file-entry manifest:full-path="Basic/" x="` + canary + `"/></manifest:manifest>`},
		part{"Pictures/a.jpg", string(jpegFixture(t))},
	)
}

// pdfObjects writes a PDF of these objects, the first of which is the catalog.
func pdfObjects(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var starts []int
	for i, o := range objects {
		starts = append(starts, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(starts)+1)
	for _, at := range starts {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(starts)+1, trailer, table)
	return b.Bytes()
}

func pdfFixture(t testing.TB) []byte {
	stream := func(dict, body string) string {
		return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(body), body)
	}
	return pdfObjects("/Info 6 0 R/ID[<"+fmt.Sprintf("%x", canary)+"><00>]",
		"<</Type/Catalog/Pages 2 0 R/Metadata 7 0 R/OpenAction<</S/JavaScript/JS("+canary+")>>/Names<</JavaScript 7 0 R/EmbeddedFiles 7 0 R/Dests 11 0 R>>/PieceInfo<</X("+canary+")>>/AA<<>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources<</XObject<</AA 5 0 R>>/Font<</F1 10 0 R>>>>/Annots[8 0 R 9 0 R]/LastModified("+canary+")>>",
		stream("", "BT /F1 12 Tf ("+visible+") Tj ET q 50 0 0 50 0 0 cm /AA Do Q"),
		stream("/Type/XObject/Subtype/Image/Width 17/Height 11/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode", string(jpegFixture(t))),
		"<</Author("+canary+")/Title("+canary+")/Producer("+canary+")/CreationDate("+canary+")>>",
		stream("/Type/Metadata/Subtype/XML", "<x>"+canary+"</x>"),
		"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/T("+canary+")/Contents("+visible+")/M("+canary+")/NM("+canary+")>>",
		"<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS<</Type/Filespec/F(/home/"+canary+"/a.txt)/EF<</F 7 0 R>>>>>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		"<</Names[(a)[3 0 R/Fit]]>>",
		"("+canary+" that nothing refers to)",
	)
}
