// A second reader of the test vectors, written from docs/protocol.md alone, on libraries that the program does not use.
//
//   npm install --no-save age-encryption@0.3.1 @noble/hashes@2 @noble/ciphers@2 @scure/base@2
//   node seal/testdata/second-reader.mjs ENGLISH.txt     (the BIP 39 English list, one word a line)
//
// It prints how many checks it made and each in which it disagrees, and exits 1 if there is one. The section numbers are
// those of the page.
import { Decrypter, armor, identityToRecipient } from "age-encryption";
import { sha256 } from "@noble/hashes/sha2.js";
import { hkdf, expand } from "@noble/hashes/hkdf.js";
import { argon2id } from "@noble/hashes/argon2.js";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bech32 } from "@scure/base";
import fs from "node:fs";

const here = new URL(".", import.meta.url);
const load = (name) => JSON.parse(fs.readFileSync(new URL(`vectors/${name}.json`, here), "utf8"));
const lines = (file) => fs.readFileSync(file, "utf8").trim().split("\n");

const base64 = (s) => new Uint8Array(Buffer.from(s ?? "", "base64"));
const unhex = (s) => new Uint8Array(Buffer.from(s, "hex"));
const hex = (b) => Buffer.from(b).toString("hex");
const utf8 = (s) => new TextEncoder().encode(s);
const text = (b) => new TextDecoder().decode(b);
const zero = new Uint8Array(1);
const concat = (...all) => new Uint8Array(Buffer.concat(all.map((x) => (typeof x === "string" ? utf8(x) : x))));

class Refusal extends Error {}
const refuse = (reason) => {
  throw new Refusal(reason);
};
async function outcome(read) {
  try {
    return ["ok", await read()];
  } catch (e) {
    if (e instanceof Refusal) return [e.message];
    throw e;
  }
}

let checks = 0;
let disagreements = 0;
function expect(what, got, want) {
  checks++;
  if (got === want) return;
  disagreements++;
  console.log(`${what}: got ${String(got).slice(0, 200)}, want ${String(want).slice(0, 200)}`);
}

// 3.1 Recipients

// header returns the types of the stanzas, or null if there is no whole age header.
function header(file) {
  const latin = Buffer.from(file).toString("latin1");
  if (!latin.startsWith("age-encryption.org/v1\n")) return null;
  const end = latin.match(/\n--- [^\n]{43}\n/);
  if (!end) return null;
  return [...latin.slice(0, end.index + 1).matchAll(/^-> (\S+)/gm)].map((m) => m[1]);
}

function judge(types) {
  const real = types.filter((t) => !t.endsWith("-grease"));
  if (real.includes("scrypt")) refuse("passphrase");
  if (!real.includes("mlkem768x25519")) refuse("classic");
  if (real.some((t) => t !== "mlkem768x25519")) refuse("mixed");
}

async function openAge(file, identity) {
  judge(header(file) ?? refuse("damaged"));
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(file);
  } catch (e) {
    refuse(/no identity matched/.test(e.message) ? "wrong key" : "damaged");
  }
}

// 3.2 Padding

function padded(n, floor) {
  const size = n + 1;
  if (size <= floor) return floor;
  const e = Math.floor(Math.log2(size));
  const s = Math.floor(Math.log2(e)) + 1;
  const step = 2 ** Math.max(e - s, 0);
  return Math.ceil(size / step) * step;
}

function unpad(payload, floor) {
  let end = payload.length;
  while (end > 0 && payload[end - 1] === 0) end--;
  if (end === 0 || payload[end - 1] !== 0x80 || padded(end - 1, floor) !== payload.length) refuse("damaged");
  return payload.subarray(0, end - 1);
}

const openPart = async (file, identity) => unpad(await openAge(file, identity), 4096);

for (const v of load("padding")) {
  expect(`a part of ${v.content} bytes`, padded(v.content, 4096), v.part);
  expect(`a record of ${v.content} bytes`, padded(v.content, 256), v.record);
}

const parts = load("parts");
for (const v of parts.parts) {
  const [got, content] = await outcome(() => openPart(base64(v.sealed), parts.identity));
  expect(`part: ${v.comment}`, got, v.outcome);
  if (got === "ok") expect(`part: ${v.comment}: content`, hex(content), hex(base64(v.content)));
}

// 4 Envelopes

const envelope = load("envelope");
const message = JSON.parse(text(await openPart(base64(envelope.parts[0]), envelope.identity)));
expect("message", JSON.stringify(message), JSON.stringify(envelope.message));
for (const [i, file] of message.files.entries()) {
  const content = await openPart(base64(envelope.parts[i + 1]), envelope.identity);
  expect(`file ${i}: size`, content.length, file.size);
  expect(`file ${i}: SHA-256`, hex(sha256(content)), file.sha256);
  expect(`file ${i}: content`, hex(content), hex(base64(envelope.files[i])));
}

// 4.2 Files that the person sealed first

const foreign = load("foreign");
for (const v of foreign.files) {
  let file = base64(v.file);
  if (text(file).startsWith("-----BEGIN AGE ENCRYPTED FILE-----")) file = armor.decode(text(file));
  const [seen] = await outcome(() => judge(header(file) ?? refuse("not age")));
  expect(`foreign: ${v.comment}: header`, seen, v.header);
  const [got, content] = await outcome(() => openAge(file, foreign.identity));
  expect(`foreign: ${v.comment}`, got, v.outcome);
  if (got === "ok") expect(`foreign: ${v.comment}: content`, hex(content), hex(base64(v.content)));
}

// 5 Receipts

const lists = { en: lines(process.argv[2]), ar: lines(new URL("../words/ar.txt", here)) };
const number = (r) => BigInt("0x" + hex(r));
const bytes = (n) => unhex(n.toString(16).padStart(28, "0"));
const checkDigits = (n) => String(98n - ((BigInt(n) * 100n) % 97n)).padStart(2, "0");

function checkWord(r, width) {
  const sum = sha256(concat("unhindered/receipt/v1/check", zero, r));
  return ((sum[0] << 8) | sum[1]) >> (16 - width);
}

function asWords(r, lang) {
  const list = lists[lang];
  const width = Math.log2(list.length);
  const out = [];
  for (let i = 1; i <= 110 / width; i++) {
    out.push(list[Number((number(r) >> BigInt(110 - width * i)) & BigInt(list.length - 1))]);
  }
  return [...out, list[checkWord(r, width)]].join(" ");
}

function asDigits(r) {
  const n = number(r).toString().padStart(34, "0");
  return (n + checkDigits(n)).match(/..../g).join(" ");
}

function fromDigits(typed) {
  const digits = typed.replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x660));
  if (digits.length !== 36) refuse("length");
  const n = digits.slice(0, 34);
  if (checkDigits(n) !== digits.slice(34) || BigInt(n) >= 1n << 110n) refuse("check");
  return bytes(BigInt(n));
}

function fromWords(typed) {
  const known = (lang) => typed.filter((w) => lists[lang].includes(w)).length;
  const list = known("ar") > known("en") ? lists.ar : lists.en;
  const width = Math.log2(list.length);
  const numbers = typed.map((word, i) => {
    const n = list.indexOf(word);
    return n < 0 ? refuse(`word ${i + 1}`) : n;
  });
  if (numbers.length !== 110 / width + 1) refuse("length");
  const r = bytes(numbers.slice(0, -1).reduce((n, next) => (n << BigInt(width)) | BigInt(next), 0n));
  if (checkWord(r, width) !== numbers.at(-1)) refuse("check");
  return r;
}

function readReceipt(typed) {
  const tokens = typed.replace(/\p{Cf}/gu, "").toLowerCase().split(/[^\p{L}\p{M}\p{Nd}]+/u).filter(Boolean);
  const words = tokens.filter((t) => !/^\p{Nd}+$/u.test(t));
  return words.length ? fromWords(words) : fromDigits(tokens.join(""));
}

const identityOf = (seed) => bech32.encode("age-secret-key-pq-", bech32.toWords(seed), false).toUpperCase();

async function keysOf(r) {
  const master = argon2id(r, utf8("unhindered/receipt/v1"), { t: 3, m: 65536, p: 4, dkLen: 32 });
  const lookup = hex(expand(sha256, master, utf8("unhindered/receipt/v1/lookup"), 32));
  const identity = identityOf(expand(sha256, master, utf8("unhindered/receipt/v1/identity"), 32));
  const lookup_hash = hex(sha256(concat("unhindered/receipt/v1/lookup-hash", zero, lookup)));
  return { lookup, lookup_hash, identity, recipient: await identityToRecipient(identity) };
}

const receipts = load("receipts");
for (const v of receipts.receipts) {
  const r = unhex(v.bits);
  expect(`receipt ${v.bits}: digits`, asDigits(r), v.digits);
  expect(`receipt ${v.bits}: digits read`, hex(readReceipt(v.digits)), v.bits);
  for (const lang of ["en", "ar"]) {
    expect(`receipt ${v.bits}: ${lang}`, asWords(r, lang), v.words[lang].join(" "));
    expect(`receipt ${v.bits}: ${lang} read`, hex(readReceipt(v.words[lang].join(" "))), v.bits);
  }
  for (const [field, got] of Object.entries(await keysOf(r))) expect(`receipt ${v.bits}: ${field}`, got, v[field]);
}
for (const v of receipts.read) {
  const [got, r] = await outcome(() => readReceipt(v.text));
  expect(`receipt: ${v.comment}`, got, v.outcome);
  if (got === "ok") expect(`receipt: ${v.comment}: bits`, hex(r), v.bits);
}

// 6 Vaults

const vaults = load("vaults");

async function openBundle(file) {
  const b = JSON.parse(text(await openPart(file, vaults.identity)));
  const ordered = b.epochs.length > 0 && b.epochs.every((e, i) => e.number === i + 1);
  if (b.version !== 1 || b.vault !== vaults.vault || !ordered || b.keyset.key.length !== b.epochs.length) refuse("damaged");
  return b;
}

let keyset;
for (const v of vaults.bundles) {
  const [got, b] = await outcome(() => openBundle(base64(v.bundle)));
  expect(`bundle: ${v.comment}`, got, v.outcome);
  if (got !== "ok") continue;
  keyset ??= b.keyset;
  expect(`bundle: ${v.comment}: content`, JSON.stringify(b), JSON.stringify(v.content));
  expect(`bundle: ${v.comment}: epoch`, b.epochs.length, v.epoch);
  for (const [i, e] of b.epochs.entries()) {
    expect(`bundle: ${v.comment}: recipient ${i}`, await identityToRecipient(e.identity), v.recipients[i]);
  }
}

const associated = (context) => concat("unhindered/vault/v1", zero, vaults.vault, zero, context);

function openRecord(sealed, context) {
  const id = new DataView(sealed.buffer, sealed.byteOffset).getUint32(1);
  const key = keyset.key.find((k) => k.keyId === id);
  if (sealed[0] !== 1 || !key) refuse("damaged");
  const proto = base64(key.keyData.value); // field 3 of XChaCha20Poly1305Key: 0x1a, its length 32, the key
  const cipher = xchacha20poly1305(proto.subarray(proto.length - 32), sealed.subarray(5, 29), associated(context));
  let plain;
  try {
    plain = cipher.decrypt(sealed.subarray(29));
  } catch {
    refuse("damaged");
  }
  return unpad(plain, 256);
}

for (const v of vaults.records) {
  expect(`record: ${v.comment}: associated data`, hex(associated(v.context)), v.associated_data);
  const [got, content] = await outcome(() => openRecord(base64(v.sealed), v.context));
  expect(`record: ${v.comment}`, got, v.outcome);
  if (got === "ok") expect(`record: ${v.comment}: content`, hex(content), hex(base64(v.content)));
}

// 8 Recovery shares

const order = (1n << 252n) + 27742317777372353535851937790883648493n; // of Ristretto255
const mod = (a) => ((a % order) + order) % order;
function power(base, exponent) {
  let result = 1n;
  for (let b = mod(base), e = exponent; e > 0n; e >>= 1n, b = (b * b) % order) if (e & 1n) result = (result * b) % order;
  return result;
}
const fromLittleEndian = (b) => BigInt("0x" + hex(Uint8Array.from(b).reverse()));
const toLittleEndian = (n) => unhex(n.toString(16).padStart(64, "0")).reverse();

function readShare(typed) {
  let prefix, b;
  try {
    const decoded = bech32.decode(typed.replace(/\s/g, "").toLowerCase(), false);
    prefix = decoded.prefix;
    b = bech32.fromWords(decoded.words);
  } catch {
    refuse("shares");
  }
  const inRange = (n, least) => n >= least && n <= 32;
  if (prefix !== "share" || b.length !== 39 || b[0] !== 1 || !inRange(b[1], 2) || !inRange(b[2], 1)) refuse("shares");
  const share = { k: b[1], i: b[2], set: hex(b.subarray(3, 7)), y: fromLittleEndian(b.subarray(7)) };
  return share.y < order ? share : refuse("shares");
}

async function combine(typed) {
  const shares = typed.map(readShare);
  const [first] = shares;
  if (!first || shares.some((s) => s.set !== first.set || s.k !== first.k)) refuse("shares");
  if (new Set(shares.map((s) => s.i)).size !== shares.length || shares.length < first.k) refuse("shares");
  const used = shares.slice(0, first.k);
  let x = 0n;
  for (const a of used) {
    let above = 1n;
    let below = 1n;
    for (const b of used) {
      if (b === a) continue;
      above = mod(above * BigInt(b.i));
      below = mod(below * BigInt(b.i - a.i));
    }
    x = mod(x + a.y * above * power(below, order - 2n));
  }
  const identity = identityOf(hkdf(sha256, toLittleEndian(x), undefined, utf8("unhindered/recovery/v1/identity"), 32));
  const recipient = await identityToRecipient(identity);
  const set = hex(sha256(concat("unhindered/recovery/v1/set", zero, recipient)).subarray(0, 4));
  return set === first.set ? { identity, recipient } : refuse("shares");
}

for (const v of load("recovery")) {
  const [got, made] = await outcome(() => combine(v.shares));
  expect(`recovery: ${v.comment}`, got, v.outcome);
  if (got !== "ok") continue;
  expect(`recovery: ${v.comment}: identity`, made.identity, v.identity);
  expect(`recovery: ${v.comment}: recipient`, made.recipient, v.recipient);
}

console.log(`${checks} checks, ${disagreements} disagreements`);
process.exit(disagreements ? 1 : 0);
