// Checks an evidence bundle, or a transcript's JSON export, without Caisey:
//   node docs/verify-transcript.mjs <evidence.zip, transcript.json or .html> --key <the Worker's public key> [--head <link from the chat>]
// Uses nothing but Node (20.16 or newer), shares no code with Caisey, and is this one file. docs/transcript.md says what each line
// means. The same code checks the HTML export in its reader's browser, which has WebCrypto in place of Node's own cryptography.
//
// It starts from the events. Everything that they name must be there, and everything else must follow from them.

const usage = `node docs/verify-transcript.mjs <file> --key <public key> [--head <link>] [--approvers <file>] [--authority <file>]

  <file>  an evidence bundle (evidence.zip), or a transcript's export (transcript.json, transcript.html)
  --key   a Worker's public key that you trust, in base64; again for each key that it ever had.
          Each endpoint has it since its enrollment. The keys in the file prove nothing by themselves
  --head  a head's link, or its first 32 digits or more, that you know from elsewhere, such as the message in the chat
  --approvers  a file with the approvers' passkeys that you trust, as an endpoint gives it: caisey-agent approvers --json
  --authority  a file with a certificate that you trust of the authority whose time stamps are in the file, its own or its root's
  --help  prints this

It checks every hash, link and signature (the Worker's and the agents'), counts, the digests of plans, cards and attachments,
and that nothing is missing or added. It names what doesn't hold, the first of it again at the end.

exit code
  0  everything holds, signed by keys that you named
  1  something doesn't hold
  2  nothing was checked: a wrong option, or no such file
  3  consistent, but not all of it authenticated: you named no key, or no signature covers some of it yet`;

/** Node's own modules; null in a browser. */
const node = (name) => globalThis.process?.getBuiltinModule?.(`node:${name}`) ?? null;

// Reading: what the file may look like. Each shape takes a value and its path, and throws what is wrong with it.

class Malformed extends Error {}
const shape = (what, test) => (value, path) => {
	if (!test(value)) throw new Malformed(`${path} is not ${what}`);
};
const isText = (value) => typeof value === "string";
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const int = shape("a whole number from 0 on", (value) => Number.isSafeInteger(value) && value >= 0);
const flag = shape("true or false", (value) => typeof value === "boolean");
const text = shape("a text", isText);
const utf8Text = shape(
	"a text without unpaired surrogates",
	(value) => isText(value) && value.isWellFormed(),
);
const hash = shape(
	"a SHA-256 in lower-case hexadecimal",
	(value) => isText(value) && /^[0-9a-f]{64}$/.test(value),
);
const base64 = (length) =>
	shape(
		length === undefined ? "base64" : `${length} bytes in base64`,
		(value) =>
			isText(value) &&
			/^[A-Za-z0-9+/]*={0,2}$/.test(value) &&
			value.length % 4 === 0 &&
			means.base64(bytes(value)) === value &&
			[undefined, bytes(value).length].includes(length),
	);
/** Of a record: a bundle has it as bytes, in a file of its own. */
const output = (value, path) => value instanceof Uint8Array || base64()(value, path);
const one = (...values) =>
	shape(values.map((value) => JSON.stringify(value)).join(" or "), (value) => values.includes(value));
const any = () => {};
const maybe = (inner) => (value, path, unknown) => value === undefined || inner(value, path, unknown);
const orNull = (inner) => (value, path, unknown) => value === null || inner(value, path, unknown);
const list = (inner) => (value, path, unknown) => {
	if (!Array.isArray(value)) throw new Malformed(`${path} is not a list`);
	for (const [i, item] of value.entries()) inner(item, `${path}[${i}]`, unknown);
};
/** With these fields; others are of no interest. */
const some = (fields) => (value, path, unknown) => {
	if (!isObject(value)) throw new Malformed(`${path} is not an object`);
	for (const [name, inner] of Object.entries(fields)) inner(value[name], `${path}.${name}`, unknown);
};
/** With these fields, and perhaps those of `optional`; others are told. */
const only =
	(fields, optional = {}) =>
	(value, path, unknown) => {
		some(fields)(value, path, unknown);
		for (const name of Object.keys(value))
			if (Object.hasOwn(optional, name)) optional[name](value[name], `${path}.${name}`, unknown);
			else if (!Object.hasOwn(fields, name)) unknown.push(`${path}.${name}`);
	};
/** Something that may be erased, or in another file: the first fields are null then. */
const erasable =
	(fields, rest, marks = ["erased"]) =>
	(value, path, unknown) => {
		some({})(value, path);
		const mark = marks.find((name) => Object.hasOwn(value, name));
		const inner = Object.entries(fields).map(([name, of]) => [name, mark ? one(null) : of]);
		only({ ...rest, ...Object.fromEntries(inner), ...(mark && { [mark]: one(true) }) })(value, path, unknown);
	};

const head = only({ id: text, count: int, link: hash, keyId: text, signature: base64(64) });
const place = only({ workspace: text, channel: text, thread: orNull(text) });
const thread = only(
	{ kind: text, place, heard: list(only({ how: text, at: int })) },
	{ called: orNull(text) },
);
// Exports of the first version lack names of conversations.
const header = only(
	{
		...{ session: text, client: text, request: text, requester: text, openedAt: int, state: text },
		ticket: orNull(only({ ticket: text, url: orNull(text) })),
		threads: list(thread),
		people: list(any),
		workerKeys: list(only({ keyId: text, key: base64(32) })),
		endpointKeys: list(only({ endpoint: text, key: base64(32) })),
	},
	{ askedIn: orNull(text) },
);
const votedFor = some({ person: text, name: text, until: orNull(int) });
const vote = only(
	{ name: text, surface: text, verdict: text, at: int, reason: orNull(text) },
	{ for: votedFor, unconfirmed: text },
);
const run = only(
	{
		...{ run: text, plan: text, step: int, phase: text, command: text, state: text },
		endpoint: only({ id: text, name: text }),
		by: only({ name: text, label: orNull(text), surface: text }),
		approvals: list(only({ by: text, at: int })),
		...{
			startedAt: orNull(int),
			context: any,
			stdout: int,
			stderr: int,
			lastRecord: int,
			end: any,
			summary: any,
		},
		...{ agrees: orNull(flag), head: orNull(head), erased: flag },
		records: list(
			erasable(
				{ bytes: output, salt: base64(16) },
				{
					n: int,
					kind: one("stdout", "stderr", "event"),
					at: int,
					receivedAt: int,
					offset: int,
					length: int,
					hash,
				},
				// An HTML export leaves large outputs to the bundle.
				["erased", "elsewhere"],
			),
		),
	},
	// Exports of earlier versions lack these.
	{ cancelled: any, doubted: any, inside: any, drift: any, agentStartedAt: orNull(int) },
);
const contents = {
	...{ format: one("caisey-transcript"), exportedAt: int, header },
	plans: list(only({ id: text, text: utf8Text, digest: hash, state: text, votes: list(vote) })),
	events: list(erasable({ payload: utf8Text, salt: base64(16) }, { seq: int, at: int, kind: text, hash })),
	runs: list(run),
	attachments: list(only({ blob: text, name: text, type: text, bytes: output })),
};
const sealed = only({ keyId: text, signature: base64(64) });
const versions = {
	1: only({ ...contents, v: one(1) }),
	2: only({ ...contents, v: one(2), seal: sealed }),
};
/** Of a bundle: each file in the order of the archive, but itself. */
const manifestShape = only({
	...{ format: one("caisey-evidence"), v: one(1), session: text, exportedAt: int },
	files: list(only({ name: text, bytes: int, sha256: hash })),
	seal: sealed,
});

/** What the checks read of an event; later versions may add to it. */
const bodies = {
	"session.opened": some({ request: text }),
	"thread.opened": some({ thread: text, place }),
	"thread.heard": some({ place, heard: text }),
	"thread.unopened": some({ place, because: text, told: text, thread: maybe(text) }),
	"approver.unreached": some({ plan: text, to: text, identity: text, because: text }),
	"ticket.set": some({ ticket: orNull(text) }),
	"message.said": some({
		attachments: list(some({ blob: text, name: text, type: text, bytes: int, sha256: hash })),
	}),
	"message.attached": some({ attached: some({}) }),
	"plan.proposed": some({ plan: text, digest: hash, wish: maybe(hash) }),
	"card.shown": some({ plan: text, digest: hash, card: text }),
	"card.served": some({ plan: text, to: text, digest: hash, card: text }),
	"card.unkept": some({ plan: text, to: text, kept: int }),
	"card.mailed": some({ plan: text, to: text, digest: text, mail: text }),
	"vote.cast": some({
		plan: text,
		verdict: text,
		reason: orNull(text),
		for: maybe(votedFor),
		unconfirmed: maybe(text),
	}),
	"plan.escalated": some({ plan: text, as: text, to: list(text) }),
	"vote.proved": some({
		plan: text,
		proof: some({
			...{ credential: text, policy: int, authenticatorData: text, clientDataJSON: text, signature: text },
		}),
	}),
	"plan.decided": some({ plan: text, outcome: text }),
	"plan.ruled": some({ plan: text, ruled: some({ by: text }) }),
	"plan.timed": some({ plan: text, from: int, runBy: int }),
	"standing.given": some({ plan: text, standing: text, times: int, until: int }),
	"plan.accepted": some({ plan: text }),
	"secrets.entered": some({ plan: text, names: list(text) }),
	"run.started": some({ run: text, context: some({ shell: some({ argv: list(text) }) }) }),
	"run.drift": some({ run: text, drift: some({ changes: list(some({})) }) }),
	"run.ended": some({
		run: text,
		end: some({ outcome: text }),
		stdout: int,
		stderr: int,
		summary: some({}),
		agrees: flag,
		head,
	}),
	integrity: some({ run: text, reason: text }),
	"head.signed": some({ head }),
	"head.stamped": some({ count: int, by: text, time: int, token: base64() }),
	erased: (value, path, unknown) => {
		some({ what: some({}) })(value, path, unknown);
		if (Object.hasOwn(value, "stays")) list(int)(value.stays, `${path}.stays`, unknown);
	},
};

const parsed = (source, inner, path) => {
	const value = JSON.parse(source);
	inner(value, path, []);
	return value;
};

/** JSON as it was written: it can say the same in several ways, and one name twice. */
const json = (file, path) => {
	const source = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file);
	const value = JSON.parse(source);
	const spaceless = source.replace(/("[^"\\]*(?:\\.[^"\\]*)*")|\s+/g, "$1");
	if (spaceless !== JSON.stringify(value))
		throw new Malformed(
			`${path} is not JSON as Caisey writes it: look for a name twice, a number or an escape`,
		);
	return { source, value };
};

/** The transcript in the file, and the text that its seal covers. */
const read = async (it, file) => {
	if (file[0] === 0x50 && file[1] === 0x4b) return readBundle(it, file);
	if (file[0] === 0x3c) return readPage(it, file);
	return readJson(file);
};

const readJson = (file) => {
	const { source, value } = json(file, "the file");
	some({ format: one("caisey-transcript") })(value, "the file");
	if (!Object.hasOwn(versions, value.v))
		throw new Malformed(`its version ${JSON.stringify(value.v)} is not known to this script`);
	const unknown = [];
	versions[value.v](value, "the file", unknown);
	const last = `"seal":${JSON.stringify(value.seal)}}\n`;
	const covered = source.endsWith(last) ? source.slice(0, -last.length) : null;
	return { covered, transcript: value, unknown };
};

/** The HTML export holds the JSON export, and ends with a seal over every byte before it. */
const readPage = (it, file) => {
	const source = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file);
	// Not with the signs that begin them: this script is itself within such a page.
	const opens = 'script type="text/plain" id="sealed">';
	const start = source.indexOf(opens) + opens.length;
	const end = source.lastIndexOf("!--{") - 1;
	const inside = source.slice(start, source.indexOf("<", start));
	if (start < opens.length || end < start || !source.endsWith("-->\n"))
		throw new Malformed("the page is not one that Caisey exported, or it breaks off");
	base64()(inside, "the JSON in the page");
	it.file = { covered: source.slice(0, end), seal: JSON.parse(source.slice(end + 4, -4)) };
	sealed(it.file.seal, "the page's seal", []);
	return readJson(bytes(inside));
};

// Evidence bundles: a transcript as files, in a ZIP archive that stores them as they are.

const readBundle = async (it, file) => {
	it.isBundle = true;
	const files = unzipped(it, file);
	const left = new Set(files.keys());
	const take = (name) => {
		left.delete(name);
		if (!files.has(name)) throw new Malformed(`${name} is missing from the bundle`);
		return files.get(name);
	};
	const one = (name) => json(take(name), name);
	const rows = (name) => linesOf(take(name)).map((line, i) => json(line, `${name}, line ${i + 1}`).value);
	const { source, value: manifest } = one("manifest.json");
	const unknown = [];
	manifestShape(manifest, "manifest.json", unknown);
	await listed(it, files, manifest);
	take("README.txt");
	const header = one("header.json").value;
	const keys = one("keys.json").value;
	some({ session: (value, path) => isText(value) || some({})(value, path) })(header, "header.json");
	only({ workerKeys: any, endpointKeys: any })(keys, "keys.json", unknown);
	it.check(header.session === manifest.session, "the manifest names the session");
	it.listedHeads = rows("heads.jsonl");
	// Both files are in the events, too: these are for other programs, such as OpenSSL.
	it.stampFiles = [...files.keys()]
		.filter((name) => name.startsWith("stamps/"))
		.map((name) => ({ name, bytes: take(name) }));
	const transcript = {
		...{ format: "caisey-transcript", v: 2, exportedAt: manifest.exportedAt, seal: manifest.seal },
		header: { ...header, workerKeys: keys.workerKeys, endpointKeys: keys.endpointKeys },
		plans: rows("plans.jsonl"),
		events: rows("events.jsonl"),
		runs: rows("runs.jsonl").map((run) => ({ ...run, records: recordsIn(it, rows, take, run) })),
		attachments: rows("attachments.jsonl").map((row) => ({
			...row,
			bytes: take(`attachments/${row?.blob}`),
		})),
	};
	if (left.size > 0) it.check(false, `nothing in the bundle names ${firstFew([...left])}`);
	versions[2](transcript, "the bundle", unknown);
	const last = `"seal":${JSON.stringify(manifest.seal)}}\n`;
	const covered = source.endsWith(last) ? source.slice(0, -last.length) : null;
	return { covered, transcript, unknown };
};

const linesOf = (file) => {
	const lines = [];
	for (let from = 0; from < file.length; ) {
		const end = file.indexOf(0x0a, from);
		if (end < 0) throw new Malformed("a list of lines breaks off");
		lines.push(file.subarray(from, end));
		from = end + 1;
	}
	return lines;
};

/** Each with its bytes: an event has them beside it, output is the next part of its stream's file. */
const recordsIn = (it, rows, take, run) => {
	const folder = `runs/${run?.run}`;
	const streams = { stdout: take(`${folder}/stdout`), stderr: take(`${folder}/stderr`) };
	const read = { stdout: 0, stderr: 0 };
	const records = rows(`${folder}/records.jsonl`).map((row) => {
		if (!Object.hasOwn(streams, row?.kind) || row.erased) return row;
		int(row.length, `the length of record ${row.n}`);
		const from = read[row.kind];
		read[row.kind] += row.length;
		return { ...row, bytes: streams[row.kind].subarray(from, read[row.kind]) };
	});
	for (const [stream, file] of Object.entries(streams))
		if (file.length !== read[stream])
			it.check(false, `${folder}/${stream} has the ${read[stream]} bytes that its records say`);
	return records;
};

/** The manifest has each file's size and hash: it names a file that is changed, missing or added. */
const listed = async (it, files, manifest) => {
	const names = [...files.keys()].filter((name) => name !== "manifest.json");
	const wanted = manifest.files.map(({ name }) => name);
	const wrong = [
		...wanted.filter((name) => !files.has(name)).map((name) => `${name} is missing`),
		...names.filter((name) => !wanted.includes(name)).map((name) => `${name} isn't in the manifest`),
	];
	for (const { name, bytes: length, sha256: sum } of manifest.files)
		if (files.has(name) && (files.get(name).length !== length || hex(await sha256(files.get(name))) !== sum))
			wrong.push(`${name} is changed`);
	if (wrong.length === 0 && !same(names, wanted)) wrong.push("they are in another order");
	it.check(
		wrong.length === 0,
		`${wanted.length} files are, byte for byte, those of the manifest${wrong.length ? `: ${firstFew(wrong)}` : ""}`,
	);
};

/** The heads, listed beside the events that have them. */
const headList = (it) => {
	if (!it.isBundle) return;
	const said = it.said.filter(({ kind }) => kind === "head.signed" || kind === "run.ended");
	it.check(
		same(
			it.listedHeads,
			said.map(({ head: one }) => one),
		),
		`heads.jsonl has the ${said.length} signed heads of the events`,
	);
};

/** An archive's files by name. Caisey writes it in one way: what surrounds the files is made again, and must be the same. */
const unzipped = (it, file) => {
	const entries = directory(file);
	const files = new Map();
	let at = 0;
	const gone = [];
	const expect = (part, what) => {
		if (!part.every((byte, i) => file[at + i] === byte)) gone.push(what);
		at += part.length;
	};
	for (const { name, size, ...entry } of entries) {
		if (files.has(name)) gone.push(`${name} is there twice`);
		expect(localHeader({ ...entry, name }), `what stands before ${name}`);
		files.set(name, file.subarray(at, at + size));
		at += size;
		expect(descriptor({ ...entry, size }), `what follows ${name}`);
	}
	expect(tail(entries, at), "its directory");
	if (at !== file.length) gone.push("its end");
	it.check(
		gone.length === 0,
		`the archive is laid out as Caisey writes it, and holds nothing besides${gone.length ? `: not ${firstFew(gone)}` : ""}`,
	);
	return files;
};

/** Little-endian numbers, each with how many bytes it takes, and texts. */
const packed = (...parts) =>
	joined(
		parts.map((part) => {
			if (!Array.isArray(part)) return asBytes(part);
			const [value, size] = part;
			return Uint8Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** i) % 256);
		}),
	);
const most32 = 0xffffffff;
const in32 = (value) => [Math.min(value, most32), 4];
const [needs, flags, mode] = [45, 0x0808, 0x81b4];
const localHeader = ({ name, time }) =>
	packed(
		"PK\x03\x04",
		[needs, 2],
		[flags, 2],
		[0, 2],
		[time, 4],
		[0, 4],
		[0, 4],
		[0, 4],
		[utf8(name).length, 2],
		[0, 2],
		name,
	);
const descriptor = ({ crc, size }) => {
	const width = size >= most32 ? 8 : 4;
	return packed("PK\x07\x08", [crc, 4], [size, width], [size, width]);
};
/** The directory of all files, and the end. Large archives say there again, in 64 bits, what doesn't fit into 32. */
const tail = (entries, start) => {
	const listing = entries.map(({ name, time, crc, size, offset }) => {
		const beyond =
			size >= most32
				? packed([1, 2], [24, 2], [size, 8], [size, 8], [offset, 8])
				: offset >= most32
					? packed([1, 2], [8, 2], [offset, 8])
					: "";
		return packed(
			"PK\x01\x02",
			[needs, 1],
			[3, 1],
			[needs, 2],
			[flags, 2],
			[0, 2],
			[time, 4],
			[crc, 4],
			in32(size),
			in32(size),
			[utf8(name).length, 2],
			[beyond.length, 2],
			[0, 2],
			[0, 2],
			[0, 4],
			[mode, 2],
			in32(offset),
			name,
			beyond,
		);
	});
	const all = joined(listing);
	const isLarge = start >= most32 || entries.some(({ size }) => size >= most32);
	const count = entries.length;
	const large = packed(
		"PK\x06\x06",
		[44, 8],
		[needs, 1],
		[3, 1],
		[needs, 2],
		[0, 8],
		[count, 8],
		[count, 8],
		[all.length, 8],
		[start, 8],
		"PK\x06\x07",
		[0, 4],
		[start + all.length, 8],
		[1, 4],
	);
	const few = [Math.min(count, 0xffff), 2];
	return packed(
		all,
		isLarge ? large : "",
		"PK\x05\x06",
		[0, 4],
		few,
		few,
		in32(all.length),
		in32(start),
		[0, 2],
	);
};

/** What the archive's own directory says of its files. */
const directory = (file) => {
	const view = new DataView(file.buffer, file.byteOffset, file.length);
	const short = (at) => view.getUint16(at, true);
	const long = (at) => view.getUint32(at, true);
	const huge = (at) => Number(view.getBigUint64(at, true));
	const end = file.length - 22;
	if (end < 0 || long(end) !== 0x06054b50)
		throw new Malformed("the archive has no end: its tail is cut, or something follows it");
	const isLarge = end >= 76 && long(end - 20) === 0x07064b50 && long(end - 76) === 0x06064b50;
	const count = isLarge ? huge(end - 76 + 32) : short(end + 10);
	let at = isLarge ? huge(end - 76 + 48) : long(end + 16);
	const entries = [];
	for (let i = 0; i < count; i++) {
		if (at + 46 > file.length || long(at) !== 0x02014b50)
			throw new Malformed(`the archive's directory breaks off at file ${i + 1} of ${count}`);
		const [nameLength, extra] = [short(at + 28), short(at + 30)];
		const name = new TextDecoder("utf-8", { fatal: true }).decode(
			file.subarray(at + 46, at + 46 + nameLength),
		);
		const more = at + 46 + nameLength;
		entries.push({
			name,
			time: long(at + 12),
			crc: long(at + 16),
			size: extra === 28 ? huge(more + 4) : long(at + 24),
			offset: extra === 0 ? long(at + 42) : huge(more + extra - 8),
		});
		at = more + extra + short(at + 32);
	}
	return entries;
};

// The cryptography, as docs/transcript.md says it.

const utf8 = (source) => new TextEncoder().encode(source);
const asBytes = (part) => (isText(part) ? utf8(part) : part);

/** What Node and browsers do differently. Node answers at once, WebCrypto later: who asks awaits. */
const byNode = () => {
	const { createHash, createPublicKey, verify } = node("crypto");
	return {
		sha256: (parts) => {
			const sum = createHash("sha256");
			for (const part of parts) sum.update(part);
			return sum.digest();
		},
		verify: (key, message, signature) => {
			const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(key).toString("base64url") };
			return verify(null, message, createPublicKey({ key: jwk, format: "jwk" }), signature);
		},
		hex: (value) => Buffer.from(value.buffer, value.byteOffset, value.length).toString("hex"),
		fromBase64: (value) => Buffer.from(value, "base64"),
		base64: (value) => Buffer.from(value).toString("base64"),
	};
};
const byBrowser = () => ({
	sha256: async (parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(parts.map(asBytes)))),
	verify: async (key, message, signature) => {
		const known = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
		return crypto.subtle.verify({ name: "Ed25519" }, known, signature, message);
	},
	hex: (value) => Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join(""),
	fromBase64: inBytes,
	base64: (value) => btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join("")),
});
/** Bytes of base64. One by one: letter by letter it would take twenty times as long. */
export const inBytes = (value) => {
	const letters = atob(value);
	const all = new Uint8Array(letters.length);
	for (let at = 0; at < all.length; at++) all[at] = letters.charCodeAt(at);
	return all;
};
const joined = (parts) => {
	const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
};
const means = node("crypto") ? byNode() : byBrowser();

/** Of all parts in a row: a long output has more of them than a call may have arguments. */
export const sha256Of = (parts) => means.sha256(parts);
const sha256 = (...parts) => means.sha256(parts);
const hex = (value) => means.hex(value);
/** A bundle has output as bytes, a JSON export in base64. */
const bytes = (value) => (value instanceof Uint8Array ? value : means.fromBase64(value));
const unhex = (value) =>
	Uint8Array.from({ length: value.length / 2 }, (_, i) => Number.parseInt(value.slice(2 * i, 2 * i + 2), 16));
const signedBy = async (key, message, signature) => means.verify(bytes(key), utf8(message), bytes(signature));

const isGone = ({ erased, elsewhere }) => erased || elsewhere;

/** The links of a chain, the first (before any row) included; and the rows whose payload doesn't have their hash. */
const chain = async (kind, id, rows, meta, payload) => {
	const links = [await sha256("caisey chain v1\n", id)];
	const broken = [];
	for (const [i, row] of rows.entries()) {
		const about = meta(row);
		const length = new Uint8Array(4);
		new DataView(length.buffer).setUint32(0, about.length, true);
		if (!isGone(row) && hex(await sha256(bytes(row.salt), payload(row))) !== row.hash) broken.push(i + 1);
		links.push(await sha256(`caisey ${kind} v1\n`, links[i], length, about, unhex(row.hash)));
	}
	return { links: links.map(hex), broken };
};

const eventMeta = ({ seq, at, kind }) => utf8(JSON.stringify([1, seq, at, kind]));
const recordMeta = (row) => {
	const about = new DataView(new ArrayBuffer(40));
	about.setUint8(0, 1);
	about.setUint8(1, ["stdout", "stderr", "event"].indexOf(row.kind));
	about.setUint32(4, row.length, true);
	for (const [i, value] of [row.n, row.at, row.offset, row.receivedAt].entries())
		about.setBigUint64(8 + 8 * i, BigInt(value), true);
	return new Uint8Array(about.buffer);
};

// Comparing.

const ordered = (value) =>
	JSON.stringify(value, (_name, inner) =>
		isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
	);
/** The same JSON, in whatever order its names are. */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b) || ordered(a) === ordered(b);
/** The names of what is different from what it must be; a function judges by itself. */
const differing = (found, expected) =>
	Object.entries(expected).flatMap(([name, must]) =>
		(typeof must === "function" ? must(found[name]) : same(found[name], must)) ? [] : [name],
	);
const pick = (value, ...names) => Object.fromEntries(names.map((name) => [name, value[name]]));
const inARow = (rows, name) => rows.every((row, i) => row[name] === i + 1);
const upTo = (most) => (value) => value <= most;
/** What a file says can't pass for a line of ours: control and invisible characters are spelled out. */
const plain = (line) =>
	line.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${one.codePointAt(0).toString(16)}}`);
const firstFew = (all) => all.slice(0, 5).join(", ") + (all.length > 5 ? ` and ${all.length - 5} more` : "");

/** Judges an export. `keys`: trusted public keys; `heads`: links known from elsewhere; `page`: the text around it, in a browser,
 * with its seal. Gives the exit code, what doesn't hold first, and all lines. */
export const judge = async (
	file,
	{ keys = [], heads = [], page = null, approvers = null, authority = null } = {},
) => {
	const report = { lines: [], broken: [], open: [] };
	const it = {
		report,
		/** What is checked now, for what says no more than its own name. */
		where: "",
		page: page && { ...page, file },
		keys,
		heads,
		approvers,
		authority,
		say: (line) => report.lines.push(plain(line)),
		note: (what) => it.say(`note   ${what}`),
		/** What holds, but by nothing that was signed. */
		open: (what) => {
			report.open.push(what);
			it.say(`open   ${what}`);
		},
		check: (good, what) => {
			if (!good) report.broken.push(it.where + what);
			it.say(`${good ? "ok    " : "BROKEN"} ${what}`);
			return good;
		},
		/** Where something is different from its source; says nothing if it isn't. */
		agree: (wrong, of) => wrong.length === 0 || it.check(false, `${of}: ${firstFew(wrong)} not as recorded`),
	};
	/** What can't even be read is told, and the rest is still checked. */
	const attempt = async (part) => {
		try {
			await part();
		} catch (error) {
			it.check(false, `this can't be read: ${error.message}`);
		}
	};
	await attempt(async () => {
		Object.assign(it, await read(it, file));
		for (const part of [
			seal,
			story,
			headList,
			signedHeads,
			stamps,
			approvals,
			passkeys,
			recordings,
			attached,
			repeated,
			idle,
		])
			await attempt(() => part(it));
	});
	return verdict(it);
};

const verdict = ({ say, keys, heads, report: { lines, broken, open } }) => {
	say("");
	if (broken.length > 0) {
		say(`The first thing that doesn't hold: ${broken[0]}`);
		say("Something does NOT hold.");
	} else if (keys.length === 0 && heads.length === 0)
		say(
			"Consistent, but NOT authenticated: anyone can make such a file with keys of their own. Name the Worker's key with --key.",
		);
	else if (keys.length === 0)
		say(
			"Consistent, but authenticated only up to the head that you named. Name the Worker's key with --key.",
		);
	else if (open.length > 0)
		say(
			`Consistent, but ${open.length} of the lines above ${open.length === 1 ? "is" : "are"} open: not authenticated.`,
		);
	else say("Everything holds.");
	const code = broken.length > 0 ? 1 : keys.length === 0 || open.length > 0 ? 3 : 0;
	return { code, lines, first: broken[0] ?? null };
};

/** The seal of the whole file, and the keys that may sign. */
const seal = async (it) => {
	const { transcript, covered, keys } = it;
	it.say(`session ${transcript.header.session}: ${JSON.stringify(transcript.header.request)}`);
	const published = new Map();
	for (const { keyId, key } of transcript.header.workerKeys) {
		const right = hex(await sha256(bytes(key))).slice(0, 16) === keyId && !published.has(keyId);
		if (!right) it.check(false, `the id ${keyId} is not its key's`);
		published.set(keyId, key);
	}
	const told = new Set();
	/** Whether a Worker's key that is trusted signed this; says of each key once what it is. */
	it.workerSigned = async (keyId, message, signature) => {
		const key = published.get(keyId);
		if (key === undefined) return false;
		if (!told.has(keyId)) {
			told.add(keyId);
			if (keys.length > 0) it.check(keys.includes(key), `key ${keyId} is one that you named`);
			else it.note(`key ${keyId} is ${key}: compare it with what you were given, and name it with --key`);
		}
		return (keys.length === 0 || keys.includes(key)) && signedBy(key, message, signature);
	};
	it.headHolds = ({ id, count, link, keyId, signature }) =>
		it.workerSigned(keyId, `caisey head v1\n${JSON.stringify({ v: 1, id, count, link })}`, signature);
	it.sealed = false;
	if (it.unknown.length > 0) it.open(`this script doesn't know, and ignores: ${firstFew(it.unknown)}`);
	/** Published keys that signed nothing here. */
	it.idle = () => [...published.keys()].filter((keyId) => !told.has(keyId));
	if (transcript.v === 1)
		return it.open(
			"a version 1 export has no seal: nothing signs its client, people, ticket link, time of export, whether and why reports are in doubt, or how far approved plans are",
		);
	const { keyId, signature } = transcript.seal;
	const sum = covered === null ? null : hex(await sha256(covered));
	const fits = sum !== null && (await it.workerSigned(keyId, `caisey export v1\n${sum}`, signature));
	it.check(
		fits,
		it.isBundle
			? "the manifest is, byte for byte, what the Worker exported"
			: "the file is, byte for byte, what the Worker exported",
	);
	if (fits)
		it.note(
			`it was exported at ${new Date(transcript.exportedAt).toISOString()}: what came later isn't in it`,
		);
	it.sealed = fits && keys.length > 0;
	if (it.file) {
		const all = hex(await sha256(it.file.covered));
		const whole = await it.workerSigned(
			it.file.seal.keyId,
			`caisey export v1\n${all}`,
			it.file.seal.signature,
		);
		it.check(whole, "the page around it is, byte for byte, what the Worker exported");
	}
	if (it.page) {
		// In the page itself: its text as the reader sees it, bound to the file that is checked.
		const text = `caisey page v1\n${hex(await sha256(it.page.file))}\n${it.page.text}`;
		const shown = `caisey export v1\n${hex(await sha256(text))}`;
		it.check(
			await it.workerSigned(it.page.seal.keyId, shown, it.page.seal.signature),
			"the text that this page shows is what the Worker exported",
		);
	}
};

/** Keys that prove nothing: anyone can have added them. */
const idle = (it) => {
	if (!it.sealed)
		for (const keyId of it.idle()) it.open(`key ${keyId} is in the file, and signs nothing in it`);
};

/** The session's events, and what they say. */
const story = async (it) => {
	const { events, header } = it.transcript;
	it.links = await chain("event", header.session, events, eventMeta, ({ payload }) => payload);
	it.check(events.length > 0 && inARow(events, "seq"), `${events.length} events, none missing in between`);
	it.check(
		it.links.broken.length === 0,
		`every event has its hash${it.links.broken.length ? `: wrong at ${firstFew(it.links.broken)}` : ""}`,
	);
	it.said = events.flatMap((event) => (event.erased ? [] : saidBy(it, event)));
	it.of = (kind) => it.said.filter((one) => one.kind === kind);
	it.check(
		it.of("session.opened").length === 1 && it.said[0]?.kind === "session.opened" && it.said[0].seq === 1,
		"the first event is the session's opening",
	);
	const erased = it.of("erased");
	it.erased = {
		run: (id, n) => erased.some(({ what }) => what.run === id && (what.records?.includes(n) ?? true)),
		// What a shell reported goes with the output: the erasure names the events that stay.
		event: (id, n) =>
			erased.some(
				({ what, stays }) => what.run === id && (what.records?.includes(n) ?? stays?.includes(n) === false),
			),
		any: (id) => erased.some(({ what }) => what.run === id),
	};
	const struck = new Map(erased.flatMap(({ seq, what }) => ("seq" in what ? [[what.seq, seq]] : [])));
	const mayGo = [
		...["message.said", "message.edited", "message.attached", "question.asked"],
		...["prompt.asked", "prompt.answered", "prompt.expired", "session.closed"],
	];
	for (const event of events.filter((one) => one.erased || struck.has(one.seq)))
		it.check(
			event.erased && (struck.get(event.seq) ?? 0) > event.seq && mayGo.includes(event.kind),
			`event ${event.seq} (${event.kind}) was erased, and an event says so`,
		);
	for (const seq of struck.keys())
		if (!(seq in events)) it.check(seq === events.length, `the erased event ${seq} is there`);
};

const saidBy = (it, { seq, at, kind, payload }) => {
	try {
		const { actor, body } = parsed(
			payload,
			only({ v: one(1), actor: some({ name: text, surface: text }), body: some({ kind: one(kind) }) }),
			`event ${seq}`,
		);
		if (Object.hasOwn(bodies, kind)) bodies[kind](body, `event ${seq}`);
		return [{ ...body, seq, at, actor }];
	} catch (error) {
		it.check(false, `event ${seq} (${kind}) can't be read: ${error.message}`);
		return [];
	}
};

/** The chat shows 32 hexadecimal digits after each plan, and all 64 when the session closes. Fewer would let who keeps the
 * record look for two histories that begin alike. */
const isBeginning = (known, link) => /^[0-9a-f]{32,64}$/.test(known) && link.startsWith(known);

/** How far signatures, or heads that are known from elsewhere, reach. */
const signedHeads = async (it) => {
	const {
		transcript: { events, header },
		links: { links },
	} = it;
	let covered = 0;
	for (const { seq, head } of it.of("head.signed")) {
		const stands = head.id === header.session && head.count < seq && links[head.count] === head.link;
		const good = it.check(
			stands && (await it.headHolds(head)),
			`head ${head.link} over ${head.count} events, signed with ${head.keyId}`,
		);
		if (good && it.keys.length > 0) covered = Math.max(covered, head.count);
	}
	for (const known of it.heads) {
		const count = links.findIndex((link, at) => at > 0 && isBeginning(known, link));
		if (it.check(count > 0, `the head ${known} that you named is the one over ${Math.max(count, 0)} events`))
			covered = Math.max(covered, count);
	}
	if (it.sealed || covered === events.length) return;
	if (covered === 0)
		it.open(`no head that you trust covers any of the ${events.length} events: they are linked, not signed`);
	else
		it.open(
			`${events.length - covered} events after the last signed head are linked, not signed yet: from event ${covered + 1} on`,
		);
};

/** What was asked to be approved, and by whom it was. */
const approvals = async (it) => {
	const { plans, header } = it.transcript;
	const proposed = it.of("plan.proposed");
	it.check(
		same(
			plans.map(({ id }) => id),
			proposed.map(({ plan }) => plan),
		),
		`${proposed.length} plans were proposed, and each is here once`,
	);
	const wishes = proposed.flatMap(({ wish }) => wish ?? []);
	if (new Set(wishes).size < wishes.length) it.check(false, "each plan came of a wish of its own");
	it.plans = new Map();
	for (const [i, { id, text: source, digest }] of plans.entries()) {
		const by = proposed[i];
		const good = it.check(
			hex(await sha256(source)) === digest && digest === by?.digest,
			`plan ${id} has the digest ${digest} that was proposed`,
		);
		if (!good) continue;
		const plan = JSON.parse(source);
		it.agree(
			differing(plan, { id, session: header.session, proposedBy: by.actor.person, proposedAt: by.at }),
			`plan ${id}`,
		);
		it.plans.set(id, { ...plan, digest, proposer: by.actor });
	}
	for (const { kind, seq, plan } of it.said)
		if (typeof plan === "string" && !proposed.some((one) => one.plan === plan && one.seq <= seq))
			it.check(false, `event ${seq} (${kind}) is about plan ${plan}, which was not proposed before`);
	for (const { seq, plan } of it.of("plan.accepted"))
		if (plans.some((one) => one.id === plan && lacksSecrets(it, one, seq)))
			it.check(false, `event ${seq} (plan.accepted) is about plan ${plan}, whose secrets no one had entered`);
	for (const { seq, card, digest, plan } of [...it.of("card.shown"), ...it.of("card.served")])
		it.check(
			hex(await sha256(card)) === digest,
			`event ${seq}: a card of plan ${plan} is the one that was shown`,
		);
	for (const { seq, plan } of it.of("plan.ruled"))
		if (
			!it
				.of("plan.decided")
				.some((one) => one.plan === plan && one.seq === seq + 1 && one.outcome === "approved")
		)
			it.check(false, `event ${seq} (plan.ruled): plan ${plan} is approved right after it`);
	for (const { seq, plan } of it.of("plan.decided"))
		it.agree(
			it.of("plan.decided").some((one) => one.plan === plan && one.seq < seq) ? ["its one decision"] : [],
			`plan ${plan}`,
		);
};

// Approvers' own passkeys (WebAuthn).

/** What a passkey signed of each approval; and, by the keys that you trust, whether it did. */
const passkeys = async (it) => {
	const proved = it.of("vote.proved");
	const votes = it.of("vote.cast");
	for (const { seq, plan, proof, actor } of proved) {
		const vote = votes.find((one) => one.seq === seq - 1);
		const follows =
			vote?.plan === plan &&
			vote.verdict === "approve" &&
			vote.policy === proof.policy &&
			vote.actor.person === actor.person;
		if (!follows) it.check(false, `event ${seq} proves the vote before it`);
	}
	if (!it.approvers) {
		if (proved.length > 0)
			it.note(
				`${proved.length} approvals are signed with passkeys: to check them, name them with --approvers`,
			);
		return;
	}
	for (const { plan: id, outcome } of it.of("plan.decided")) {
		const plan = it.plans.get(id);
		if (outcome !== "approved" || !plan) continue;
		const signers = new Set();
		for (const one of proved.filter((proof) => proof.plan === id)) {
			const key = it.approvers.keys.find(({ credential }) => credential === one.proof.credential);
			const wrong = key ? await signedWrongly(it, plan, key, one) : "its passkey is none that you named";
			it.check(!wrong, `plan ${id}: ${one.actor.name}'s passkey signed the approval${wrong && `: ${wrong}`}`);
			if (!wrong) signers.add(key.person);
		}
		if (signers.size < it.approvers.needed)
			it.open(`plan ${id}: passkeys of ${signers.size} approvers signed it, of ${it.approvers.needed}`);
	}
};

/** In words what is wrong with what a passkey signed; empty: nothing. */
const signedWrongly = async (it, plan, key, { proof, actor }) => {
	if (key.person !== actor.person || key.person === plan.proposedBy) return "it is another person's";
	const [data, client, signature] = ["authenticatorData", "clientDataJSON", "signature"].map((name) =>
		unurled(proof[name]),
	);
	const said = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(client));
	const message = `caisey passkey approval v1\n${plan.digest}\n${it.transcript.header.session}\n${proof.policy}\napprove`;
	const { origin } = it.approvers;
	const asked = means
		.base64(await sha256(message))
		.replace(/=+$/, "")
		.replaceAll("+", "-")
		.replaceAll("/", "_");
	if (said.type !== "webauthn.get" || said.challenge !== asked) return "it signed something else";
	if (said.origin !== origin || said.crossOrigin === true) return "it signed elsewhere";
	if (data.length < 37 || hex(data.subarray(0, 32)) !== hex(await sha256(new URL(origin).hostname)))
		return "it is for another site";
	if ((data[32] & 5) !== 5) return "no one was verified";
	const over = joined([data, await sha256(client)]);
	return (await isByPasskey(key.key, over, signature)) ? "" : "the signature is wrong";
};

const unurled = (value) => {
	if (!/^[\w-]+$/.test(value)) throw new Malformed("a passkey's answer is not base64url");
	return means.fromBase64(value.replaceAll("-", "+").replaceAll("_", "/"));
};

/** By WebCrypto, which Node and browsers have: ES256, EdDSA or RS256. */
const isByPasskey = async ({ kty, crv, x, y, n, e }, over, signature) => {
	const [jwk, algorithm] = {
		EC: [
			{ kty, crv, x, y },
			{ name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
		],
		OKP: [{ kty, crv, x }, { name: "Ed25519" }],
		RSA: [
			{ kty, n, e },
			{ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
		],
	}[kty] ?? [null, null];
	if (!jwk) return false;
	try {
		const known = await crypto.subtle.importKey("jwk", jwk, algorithm, false, ["verify"]);
		const plain = kty === "EC" ? fixedLength(signature, 32) : signature;
		return await crypto.subtle.verify(algorithm, known, plain, over);
	} catch {
		return false;
	}
};

/** The passkeys that someone trusts, as a file has them. */
export const trustedApprovers = (file) => {
	const approvers = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(file));
	const key = some({ credential: text, person: text, name: text, key: some({ kty: text }) });
	const what = "the approvers' file";
	some({ origin: text, needed: int, keys: list(some({ key })) })(approvers, what, []);
	return { ...approvers, keys: approvers.keys.map((one) => one.key) };
};

// Time stamps (RFC 3161): an authority outside says that it saw a signed head, and when. A strict reader of DER, and an allow list
// of algorithms: what isn't on it is told, and not believed.

const mostToken = 65_536;
const deepest = 24;

/** One value of DER with what is in it. One encoding for each value: anything else is malformed. */
const der = (source, at = 0, end = source.length, depth = 0) => {
	const broken = new Malformed("its encoding breaks off, or isn't DER");
	if (end - at < 2 || depth > deepest) throw broken;
	const tag = source[at];
	let length = source[at + 1];
	let start = at + 2;
	if ((tag & 0x1f) === 0x1f || length === 0x80) throw broken;
	if (length > 0x80) {
		const bytesOfLength = length - 0x80;
		if (bytesOfLength > 3 || start + bytesOfLength > end) throw broken;
		length = 0;
		for (const byte of source.subarray(start, start + bytesOfLength)) length = length * 256 + byte;
		start += bytesOfLength;
		if (length < (bytesOfLength === 1 ? 0x80 : 256 ** (bytesOfLength - 1))) throw broken;
	}
	if (start + length > end) throw broken;
	const inside = [];
	if (tag & 0x20)
		for (let next = start; next < start + length; ) {
			inside.push(der(source, next, start + length, depth + 1));
			next = inside.at(-1).end;
		}
	return {
		tag,
		inside,
		end: start + length,
		value: source.subarray(start, start + length),
		whole: source.subarray(at, start + length),
	};
};

/** The only value in these bytes. */
const derIn = (source) => {
	const found = der(source);
	if (found.end !== source.length) throw new Malformed("something follows it");
	return found;
};

/** A value of this kind. */
const kindOf = (one, tag) => {
	if (one?.tag !== tag) throw new Malformed("it isn't laid out as it must be");
	return one;
};
const [sequence, set, octets, bits, objectId, integer, time] = [0x30, 0x31, 0x04, 0x03, 0x06, 0x02, 0x18];

const oid = (one) => {
	const parts = [];
	let part = 0;
	for (const byte of kindOf(one, objectId).value) {
		part = part * 128 + (byte & 0x7f);
		if (byte & 0x80) continue;
		parts.push(part);
		part = 0;
	}
	const [first = 0, ...rest] = parts;
	const top = Math.min(2, Math.floor(first / 40));
	return [top, first - 40 * top, ...rest].join(".");
};

/** An algorithm without parameters, or with none that say something. */
const algorithmIn = (one) => {
	const [name, parameters, ...more] = kindOf(one, sequence).inside;
	if (more.length > 0 || (parameters && (parameters.tag !== 0x05 || parameters.value.length > 0)))
		throw new Unjudged("one of its algorithms has parameters");
	return oid(name);
};
const versionIn = (one, ...known) => {
	const { value } = kindOf(one, integer);
	if (value.length !== 1 || !known.includes(value[0])) throw new Unjudged("its version isn't known");
};

/** In ms; of a certificate perhaps with two digits of the year. */
const momentOf = (one) => {
	const short = one.tag === 0x17;
	const said = new TextDecoder().decode(short ? one.value : kindOf(one, time).value);
	const found = /^(\d{2,4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d*[1-9]))?Z$/.exec(said);
	if (!found || found[1].length !== (short ? 2 : 4)) throw new Malformed("its time isn't one");
	const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number);
	const century = short ? (year < 50 ? 2000 : 1900) : 0;
	const ms = Math.floor(Number(`0.${found[7] ?? 0}`) * 1000);
	return Date.UTC(century + year, month - 1, day, hour, minute, second, ms);
};

const certificate = (one) => {
	const [about, algorithm, signature] = kindOf(one, sequence).inside;
	const fields = kindOf(about, sequence).inside;
	const [serial, , issuer, validity, subject, key, ...rest] =
		fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
	const listed = rest.find(({ tag }) => tag === 0xa3)?.inside[0]?.inside ?? [];
	return {
		whole: one.whole,
		about: about.whole,
		algorithm,
		signature: bitsOf(signature),
		serial: kindOf(serial, integer).whole,
		issuer: kindOf(issuer, sequence).whole,
		subject: kindOf(subject, sequence),
		from: momentOf(validity.inside[0]),
		until: momentOf(validity.inside[1]),
		key: kindOf(key, sequence),
		extensions: new Map(
			listed.map(({ inside }) => [
				oid(inside[0]),
				{ critical: inside.length === 3, value: derIn(kindOf(inside.at(-1), octets).value) },
			]),
		),
	};
};
const bitsOf = (one) => {
	const [unused, ...rest] = kindOf(one, bits).value;
	if (unused !== 0) throw new Malformed("its signature isn't whole bytes");
	return Uint8Array.from(rest);
};

/** As it calls itself: its own name, or its organization's. */
const nameIn = ({ subject }) => {
	const all = subject.inside.flatMap(({ inside }) => inside).map(({ inside }) => [oid(inside[0]), inside[1]]);
	const letters = { 30: "utf-16be", 20: "latin1" };
	const named = ["2.5.4.3", "2.5.4.10"].flatMap((type) =>
		all
			.filter(([of]) => of === type)
			.map(([, one]) => new TextDecoder(letters[one.tag] ?? "utf-8").decode(one.value)),
	);
	return named.find((name) => name.trim() !== "")?.slice(0, 200) ?? "an unnamed authority";
};

const hashNames = Object.fromEntries(
	[256, 384, 512].map((size, i) => [`2.16.840.1.101.3.4.2.${i + 1}`, `SHA-${size}`]),
);
const rsaName = "RSASSA-PKCS1-v1_5";
const signatureNames = Object.fromEntries(
	[256, 384, 512].flatMap((size, i) => [
		[`1.2.840.113549.1.1.${11 + i}`, { name: rsaName, hash: `SHA-${size}` }],
		[`1.2.840.10045.4.3.${2 + i}`, { name: "ECDSA", hash: `SHA-${size}` }],
	]),
);
const curves = {
	"1.2.840.10045.3.1.7": ["P-256", 32],
	"1.3.132.0.34": ["P-384", 48],
	"1.3.132.0.35": ["P-521", 66],
};

/** What this script can't judge: it is told as that. */
class Unjudged extends Error {}

/** Whether a certificate's key signed this. `hash`: of an algorithm that names RSA alone. */
const isSignedBy = async ({ key }, algorithm, hash, signature, over) => {
	const type = algorithmIn(algorithm);
	const how = type === "1.2.840.113549.1.1.1" ? { name: rsaName, hash } : signatureNames[type];
	if (!how) throw new Unjudged(`its signature's algorithm is ${type}`);
	const keyType = oid(key.inside[0].inside[0]);
	if (keyType !== (how.name === rsaName ? "1.2.840.113549.1.1.1" : "1.2.840.10045.2.1")) return false;
	const [curve, size] = how.name === rsaName ? [] : (curves[oid(key.inside[0].inside[1])] ?? []);
	if (how.name !== rsaName && !curve)
		throw new Unjudged("its key's curve is another one than P-256, P-384 and P-521");
	try {
		const named = { ...how, ...(curve && { namedCurve: curve }) };
		const known = await crypto.subtle.importKey("spki", key.whole, named, false, ["verify"]);
		if (known.algorithm.modulusLength < 2048) return false;
		return await crypto.subtle.verify(named, known, curve ? fixedLength(signature, size) : signature, over);
	} catch {
		return false;
	}
};

/** Two numbers in DER as WebCrypto takes them: one after the other, each with all of its bytes. */
const fixedLength = (signature, size) => {
	const numbers = kindOf(derIn(signature), sequence).inside;
	if (numbers.length !== 2) throw new Malformed("its signature isn't two numbers");
	return joined(
		numbers.map((one) => {
			const { value } = kindOf(one, integer);
			const plain = value[0] === 0 ? value.subarray(1) : value;
			if (plain.length > size || value[0] > 0x7f)
				throw new Malformed("its signature's numbers are too large");
			return joined([new Uint8Array(size - plain.length), plain]);
		}),
	);
};

const sameBytes = (one, other) => one.length === other.length && one.every((byte, i) => byte === other[i]);
const hashed = async (name, value) => new Uint8Array(await crypto.subtle.digest(name, value));
const validAt = ({ from, until }, at) => at >= from && at <= until;

/** What is wrong with a token over these bytes; or who signed it, when, and all certificates in it. */
const tokenOf = async (source, message) => {
	if (source.length > mostToken) return { wrong: "it has too many bytes" };
	const [contentType, content] = kindOf(derIn(source), sequence).inside;
	if (oid(contentType) !== "1.2.840.113549.1.7.2") return { wrong: "it is no time stamp" };
	const [version, digests, encapsulated, ...rest] = kindOf(kindOf(content, 0xa0).inside[0], sequence).inside;
	versionIn(version, 1, 3);
	const [type, wrapped] = encapsulated.inside;
	if (oid(type) !== "1.2.840.113549.1.9.16.1.4") return { wrong: "it is no time stamp" };
	const stamp = kindOf(kindOf(wrapped, 0xa0).inside[0], octets).value;
	const [, , imprint, , moment] = kindOf(derIn(stamp), sequence).inside;
	const at = momentOf(moment);
	const [how, what] = imprint.inside;
	const stamps =
		algorithmIn(how) === "2.16.840.1.101.3.4.2.1" && sameBytes(what.value, await hashed("SHA-256", message));
	if (!stamps) return { wrong: "it stamps something else" };
	const signers = kindOf(rest.at(-1), set).inside;
	if (signers.length !== 1) return { wrong: "it isn't signed by one" };
	const [form, signer, digest, attributes, algorithm, signature] = signers[0].inside;
	versionIn(form, 1);
	const certificates = (rest.find(({ tag }) => tag === 0xa0)?.inside ?? [])
		.filter(({ tag }) => tag === sequence)
		.slice(0, 8)
		.map(certificate);
	const own = certificates.find(
		({ issuer, serial }) =>
			signer.tag === sequence &&
			sameBytes(signer.inside[0].whole, issuer) &&
			sameBytes(signer.inside[1].whole, serial),
	);
	if (!own) return { wrong: "its signer's certificate is missing, or another one" };
	const hash = hashNames[algorithmIn(digest)];
	if (!hash) throw new Unjudged(`its hash is ${algorithmIn(digest)}`);
	if (!kindOf(digests, set).inside.some((one) => hashNames[algorithmIn(one)] === hash))
		return { wrong: "it doesn't name its hash" };
	const said = new Map(
		kindOf(attributes, 0xa0).inside.map(({ inside }) => [oid(inside[0]), kindOf(inside[1], set).inside[0]]),
	);
	const contents = said.get("1.2.840.113549.1.9.3");
	const sum = said.get("1.2.840.113549.1.9.4");
	if (!contents || oid(contents) !== "1.2.840.113549.1.9.16.1.4") return { wrong: "it is no time stamp" };
	if (!sum || !sameBytes(kindOf(sum, octets).value, await hashed(hash, stamp)))
		return { wrong: "its content isn't what was signed" };
	if (!(await namesOwn(said, own))) return { wrong: "its signer's certificate is missing, or another one" };
	// Signed is the set itself, not the mark that stands for it here.
	const over = Uint8Array.from(attributes.whole);
	over[0] = set;
	if (!(await isSignedBy(own, algorithm, hash, kindOf(signature, octets).value, over)))
		return { wrong: "its signature is wrong" };
	const usage = own.extensions.get("2.5.29.37");
	const purposes = usage?.value.inside.map(oid) ?? [];
	if (!usage?.critical || !same(purposes, ["1.3.6.1.5.5.7.3.8"]))
		return { wrong: "its certificate isn't for time stamps" };
	if (!validAt(own, at)) return { wrong: "its certificate wasn't valid then" };
	return { by: nameIn(own), at, own, certificates };
};

/** Whether what was signed has the hash of this certificate: no other one of the same key can take its place. */
const namesOwn = async (said, { whole }) => {
	const [newer, older] = [said.get("1.2.840.113549.1.9.16.2.47"), said.get("1.2.840.113549.1.9.16.2.12")];
	const first = (newer ?? older)?.inside[0]?.inside[0]?.inside ?? [];
	const [one, two] = first;
	if (!newer) return one?.tag === octets && sameBytes(one.value, await hashed("SHA-1", whole));
	const named = one?.tag === sequence ? hashNames[oid(one.inside[0])] : "SHA-256";
	const hash = one?.tag === sequence ? two : one;
	return named !== undefined && hash?.tag === octets && sameBytes(hash.value, await hashed(named, whole));
};

/** What is understood of a critical extension: key usage, basic constraints, purposes. */
const understood = ["2.5.29.15", "2.5.29.19", "2.5.29.37"];
const mayIssue = ({ extensions }, below) => {
	const [constraints, usage] = [extensions.get("2.5.29.19"), extensions.get("2.5.29.15")];
	const [ca, length] = constraints?.value.inside ?? [];
	const isCa = ca?.tag === 0x01 && ca.value[0] === 0xff;
	const isLong = length !== undefined && below > length.value.at(-1);
	// The sixth bit: it signs certificates.
	const signs = usage === undefined || ((usage.value.value[1] ?? 0) & 0x04) !== 0;
	return isCa && !isLong && signs;
};

/** Whether a certificate that someone trusts vouches for this one, by way of others in the token. What was revoked isn't asked. */
const isTrusted = async (one, others, trusted, at, below = 0) => {
	if (!validAt(one, at)) return false;
	const strange = [...one.extensions].find(([of, { critical }]) => critical && !understood.includes(of));
	if (strange) throw new Unjudged(`a certificate has the critical extension ${strange[0]}`);
	if (trusted.some(({ whole }) => sameBytes(whole, one.whole))) return true;
	if (below > 3) return false;
	for (const issuer of [...trusted, ...others.filter(({ whole }) => !sameBytes(whole, one.whole))])
		if (
			sameBytes(issuer.subject.whole, one.issuer) &&
			mayIssue(issuer, below) &&
			(await isSignedBy(issuer, one.algorithm, undefined, one.signature, one.about)) &&
			(await isTrusted(issuer, others, trusted, at, below + 1))
		)
			return true;
	return false;
};

/** Certificates as a file has them: PEM, any number, or DER. */
export const trustedCertificates = (file) => {
	const source = new TextDecoder("latin1").decode(file);
	const found = [
		...source.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g),
	];
	const all =
		found.length > 0 ? found.map(([, inner]) => means.fromBase64(inner.replace(/\s/g, ""))) : [file];
	return all.map((one) => certificate(derIn(Uint8Array.from(one))));
};

const stamps = async (it) => {
	const stamped = it.of("head.stamped");
	stampList(it, stamped);
	for (const { seq, count, by, time: at, token } of stamped) {
		const signed = it.of("head.signed").findLast((one) => one.seq < seq && one.head.count === count);
		const what = `${JSON.stringify(by)} stamped the head of ${count} events at ${new Date(at).toISOString()}`;
		if (!signed) {
			it.check(false, `${what}: no such head was signed before`);
			continue;
		}
		try {
			const found = await tokenOf(Uint8Array.from(bytes(token)), stampedText(signed.head));
			const wrong =
				found.wrong ?? (found.by === by && found.at === at ? "" : "its name or time isn't the token's");
			if (wrong) it.check(false, `${what}: ${wrong}`);
			else if (!it.authority)
				it.note(
					`${what}: consistent, but NOT authenticated. Name its authority's certificate with --authority`,
				);
			else
				it.check(
					await isTrusted(found.own, found.certificates, it.authority, at),
					`${what}, and a certificate that you named vouches for it`,
				);
		} catch (error) {
			if (error instanceof Unjudged) it.open(`${what}: this script can't check it: ${error.message}`);
			else it.check(false, `${what}: it can't be read: ${error.message}`);
		}
	}
};

const stampedText = (one) => utf8(JSON.stringify(pick(one, "id", "count", "link", "keyId", "signature")));

/** The same stamps as files, with what they stamp. */
const stampList = (it, stamped) => {
	if (!it.isBundle) return;
	const wanted = stamped.flatMap(({ seq, count, token }) => {
		const signed = it.of("head.signed").findLast((one) => one.seq < seq && one.head.count === count);
		return [
			{ name: `stamps/${seq}.json`, bytes: signed ? stampedText(signed.head) : utf8("") },
			{ name: `stamps/${seq}.tst`, bytes: bytes(token) },
		];
	});
	const same = (one, i) => one.name === wanted[i]?.name && sameBytes(one.bytes, wanted[i].bytes);
	if (wanted.length + it.stampFiles.length > 0)
		it.check(
			it.stampFiles.length === wanted.length && it.stampFiles.every(same),
			`stamps/ has the ${stamped.length} time stamps of the events, and what they stamp`,
		);
};

/** Every step of every approved plan on each of its endpoints, in that order: one run each. */
const due = (it) =>
	it
		.of("plan.decided")
		.filter(({ outcome }) => outcome === "approved")
		.flatMap((decided) => {
			const plan = it.plans.get(decided.plan);
			return (plan?.endpoints ?? []).flatMap((endpoint, e) =>
				plan.steps.map((step, i) => ({
					plan,
					decided,
					endpoint,
					step,
					index: i,
					run: decided.runs?.[e]?.[i],
				})),
			);
		});

const recordings = async (it) => {
	const { runs } = it.transcript;
	const wanted = due(it);
	const ids = new Set(runs.map(({ run }) => run));
	it.check(
		runs.length === wanted.length && ids.size === runs.length,
		`${wanted.length} runs are due: each step of each approved plan on each endpoint, and each is here once`,
	);
	const named = it.said.flatMap(({ seq, kind, run, what }) =>
		[run, what?.run].flatMap((id) => (typeof id === "string" ? [{ seq, kind, id }] : [])),
	);
	for (const { seq, kind, id } of named)
		if (!ids.has(id)) it.check(false, `event ${seq} (${kind}) is about run ${id}, which is missing`);
	for (const [i, run] of runs.entries()) {
		it.say("");
		it.say(`run ${run.run}: ${run.phase} on ${run.endpoint.name}`);
		it.where = `run ${run.run}, ${run.phase} on ${run.endpoint.name}: `;
		if (wanted[i]) await recording(it, run, wanted[i]);
		else it.check(false, "no approved plan has it");
	}
	it.where = "";
	it.say("");
};

const recording = async (it, run, wanted) => {
	const { plan, endpoint, step, index } = wanted;
	const events = (kind) => it.of(kind).filter((one) => one.run === run.run);
	const [started, ended, compared] = ["run.started", "run.ended", "run.drift"].map((kind) => events(kind)[0]);
	it.check(
		["run.started", "run.ended", "run.drift"].every((kind) => events(kind).length < 2),
		"it starts at most once, ends at most once, and is compared at most once",
	);
	const found = await recorded(it, run);
	it.agree(
		differing(run, expectedOf(it, run, wanted, { started, ended, compared, found })),
		"what is repeated for reading",
	);
	if (started) {
		const shown = { ...step, command: withReferences(plan, step.command) };
		it.check(starts(plan.shell, shown, started.context.shell.argv), "it started what the plan says");
		it.check(
			same(found.context?.event, started.context),
			"its recording begins with the context that the events have",
		);
	}
	if (ended) {
		const { head } = ended;
		const stands =
			head.id === run.run && head.count === run.records.length && found.links[head.count] === head.link;
		it.check(
			stands && (await it.headHolds(head)),
			`head ${head.link} over all of its ${head.count} records, signed with ${head.keyId}`,
		);
		await agentSigned(it, run, wanted, ended, found);
	} else if (run.records.length > 0)
		it[it.sealed ? "note" : "open"](
			`it has no signed head yet: nothing${it.sealed ? " but the seal" : ""} signs its records`,
		);
	if (isObject(run.doubted) && !it.sealed) it.open("nothing signs that its report is in doubt, or why");
	// Approvals name their runs; older ones don't. Then only its command binds a run to its step, if no other step has it.
	const isAlone = plan.steps.filter((one) => calledAs(one) === calledAs(step)).length === 1;
	if (wanted.run !== undefined)
		it.check(wanted.run === run.run, "it is the run that was prepared for this step");
	else if (!(started && isAlone) && !it.sealed)
		it.open(`nothing binds it to step ${index + 1} on ${endpoint.name} but its place in the file`);
};

/** A shell gets exactly this. Only the endpoint knows the shell's path, where a script's file is, and what runs a step inside
 * PowerShell: its assembly, channel and token. */
export const starts = (shell, step, argv) => {
	const runner = /^p/.test(shell) ? runnerIn(argv) : null;
	// A step that may ask doesn't run without it; others then run plainly.
	const runners = runner ? [null, runner, { ...runner, only: true }] : [null];
	const paths = argv.flatMap((text) => (shell === "cmd" ? text.split('"') : [text]));
	const files = step.script
		? paths.filter((path) => path.split(/[\\/]/).at(-1) === step.script.name)
		: [null];
	return files.some((file) =>
		runners.some((runner) => same(argv, [argv[0], ...argvOf(shell, step, file, argv[0], runner)])),
	);
};

const argvOf = (shell, { command, script }, file, shellPath, runner) => {
	const ran = script ? [file, ...script.arguments] : [];
	if (shell === "cmd") {
		const line = script ? ran.map((text) => `"${text}"`).join(" ") : command;
		return ["/d", "/s", "/c", `"${line}"`];
	}
	if (!/^p/.test(shell)) return script ? [...shebangArguments(command), ...ran] : ["-c", command];
	const options = ["-NoLogo", "-NoProfile", "-NonInteractive", "-OutputFormat", "Text"];
	if (script) options.push("-ExecutionPolicy", "Bypass");
	const [how, what] = script ? ["-File", ran] : ["-EncodedCommand", [utf16(command)]];
	if (!runner) return [...options, how, ...what];
	const again = [shellPath, ...options, how, ...ran].map(literal).join(" ") + (script ? "" : " $step");
	const text = [
		"& { param([string] $step) ",
		`try { [void][Reflection.Assembly]::LoadFrom(${literal(runner.host)}); `,
		`$runner = [Caisey.Runner]::Open(${literal(runner.pipe)}, ${literal(runner.token)}) } `,
		runner.only
			? `catch { Write-Error ${literal(notWithoutRunner)}; exit 126 } `
			: `catch { try { & ${again}; exit $LASTEXITCODE } catch { Write-Error -ErrorRecord $_; exit 1 } } `,
		`exit $runner.${script ? "RunFile($Host, $PROFILE)" : "Run($Host, $PROFILE, $step)"} }${script ? " #" : ""}`,
	];
	return [...options, "-Command", text.join(""), ...what];
};

const notWithoutRunner =
	"The agent's host didn't start in this PowerShell, so nothing of the step ran: its plan lets it ask, and without the host it can't.";

const runnerIn = (argv) => {
	const quoted = "'((?:[^']|'')*)'";
	const loads = new RegExp(`LoadFrom\\(${quoted}\\).*::Open\\(${quoted}, ${quoted}\\)`);
	const found = argv.map((text) => loads.exec(text)).find((match) => match !== null);
	if (!found) return null;
	const [, host, pipe, token] = found.map((text) => text.replace(/(['\u2018-\u201b])\1/g, "$1"));
	return { host, pipe, token };
};

/** PowerShell takes the typographic ones for quotes too. */
const literal = (text) => `'${text.replace(/['\u2018-\u201b]/g, "$&$&")}'`;

/** What the first line of a script gives its shell: all that follows is one argument, except with `env`. */
const shebangArguments = (text) => {
	const line = (/^#![ \t]*([^\r\n]*)/.exec(text.slice(0, 512))?.[1] ?? "").trimEnd();
	const [path, ...words] = line.split(/[ \t]+/);
	const program = path.split("/").at(-1);
	if (program === "env") return words.slice(words[0] === "-S" ? 2 : 1);
	const rest = line.slice(path.length).trim();
	return program === "" || rest === "" ? [] : [rest];
};

/** Each secret that the plan declares is a reference to a variable of the step's process. It stays as it is where the shell
 * wouldn't put the variable's value. */
export const withReferences = ({ shell, secrets }, command) => {
	const rules = secretRules[shell === "sh" || shell === "bash" ? "posix" : "powershell"];
	const found = [...command.matchAll(/\{\{secret:([a-z][a-z0-9-]{0,31})\}\}/g)];
	if (secrets.length === 0 || found.length === 0 || shell === "cmd") return command;
	const kinds = kindsOf(rules, command);
	let text = "";
	let from = 0;
	for (const { 0: all, 1: name, index: at } of found) {
		const end = at + all.length;
		const { kind } = kinds.findLast((one) => one.from <= at);
		const alone =
			rules === secretRules.posix ||
			(/(?:^|[\s(,;{[|&!]|(?:^|[\s(,;{[|&!])[^\s\-"'][^\s"']*=)$/.test(command.slice(0, at)) &&
				/^(?:$|[\s),;}\]|&])/.test(command.slice(end)));
		const fits = kind === "double" || (kind === "bare" && alone);
		if (!fits || !secrets.some((one) => one.name === name)) continue;
		const variable = `CAISEY_SECRET_${name.toUpperCase().replaceAll("-", "_")}`;
		const plain = rules === secretRules.posix ? `\${${variable}}` : `\${env:${variable}}`;
		const quoted = rules === secretRules.posix && kind === "bare" ? `"${plain}"` : plain;
		text += command.slice(from, at) + quoted;
		from = end;
	}
	return text + command.slice(from);
};

/** Of each context its kind, and what a pattern does in it: goes into another context, out of it, or is one whole. */
const posixCode = [
	[/\\[\s\S]/y],
	[/(?<!<)<<-?(?!<)[ \t]*(["']?)\\?([A-Za-z_]\w*)\1[^\n]*\n(?:[\s\S]*?\n)??\t*\2(?=\n|$)/y, "whole"],
	[/(?<!<)<<-?(?!<)[ \t]*["'\\]?[A-Za-z_][\s\S]*/y, "whole"],
	[/\$'/y, "ansi"],
	[/'/y, "single"],
	[/"/y, "double"],
	[/`/y, "ticks"],
	[/\$?\(/y, "parentheses"],
	[/(?<=^|[\s;|&()])#/y, "comment"],
];
const powershellCode = [
	[/`[\s\S]/y],
	[/@['\u2018-\u201b][ \t]*\r?\n/y, "hereSingle"],
	[/@["\u201c-\u201e][ \t]*\r?\n/y, "hereDouble"],
	[/['\u2018-\u201b]/y, "single"],
	[/["\u201c-\u201e]/y, "double"],
	[/<#/y, "block"],
	[/(?<=^|[\s;|&(){},=])#/y, "comment"],
	[/(?<=\s)--%[^\n]*/y, "whole"],
	[/[$@]?\(/y, "parentheses"],
];
const secretRules = {
	posix: {
		code: ["bare", posixCode],
		parentheses: ["bare", [[/\)/y, "out"], ...posixCode]],
		ticks: ["bare", [[/`/y, "out"], ...posixCode]],
		single: ["none", [[/'/y, "out"]]],
		ansi: ["none", [[/\\[\s\S]/y], [/'/y, "out"]]],
		double: ["double", [[/\\[\s\S]/y], [/"/y, "out"], [/`/y, "ticks"], [/\$\(/y, "parentheses"]]],
		comment: ["none", [[/\n/y, "out"]]],
	},
	powershell: {
		code: ["bare", powershellCode],
		parentheses: ["bare", [[/\)/y, "out"], ...powershellCode]],
		single: ["none", [[/['\u2018-\u201b]{2}/y], [/['\u2018-\u201b]/y, "out"]]],
		double: [
			"double",
			[[/`[\s\S]/y], [/["\u201c-\u201e]{2}/y], [/["\u201c-\u201e]/y, "out"], [/\$\(/y, "parentheses"]],
		],
		hereSingle: ["none", [[/\n['\u2018-\u201b]@/y, "out"]]],
		hereDouble: ["double", [[/`[\s\S]/y], [/\n["\u201c-\u201e]@/y, "out"], [/\$\(/y, "parentheses"]]],
		block: ["none", [[/#>/y, "out"]]],
		comment: ["none", [[/\n/y, "out"]]],
	},
};

const kindsOf = (contexts, text) => {
	const found = [];
	const inside = ["code"];
	for (let at = 0; at < text.length; ) {
		const [kind, rules] = contexts[inside.at(-1)];
		if (found.at(-1)?.kind !== kind) found.push({ from: at, kind });
		const rule = rules.find(([pattern]) => {
			pattern.lastIndex = at;
			return pattern.test(text);
		});
		const [pattern, does] = rule ?? [null];
		if (does === "out") inside.pop();
		else if (does === "whole") found.push({ from: at, kind: "none" });
		else if (does !== undefined) inside.push(does);
		at = pattern?.lastIndex ?? at + 1;
	}
	return found;
};

/** A command line is called by its text, a script by its name and arguments. */
const calledAs = ({ command, script }) =>
	script
		? [script.name, ...script.arguments]
				.map((one) => (/^[A-Za-z0-9_.:/\\=@%+,-]+$/.test(one) ? one : JSON.stringify(one)))
				.join(" ")
		: command;

const utf16 = (command) => {
	const units = new DataView(new ArrayBuffer(2 * command.length));
	for (let i = 0; i < command.length; i++) units.setUint16(2 * i, command.charCodeAt(i), true);
	return means.base64(new Uint8Array(units.buffer));
};

/** A recording as it is, whatever others say of it. */
const recorded = async (it, { run, records }) => {
	const { links, broken } = await chain("record", run, records, recordMeta, (row) => bytes(row.bytes));
	it.check(inARow(records, "n"), `${records.length} records, none missing in between`);
	it.check(
		broken.length === 0,
		`every record has its hash${broken.length ? `: wrong at ${firstFew(broken)}` : ""}`,
	);
	const found = { links, stdout: 0, stderr: 0, gone: { stdout: 0, stderr: 0 }, context: null, end: null };
	const wrong = [];
	for (const row of records) {
		const { n, kind, offset, length, erased, elsewhere } = row;
		if (elsewhere && kind === "event") wrong.push(`the event ${n}, which is left out,`);
		if (offset !== (kind === "event" ? 0 : found[kind])) wrong.push(`the position of record ${n}`);
		if (!isGone(row) && bytes(row.bytes).length !== length) wrong.push(`the length of record ${n}`);
		if (erased && !it.erased[kind === "event" ? "event" : "run"](run, n))
			wrong.push(`the erasure of record ${n}`);
		if (kind !== "event") {
			found[kind] += length;
			if (isGone(row)) found.gone[kind]++;
		} else if (!isGone(row)) keep(found, row);
	}
	it.agree(wrong, "its records");
	const gone = records.filter(({ erased }) => erased).length;
	if (gone > 0) it.note(`${gone} of its records are erased, as the events say`);
	const left = records.filter(({ elsewhere }) => elsewhere).length;
	if (left > 0)
		it[it.sealed ? "note" : "open"](
			`the output of ${left} of its records isn't in this file: the evidence bundle has it`,
		);
	return found;
};

const keep = (found, { n, at, bytes: source }) => {
	const event = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes(source)));
	if (event.type === "context") found.context ??= { event, at };
	if (event.type === "end") found.end = { ...event, n };
};

/** What the export repeats of a run, as the events, the plan and the recording have it. */
const expectedOf = (it, run, wanted, { started, ended, compared, found }) => {
	const { plan, decided, endpoint, step, index } = wanted;
	return {
		...{ plan: plan.id, step: index, phase: step.phase, command: calledAs(step) },
		endpoint: pick(endpoint, "id", "name"),
		by: pick(plan.proposer, "name", "label", "surface"),
		approvals: approvalsOf(it, plan.id, decided),
		...startOf(it, run, decided, { started, ended, found }),
		context: started?.context ?? null,
		stdout: ended ? ended.stdout : upTo(found.stdout),
		stderr: ended ? ended.stderr : upTo(found.stderr),
		lastRecord: ended ? ended.summary.records + 1 : upTo(run.records.length),
		...pick(ended ?? { summary: null, agrees: null, head: null }, "summary", "agrees", "head"),
		// Exports of earlier versions lack it; then there was nothing to count.
		inside: (value = null) => same(value, ended?.found?.inside ?? null),
		// Exports of earlier versions lack it, and have no such event.
		drift: (value = null) => same(value, compared?.drift ?? null),
		erased: it.erased.any(run.run),
		...verdictOf(it, run, wanted, started, ended),
	};
};

/** Who approved it: those who voted, or what let it run without a vote. */
const approvalsOf = (it, plan, decided) => {
	const ruled = it.of("plan.ruled").find((one) => one.plan === plan)?.ruled;
	if (!ruled)
		return votesOn(it, plan)
			.filter(({ verdict }) => verdict === "approve")
			.map(({ actor, at }) => ({ by: actor.label ?? actor.name, at }));
	if (ruled.by === "rule")
		return [{ by: `the rule ${ruled.rules.join(" + ")}`.slice(0, 200), at: decided.at }];
	return ruled.voters.map(({ name, label, at }) => ({
		by: `${(label ?? name).slice(0, 140)} (standing approval, ${ruled.n} of ${ruled.of})`,
		at,
	}));
};

/** Whether an earlier version may have made the export: the later ones compare each run that starts, and the events have that. */
const mayBeOlder = (it) => it.of("run.drift").length === 0;

/** When the Worker heard of its start, and when that was by the agent's clock. */
const startOf = (it, run, decided, { started, ended, found }) => {
	const agentStartedAt = started ? Math.floor((found.context?.at ?? 0) / 1000) : null;
	if (Object.hasOwn(run, "agentStartedAt") || !mayBeOlder(it))
		return { startedAt: started?.at ?? null, agentStartedAt };
	// Exports of earlier versions show it by the agent's clock, within what is known.
	const { exportedAt } = it.transcript;
	const startedAt = started && Math.max(agentStartedAt, decided.at);
	if (!(startedAt > exportedAt) || ended) {
		if (started && !it.sealed) it.open("nothing signs that its start is shown by its agent's clock alone");
		return { startedAt: started ? Math.min(startedAt, ended?.at ?? startedAt) : null };
	}
	if (!it.sealed) it.open("nothing signs when it started: its agent's clock is after the export");
	// An agent's clock may be ahead: until the run has ended, its start is shown as now.
	return { startedAt: (value) => value >= Math.max(exportedAt, decided.at) && value <= startedAt };
};

/** How the run went, as far as the events tell. Whether a report holds is Caisey's judgement: here only what it must mean. */
const verdictOf = (it, run, { plan, endpoint }, started, ended) => {
	const here = (kind) => it.of(kind).find((one) => one.plan === plan.id && one.endpoint === endpoint.id);
	const cancel = it.of("cancel.asked").find((one) => one.plan === plan.id);
	const keptOut = it.of("integrity").some((one) => one.run === run.run);
	const seen = started !== undefined || run.stdout + run.stderr > 0;
	const refused = it
		.of("plan.refused")
		.some(
			({ grant, ...one }) => grant === "expected" && same([one.plan, one.endpoint], [plan.id, endpoint.id]),
		);
	const never = here("plan.undelivered") ? "undelivered" : refused ? "refused" : null;
	const unheard = here("plan.unheard");
	const lost = ended ? null : keptOut ? "rejected" : unheard ? (unheard.because ?? "unheard") : null;
	const isDoubted = isObject(run.doubted);
	const wasCancelled = ended?.end.outcome === "cancelled";
	const claim = ended ? (wasCancelled ? { outcome: "cancelled" } : ended.end) : { outcome: never };
	const mayBeDoubted = ended !== undefined || (seen && never !== null && lost === null);
	// Exports of the very first version have the report as it came, and no doubts.
	const first = run.doubted === undefined;
	const end = ended && wasCancelled && !first ? { ...ended.end, by: cancel?.actor.name ?? "" } : ended?.end;
	return {
		state: ended || lost || (seen && never) ? "ended" : seen ? "running" : "waiting",
		end: lost ? { outcome: "unknown", because: lost } : isDoubted ? null : (end ?? null),
		...(!first && {
			cancelled: wasCancelled && !isDoubted && cancel ? { by: cancel.actor.name, at: cancel.at } : null,
			doubted: (value) =>
				isDoubted
					? mayBeDoubted && same(value.claim, claim) && value.doubts?.length > 0
					: value === null && !(ended && keptOut),
		}),
	};
};

/** What the agent counted and hashed, signed by the key that the approved plan names. */
const agentSigned = async (it, run, { plan, endpoint }, ended, found) => {
	const { end } = found;
	if (!it.check(end?.n === run.records.length, "its last record is the agent's report")) return;
	const summary = parsed(
		end.summary,
		some({ stdout: some({ bytes: int }), stderr: some({ bytes: int }) }),
		"the report",
	);
	const key = it.transcript.header.endpointKeys.find((one) => one.endpoint === endpoint.id)?.key;
	const isIts = key !== undefined && hex(await sha256(bytes(key))) === endpoint.key;
	it.check(isIts, "its agent's key is the one in the approved plan");
	it.check(
		isIts && (await signedBy(key, `caisey run v1\n${end.summary}`, end.signature)),
		"its agent signed the report",
	);
	const about = {
		run: run.run,
		plan: plan.id,
		digest: plan.digest,
		endpoint: endpoint.id,
		records: run.records.length - 1,
	};
	it.check(
		differing(summary, about).length === 0,
		"the report names this run, plan and endpoint, and counts all records",
	);
	const told = differing(ended, {
		summary,
		end: summary.end,
		stdout: found.stdout,
		stderr: found.stderr,
		agrees: true,
	});
	it.check(
		told.length === 0,
		`the events have this report, and the amounts that are here${told.length ? `: not ${firstFew(told)}` : ""}`,
	);
	for (const stream of ["stdout", "stderr"]) {
		const { bytes: length, sha256: sum } = summary[stream];
		it.check(length === found[stream], `${stream} has the ${length} bytes that the agent counted`);
		if (sum === null || found.gone[stream] > 0) it.note(`${stream} can't be compared with the agent's hash`);
		else {
			const pieces = run.records.filter(({ kind }) => kind === stream).map((row) => bytes(row.bytes));
			it.check(hex(await sha256Of(pieces)) === sum, `${stream} has the agent's SHA-256 ${sum}`);
		}
	}
};

const attached = async (it) => {
	const { attachments } = it.transcript;
	const named = it.said.flatMap(({ kind, attachments: those, attached: that }) =>
		kind === "message.said" ? those : kind === "message.attached" && that.attachment ? [that.attachment] : [],
	);
	it.check(
		same(
			attachments.map(({ blob }) => blob),
			named.map(({ blob }) => blob),
		),
		`${named.length} attachments were recorded, and each is here once`,
	);
	for (const { blob, name, type, bytes: length, sha256: sum } of named) {
		const found = attachments.find((one) => one.blob === blob);
		const inside = found && bytes(found.bytes);
		const whole =
			found?.name === name &&
			found.type === type &&
			inside.length === length &&
			hex(await sha256(inside)) === sum;
		it.check(whole, `attachment ${JSON.stringify(name)}${found ? "" : " is missing"}`);
	}
};

/** Whether a plan needs secrets that no one has entered before an event. */
const lacksSecrets = (it, plan, before) =>
	JSON.parse(plan.text).secrets.length > 0 &&
	!it.of("secrets.entered").some((one) => one.plan === plan.id && one.seq < before);

/** What the export repeats of the session and its plans, as the events have it. */
const repeated = async (it) => {
	const { header, plans } = it.transcript;
	const opened = it.of("session.opened")[0];
	const threads = threadsOf(it);
	const own = threads.find(({ kind }) => kind === "own");
	const ticket = it.of("ticket.set").at(-1)?.ticket ?? null;
	// By the newest plan that waits or runs, else by the last one; in exports of earlier versions always by the last one.
	const last = plans.at(-1);
	const telling = plans.findLast((plan) => ["open", "approved", "running"].includes(plan.state)) ?? last;
	const reopened = it.of("session.reopened").at(-1)?.seq ?? 0;
	const isOver = !["open", "approved", "running"].includes(telling?.state);
	const asksAgain = isOver && reopened > (it.of("plan.proposed").at(-1)?.seq ?? 0);
	const [state, older] = [telling, last].map((plan) => {
		if (asksAgain) return "waiting-for-technician";
		if (plan?.state === "approved" && lacksSecrets(it, plan, Infinity)) return "waiting-for-secret";
		return plan?.state === "open" ? "waiting-for-approval" : (plan?.state ?? "waiting-for-technician");
	});
	// What it said may be erased.
	const closed = it.transcript.events.findLast(({ kind }) => kind === "session.closed")?.seq ?? 0;
	const isClosed = closed > reopened;
	const isOlder = !isClosed && header.state !== state && header.state === older && mayBeOlder(it);
	if (isOlder && !it.sealed) it.open("nothing signs that the session's state is that of its last plan alone");
	const fingerprints = new Map();
	for (const { key } of header.endpointKeys) fingerprints.set(key, hex(await sha256(bytes(key))));
	const must = {
		request: opened?.request,
		requester: (opened?.for ?? opened?.original?.author ?? opened?.actor)?.name,
		openedAt: opened?.at,
		state: isClosed ? "closed" : isOlder ? older : state,
		askedIn: hasNames(it) ? (opened?.for ? null : (own?.called ?? null)) : undefined,
		threads,
		ticket: ticket === null ? null : (value) => value?.ticket === ticket,
		endpointKeys: (value) =>
			same(value.map(({ endpoint }) => endpoint).sort(), [...keysOf(it).keys()].sort()) &&
			value.every(({ endpoint, key }) => keysOf(it).get(endpoint).has(fingerprints.get(key))),
	};
	const wrong = differing(header, must);
	it.check(
		wrong.length === 0,
		`the header says what the events say${wrong.length ? `: not ${firstFew(wrong)}` : ""}`,
	);
	for (const plan of plans) {
		const outcome = it.of("plan.decided").find((one) => one.plan === plan.id)?.outcome ?? "open";
		const states = outcome === "approved" ? ["approved", "running", "finished", "cancelled"] : [outcome];
		const votes = votesOn(it, plan.id).map(({ actor, ...one }) => ({
			...pick(actor, "name", "surface"),
			...pick(one, "verdict", "at", "reason"),
			...(one.for && { for: one.for }),
			...(one.unconfirmed && { unconfirmed: one.unconfirmed }),
		}));
		it.agree(differing(plan, { votes, state: (value) => states.includes(value) }), `plan ${plan.id}`);
	}
};

/** In the order of their time, as Caisey shows them. */
const votesOn = (it, plan) =>
	it
		.of("vote.cast")
		.filter((one) => one.plan === plan)
		.sort((a, b) => a.at - b.at);

/** The fingerprints of each endpoint's key, as the plans have them. */
const keysOf = (it) => {
	const found = new Map();
	for (const { endpoints } of it.plans.values())
		for (const { id, key } of endpoints) found.set(id, (found.get(id) ?? new Set()).add(key));
	return found;
};

/** Whether the export names conversations as people called them. */
const hasNames = ({ transcript }) => Object.hasOwn(transcript.header, "askedIn");

const threadsOf = (it) => {
	const threads = [];
	for (const { kind, thread, place: at, called, heard, since, ...event } of it.said)
		if (kind === "thread.opened")
			threads.push({
				kind: thread,
				place: at,
				...(hasNames(it) && { called: called ?? null }),
				heard: heard === undefined ? [] : [{ how: heard, at: event.at }],
			});
		else if (kind === "thread.heard")
			threads
				.find(({ place: of }) => of.workspace === at.workspace && of.channel === at.channel)
				?.heard.push({ how: heard, at: since ?? event.at });
	return threads;
};

/** The command line: the file, and what is trusted. A key may also just follow the file, as it did at first. */
const asked = ([file, ...rest]) => {
	const found = { file, keys: [], heads: [], approvers: null, authority: null };
	const read = (name) => node("fs").readFileSync(name);
	for (let i = 0; i < rest.length; i++) {
		if (rest[i] === "--approvers") {
			found.approvers = trustedApprovers(read(rest[++i]));
			continue;
		}
		if (rest[i] === "--authority") {
			found.authority = [...(found.authority ?? []), ...trustedCertificates(read(rest[++i]))];
			continue;
		}
		const [into, value] =
			rest[i] === "--key"
				? ["keys", rest[++i]]
				: rest[i] === "--head"
					? ["heads", rest[++i]]
					: ["keys", rest[i]];
		(into === "keys" ? base64(32) : hash)(value, into === "keys" ? "the key" : "the head");
		found[into].push(value);
	}
	return found;
};

const main = async () => {
	try {
		const given = process.argv.slice(2);
		if (given.includes("--help") || given.includes("-h")) return { code: 0, lines: [usage] };
		const { file, ...trusted } = asked(given);
		if (!file || file.startsWith("-")) throw new Error("name a file");
		const content = node("fs").readFileSync(file);
		const most = node("buffer").constants.MAX_STRING_LENGTH;
		if (content[0] !== 0x50 && content.length > most)
			throw new Error(
				`the file has more than the ${most} bytes that this script reads of a JSON export: check the evidence bundle`,
			);
		return await judge(content, trusted);
	} catch (error) {
		return { code: 2, lines: [`Nothing was checked: ${error.message}`, "", usage] };
	}
};

/** Not if a test or a page only imports this. By either name: a link to this file must not check nothing and exit with 0. */
const isMain = () => {
	if (node("fs") === null) return false;
	const [, started = ""] = process.argv;
	const own = node("url").fileURLToPath(import.meta.url);
	const { basename } = node("path");
	return basename(started) === basename(own) || node("fs").realpathSync(started) === own;
};

if (isMain()) {
	const { code, lines } = await main();
	// Not process.exit: that would cut what a slow pipe has not taken yet.
	process.exitCode = code;
	process.stdout.on("error", () => {});
	process.stdout.write(`${lines.join("\n")}\n`);
}
