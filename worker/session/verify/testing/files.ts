// What can be done to the file itself: JSON that is none or says more than it shows, and seals.
import { base64, utf8 } from "../../../../protocol/bytes.ts";
import { sealMessage } from "../../../../protocol/read/seal.ts";
import { sha256Hex } from "../../../keys/crypto.ts";
import { withSpareBits } from "./attacks/kit.ts";
import { type Key, newKey, signedBy } from "./recordings.ts";
import type { Loose } from "./stored.ts";

type Change = (text: string, other: string) => string | Uint8Array;

const changed =
	(change: (t: Loose, other: Loose) => void): Change =>
	(text, other) => {
		const t = JSON.parse(text);
		change(t, JSON.parse(other));
		return JSON.stringify(t);
	};
const bytesOf = (...parts: (string | number)[]): Uint8Array =>
	Uint8Array.from(parts.flatMap((part) => (typeof part === "number" ? [part] : [...utf8(part)])));
/** A value in place of the first match of another, as text. */
const written =
	(before: RegExp, after: string): Change =>
	(text) =>
		text.replace(before, () => after);

/** Each must be told, and break nothing. */
export const malformed: Record<string, Change> = {
	nothing: () => "",
	"half of it": (text) => text.slice(0, text.length / 2),
	"something after it": (text) => `${text}x`,
	"two of them": (text) => text + text,
	null: () => "null",
	"a list": (text) => `[${text}]`,
	"a text": (text) => JSON.stringify(text),
	"no JSON": () => "caisey",
	"a byte order mark": (text) => `\ufeff${text}`,
	"bytes that are no UTF-8": (text) => bytesOf(text.slice(0, 60), 0xff, text.slice(60)),
	UTF16: (text) => new Uint8Array(Buffer.from(text, "utf16le")),
	"deep nesting": (text) =>
		text.replace('"header":{', () => `"x":${"[".repeat(100_000)}${"]".repeat(100_000)},"header":{`),
	"another format": changed((t) => (t.format = "transcript")),
	"a later version": changed((t) => (t.v = 3)),
	"a version as text": changed((t) => (t.v = "1")),
	"a name twice": written(/"request":/, '"request":"nothing","request":'),
	"a name twice, the true one last": written(/"plans":\[/, '"plans":[],"plans":['),
	"a number written otherwise": written(/"seq":1,/, '"seq":1.0,'),
	"a number with an exponent": written(/"seq":1,/, '"seq":1e0,'),
	"a negative zero": written(/"step":0,/, '"step":-0,'),
	"a number that is none": written(/"seq":1,/, '"seq":NaN,'),
	"a letter as an escape": written(/"seq":1,/, '"s\\u0065q":1,'),
	"a number as text": changed((t) => (t.events[0].seq = "1")),
	"a huge number": changed((t) => (t.events[0].at = 2 ** 53)),
	"a number beyond all": written(/"at":\d+/, '"at":1e999'),
	"a fraction": changed((t) => (t.runs[4].records[0].at += 0.5)),
	"a number below zero": changed((t) => (t.runs[4].records[0].offset = -1)),
	"a truth as number": changed((t) => (t.runs[4].agrees = 1)),
	"no events": changed((t) => (t.events = null)),
	"events as an object": changed((t) => (t.events = { ...t.events })),
	"an event that is none": changed((t) => (t.events[2] = null)),
	"an event as a list": changed((t) => (t.events[2] = Object.values(t.events[2]))),
	"a record that is none": changed((t) => (t.runs[4].records[1] = 7)),
	"no header": changed((t) => delete t.header),
	"a header without its threads": changed((t) => delete t.header.threads),
	"a run without its head": changed((t) => delete t.runs[4].head),
	"a payload that is no text": changed((t) => (t.events[2].payload = JSON.parse(t.events[2].payload))),
	"a payload with an unpaired surrogate": changed(
		(t) => (t.events[4].payload = t.events[4].payload.replace("\ufffd", "\ud800")),
	),
	"a plan with an unpaired surrogate": changed(
		(t) => (t.plans[0].text = t.plans[0].text.replace("seq", "\ud800")),
	),
	"a plan that is no JSON": changed((t) => (t.plans[0].text = "{")),
	"an erased event that isn't erased": changed((t) => (t.events[3].erased = false)),
	"an event that is said to be erased": changed((t) => (t.events[2].erased = true)),
	"capitals in a hash": changed((t) => (t.events[2].hash = t.events[2].hash.toUpperCase())),
	"a short hash": changed((t) => (t.events[2].hash = t.events[2].hash.slice(1))),
	"a short salt": changed((t) => (t.events[2].salt = base64(new Uint8Array(15)))),
	"base64 without its end": changed((t) => (t.events[2].salt = t.events[2].salt.replace("==", ""))),
	"base64 with a blank": changed((t) => (t.runs[4].records[2].bytes = ` ${t.runs[4].records[2].bytes}`)),
	"base64 with spare bits": changed((t) => (t.events[2].salt = withSpareBits(t.events[2].salt))),
	"base64 as for URLs": changed((t) => (t.runs[4].head.signature = `_${t.runs[4].head.signature.slice(1)}`)),
	"a signature too short": changed((t) => (t.runs[4].head.signature = t.runs[4].head.signature.slice(4))),
	"a key too long": changed((t) => (t.header.workerKeys[0].key = base64(new Uint8Array(33)))),
	"a key under another id": changed((t) => (t.header.workerKeys[0].keyId = "0".repeat(16))),
	"a key twice": changed((t) => t.header.workerKeys.push(t.header.workerKeys[0])),
	"no keys": changed((t) => (t.header.workerKeys = [])),
};

/** The script names what it doesn't know; that proves nothing. */
export const unknown: Record<string, Change> = {
	"a name more": changed((t) => (t.note = "all fine")),
	"a name more in the header": changed((t) => (t.header.note = "all fine")),
	"a name more in a run": changed((t) => (t.runs[4].note = "all fine")),
	__proto__: written(/"header":\{/, '"header":{"__proto__":{"request":"nothing"},'),
	constructor: written(/"header":\{/, '"header":{"constructor":"nothing",'),
};

const resealed = (text: string, key: Key, id: string): string => {
	const body = text.slice(0, text.lastIndexOf('"seal":'));
	const signature = signedBy(key, sealMessage(sha256Hex(utf8(body))));
	return `${body}"seal":${JSON.stringify({ keyId: id, signature })}}\n`;
};
const sealOf = (text: string): string => text.slice(text.lastIndexOf('"seal":'));
const bodyOf = (text: string): string => text.slice(0, text.lastIndexOf('"seal":'));

/** A file that is sealed, and otherwise as it was. */
export const seals: Record<string, Change> = {
	"another export's": (text, other) => bodyOf(text) + sealOf(other),
	"left out": changed((t) => delete t.seal),
	"of the file laid out otherwise": (text) => JSON.stringify(JSON.parse(text), null, "\t"),
	"of other people": (text) => text.replace('"name":"Ada"', '"name":"Eve"'),
	"of another client": (text) => text.replace('"client":"Acme Dental"', '"client":"Bcme Dental"'),
	"of another time": (text) => text.replace(/"exportedAt":\d/, '"exportedAt":9'),
	"with something in between": (text) => `${bodyOf(text)}"x":1,\n${sealOf(text)}`,
	"with another signature": (text) => {
		const { runs } = JSON.parse(text);
		return text.replace(JSON.parse(text).seal.signature, runs[4].head.signature);
	},
	"with a key of one's own, in its name": (text) => resealed(text, newKey(), JSON.parse(text).seal.keyId),
	"with a key of one's own": (text) => {
		const key = newKey();
		const keyId = sha256Hex(Buffer.from(key.raw, "base64")).slice(0, 16);
		const own = JSON.stringify({ keyId, key: key.raw });
		const forged = text.replace('"workerKeys":[', () => `"workerKeys":[${own},`).replace("Acme", "Bcme");
		return resealed(forged, key, keyId);
	},
};
