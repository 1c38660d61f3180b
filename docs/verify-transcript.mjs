// Checks a transcript's JSON export without Caisey:
//   node docs/verify-transcript.mjs transcript.json --key <the Worker's public key> [--head <link from the chat>]
// Uses nothing but Node (20 or newer) and shares no code with Caisey. docs/transcript.md says what each line means.
//
// It starts from the events. Everything that they name must be there, and everything else must follow from them.
import { constants } from "node:buffer";
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

const usage = `node docs/verify-transcript.mjs transcript.json --key <public key, base64> [--head <link>]
  --key   a Worker's public key that you trust; again for each key that it ever had
  --head  a head's link that you know from elsewhere, such as the message in the chat
exit code: 0 everything holds · 1 something doesn't hold · 2 nothing was checked · 3 consistent, but not all authenticated`;

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
			bytes(value).toString("base64") === value &&
			[undefined, bytes(value).length].includes(length),
	);
const one = (...values) =>
	shape(values.map((value) => JSON.stringify(value)).join(" or "), (value) => values.includes(value));
const any = () => {};
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
/** Something that may be erased: the first fields are null then. */
const erasable = (fields, rest) => (value, path, unknown) => {
	some({})(value, path);
	const gone = Object.hasOwn(value, "erased");
	const inner = Object.entries(fields).map(([name, of]) => [name, gone ? one(null) : of]);
	only({ ...rest, ...Object.fromEntries(inner), ...(gone && { erased: one(true) }) })(value, path, unknown);
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
const vote = only({ name: text, surface: text, verdict: text, at: int, reason: orNull(text) });
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
				{ bytes: base64(), salt: base64(16) },
				{
					n: int,
					kind: one("stdout", "stderr", "event"),
					at: int,
					receivedAt: int,
					offset: int,
					length: int,
					hash,
				},
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
	attachments: list(only({ blob: text, name: text, type: text, bytes: base64() })),
};
const versions = {
	1: only({ ...contents, v: one(1) }),
	2: only({ ...contents, v: one(2), seal: only({ keyId: text, signature: base64(64) }) }),
};

/** What the checks read of an event; later versions may add to it. */
const bodies = {
	"session.opened": some({ request: text }),
	"thread.opened": some({ thread: text, place }),
	"thread.heard": some({ place, heard: text }),
	"thread.unopened": some({ place, because: text, told: text }),
	"approver.unreached": some({ plan: text, to: text, identity: text, because: text }),
	"ticket.set": some({ ticket: orNull(text) }),
	"message.said": some({
		attachments: list(some({ blob: text, name: text, type: text, bytes: int, sha256: hash })),
	}),
	"message.attached": some({ attached: some({}) }),
	"plan.proposed": some({ plan: text, digest: hash }),
	"card.shown": some({ plan: text, digest: hash, card: text }),
	"vote.cast": some({ plan: text, verdict: text, reason: orNull(text) }),
	"plan.decided": some({ plan: text, outcome: text }),
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

/** The export as it was written: JSON can say the same in several ways, and one name twice. */
const read = (file) => {
	const source = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file);
	const value = JSON.parse(source);
	some({ format: one("caisey-transcript") })(value, "the file");
	if (!Object.hasOwn(versions, value.v))
		throw new Malformed(`its version ${JSON.stringify(value.v)} is not known to this script`);
	const spaceless = source.replace(/("[^"\\]*(?:\\.[^"\\]*)*")|\s+/g, "$1");
	if (spaceless !== JSON.stringify(value))
		throw new Malformed(
			"the file is not JSON as Caisey writes it: look for a name twice, a number or an escape",
		);
	const unknown = [];
	versions[value.v](value, "the file", unknown);
	return { source, transcript: value, unknown };
};

// The cryptography, as docs/transcript.md says it.

/** Of all parts in a row: a long output has more of them than a call may have arguments. */
export const sha256Of = (parts) => {
	const sum = createHash("sha256");
	for (const part of parts) sum.update(part);
	return sum.digest();
};
const sha256 = (...parts) => sha256Of(parts);
const hex = (value) => Buffer.from(value).toString("hex");
const bytes = (value) => Buffer.from(value, "base64");
const signedBy = (key, message, signature) => {
	const jwk = { kty: "OKP", crv: "Ed25519", x: bytes(key).toString("base64url") };
	return verify(null, Buffer.from(message), createPublicKey({ key: jwk, format: "jwk" }), bytes(signature));
};

/** The links of a chain, the first (before any row) included; and the rows whose payload doesn't have their hash. */
const chain = (kind, id, rows, meta, payload) => {
	const links = [sha256("caisey chain v1\n", id)];
	const broken = [];
	for (const [i, row] of rows.entries()) {
		const about = meta(row);
		const length = Buffer.alloc(4);
		length.writeUInt32LE(about.length);
		if (!row.erased && hex(sha256(bytes(row.salt), payload(row))) !== row.hash) broken.push(i + 1);
		links.push(sha256(`caisey ${kind} v1\n`, links[i], length, about, Buffer.from(row.hash, "hex")));
	}
	return { links: links.map(hex), broken };
};

const eventMeta = ({ seq, at, kind }) => Buffer.from(JSON.stringify([1, seq, at, kind]));
const recordMeta = (row) => {
	const about = Buffer.alloc(40);
	about[0] = 1;
	about[1] = ["stdout", "stderr", "event"].indexOf(row.kind);
	about.writeUInt32LE(row.length, 4);
	for (const [i, value] of [row.n, row.at, row.offset, row.receivedAt].entries())
		about.writeBigUInt64LE(BigInt(value), 8 + 8 * i);
	return about;
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

/** Judges an export. `keys`: trusted public keys; `heads`: links known from elsewhere. Gives the exit code and all lines. */
export const judge = (file, { keys = [], heads = [] } = {}) => {
	const report = { lines: [], broken: 0, open: [] };
	const it = {
		report,
		keys,
		heads,
		say: (line) => report.lines.push(plain(line)),
		note: (what) => it.say(`note   ${what}`),
		/** What holds, but by nothing that was signed. */
		open: (what) => {
			report.open.push(what);
			it.say(`open   ${what}`);
		},
		check: (good, what) => {
			if (!good) report.broken++;
			it.say(`${good ? "ok    " : "BROKEN"} ${what}`);
			return good;
		},
		/** Where something is different from its source; says nothing if it isn't. */
		agree: (wrong, of) => wrong.length === 0 || it.check(false, `${of}: ${firstFew(wrong)} not as recorded`),
	};
	/** What can't even be read is told, and the rest is still checked. */
	const attempt = (part) => {
		try {
			part();
		} catch (error) {
			it.check(false, `this can't be read: ${error.message}`);
		}
	};
	attempt(() => {
		Object.assign(it, read(file));
		for (const part of [seal, story, signedHeads, approvals, recordings, attached, repeated, idle])
			attempt(() => part(it));
	});
	return verdict(it);
};

const verdict = ({ say, keys, heads, report: { lines, broken, open } }) => {
	say("");
	if (broken > 0) say("Something does NOT hold.");
	else if (keys.length === 0 && heads.length === 0)
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
	const code = broken > 0 ? 1 : keys.length === 0 || open.length > 0 ? 3 : 0;
	return { code, lines };
};

/** The seal of the whole file, and the keys that may sign. */
const seal = (it) => {
	const { transcript, source, keys } = it;
	it.say(`session ${transcript.header.session}: ${JSON.stringify(transcript.header.request)}`);
	const published = new Map();
	for (const { keyId, key } of transcript.header.workerKeys) {
		const right = hex(sha256(bytes(key))).slice(0, 16) === keyId && !published.has(keyId);
		if (!right) it.check(false, `the id ${keyId} is not its key's`);
		published.set(keyId, key);
	}
	const told = new Set();
	/** Whether a Worker's key that is trusted signed this; says of each key once what it is. */
	it.workerSigned = (keyId, message, signature) => {
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
	const last = `"seal":${JSON.stringify(transcript.seal)}}\n`;
	const sum = hex(sha256(source.slice(0, -last.length)));
	const fits =
		source.endsWith(last) &&
		it.workerSigned(transcript.seal.keyId, `caisey export v1\n${sum}`, transcript.seal.signature);
	it.check(fits, "the file is, byte for byte, what the Worker exported");
	if (fits)
		it.note(
			`it was exported at ${new Date(transcript.exportedAt).toISOString()}: what came later isn't in it`,
		);
	it.sealed = fits && keys.length > 0;
};

/** Keys that prove nothing: anyone can have added them. */
const idle = (it) => {
	if (!it.sealed)
		for (const keyId of it.idle()) it.open(`key ${keyId} is in the file, and signs nothing in it`);
};

/** The session's events, and what they say. */
const story = (it) => {
	const { events, header } = it.transcript;
	it.links = chain("event", header.session, events, eventMeta, ({ payload }) => payload);
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
		...["prompt.asked", "prompt.answered", "prompt.expired"],
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

/** How far signatures, or heads that are known from elsewhere, reach. */
const signedHeads = (it) => {
	const {
		transcript: { events, header },
		links: { links },
	} = it;
	let covered = 0;
	for (const { seq, head } of it.of("head.signed")) {
		const stands = head.id === header.session && head.count < seq && links[head.count] === head.link;
		const good = it.check(
			stands && it.headHolds(head),
			`head ${head.link} over ${head.count} events, signed with ${head.keyId}`,
		);
		if (good && it.keys.length > 0) covered = Math.max(covered, head.count);
	}
	for (const known of it.heads) {
		const count = links.indexOf(known, 1);
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
const approvals = (it) => {
	const { plans, header } = it.transcript;
	const proposed = it.of("plan.proposed");
	it.check(
		same(
			plans.map(({ id }) => id),
			proposed.map(({ plan }) => plan),
		),
		`${proposed.length} plans were proposed, and each is here once`,
	);
	it.plans = new Map();
	for (const [i, { id, text: source, digest }] of plans.entries()) {
		const by = proposed[i];
		const good = it.check(
			hex(sha256(source)) === digest && digest === by?.digest,
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
	for (const { seq, card, digest, plan } of it.of("card.shown"))
		it.check(hex(sha256(card)) === digest, `event ${seq}: a card of plan ${plan} is the one that was shown`);
	for (const { seq, plan } of it.of("plan.decided"))
		it.agree(
			it.of("plan.decided").some((one) => one.plan === plan && one.seq < seq) ? ["its one decision"] : [],
			`plan ${plan}`,
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

const recordings = (it) => {
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
		if (wanted[i]) recording(it, run, wanted[i]);
		else it.check(false, "no approved plan has it");
	}
	it.say("");
};

const recording = (it, run, wanted) => {
	const { plan, endpoint, step, index } = wanted;
	const events = (kind) => it.of(kind).filter((one) => one.run === run.run);
	const [started, ended, compared] = ["run.started", "run.ended", "run.drift"].map((kind) => events(kind)[0]);
	it.check(
		["run.started", "run.ended", "run.drift"].every((kind) => events(kind).length < 2),
		"it starts at most once, ends at most once, and is compared at most once",
	);
	const found = recorded(it, run);
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
			stands && it.headHolds(head),
			`head ${head.link} over all of its ${head.count} records, signed with ${head.keyId}`,
		);
		agentSigned(it, run, wanted, ended, found);
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
	const runners = /^p/.test(shell) ? [null, runnerIn(argv)] : [null];
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
		`catch { try { & ${again}; exit $LASTEXITCODE } catch { Write-Error -ErrorRecord $_; exit 1 } } `,
		`exit $runner.${script ? "RunFile($Host, $PROFILE)" : "Run($Host, $PROFILE, $step)"} }${script ? " #" : ""}`,
	];
	return [...options, "-Command", text.join(""), ...what];
};

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

const utf16 = (command) => Buffer.from(command, "utf16le").toString("base64");

/** A recording as it is, whatever others say of it. */
const recorded = (it, { run, records }) => {
	const { links, broken } = chain("record", run, records, recordMeta, (row) => bytes(row.bytes));
	it.check(inARow(records, "n"), `${records.length} records, none missing in between`);
	it.check(
		broken.length === 0,
		`every record has its hash${broken.length ? `: wrong at ${firstFew(broken)}` : ""}`,
	);
	const found = { links, stdout: 0, stderr: 0, gone: { stdout: 0, stderr: 0 }, context: null, end: null };
	const wrong = [];
	for (const row of records) {
		const { n, kind, offset, length, erased } = row;
		if (offset !== (kind === "event" ? 0 : found[kind])) wrong.push(`the position of record ${n}`);
		if (!erased && bytes(row.bytes).length !== length) wrong.push(`the length of record ${n}`);
		if (erased && !it.erased[kind === "event" ? "event" : "run"](run, n))
			wrong.push(`the erasure of record ${n}`);
		if (kind !== "event") {
			found[kind] += length;
			if (erased) found.gone[kind]++;
		} else if (!erased) keep(found, row);
	}
	it.agree(wrong, "its records");
	const gone = records.filter(({ erased }) => erased).length;
	if (gone > 0) it.note(`${gone} of its records are erased, as the events say`);
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
	const approvals = votesOn(it, plan.id).filter(({ verdict }) => verdict === "approve");
	return {
		...{ plan: plan.id, step: index, phase: step.phase, command: calledAs(step) },
		endpoint: pick(endpoint, "id", "name"),
		by: pick(plan.proposer, "name", "label", "surface"),
		approvals: approvals.map(({ actor, at }) => ({ by: actor.label ?? actor.name, at })),
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
const agentSigned = (it, run, { plan, endpoint }, ended, found) => {
	const { end } = found;
	if (!it.check(end?.n === run.records.length, "its last record is the agent's report")) return;
	const summary = parsed(
		end.summary,
		some({ stdout: some({ bytes: int }), stderr: some({ bytes: int }) }),
		"the report",
	);
	const key = it.transcript.header.endpointKeys.find((one) => one.endpoint === endpoint.id)?.key;
	const isIts = key !== undefined && hex(sha256(bytes(key))) === endpoint.key;
	it.check(isIts, "its agent's key is the one in the approved plan");
	it.check(
		isIts && signedBy(key, `caisey run v1\n${end.summary}`, end.signature),
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
			it.check(hex(sha256Of(pieces)) === sum, `${stream} has the agent's SHA-256 ${sum}`);
		}
	}
};

const attached = (it) => {
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
			found?.name === name && found.type === type && inside.length === length && hex(sha256(inside)) === sum;
		it.check(whole, `attachment ${JSON.stringify(name)}${found ? "" : " is missing"}`);
	}
};

/** Whether a plan needs secrets that no one has entered before an event. */
const lacksSecrets = (it, plan, before) =>
	JSON.parse(plan.text).secrets.length > 0 &&
	!it.of("secrets.entered").some((one) => one.plan === plan.id && one.seq < before);

/** What the export repeats of the session and its plans, as the events have it. */
const repeated = (it) => {
	const { header, plans } = it.transcript;
	const opened = it.of("session.opened")[0];
	const threads = threadsOf(it);
	const own = threads.find(({ kind }) => kind === "own");
	const ticket = it.of("ticket.set").at(-1)?.ticket ?? null;
	// By the newest plan that waits or runs, else by the last one; in exports of earlier versions always by the last one.
	const last = plans.at(-1);
	const telling = plans.findLast((plan) => ["open", "approved", "running"].includes(plan.state)) ?? last;
	const [state, older] = [telling, last].map((plan) => {
		if (plan?.state === "approved" && lacksSecrets(it, plan, Infinity)) return "waiting-for-secret";
		return plan?.state === "open" ? "waiting-for-approval" : (plan?.state ?? "waiting-for-technician");
	});
	const isClosed = it.of("session.closed").length > 0;
	const isOlder = !isClosed && header.state !== state && header.state === older && mayBeOlder(it);
	if (isOlder && !it.sealed) it.open("nothing signs that the session's state is that of its last plan alone");
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
			value.every(({ endpoint, key }) =>
				keysOf(it)
					.get(endpoint)
					.has(hex(sha256(bytes(key)))),
			),
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
	const found = { file, keys: [], heads: [] };
	for (let i = 0; i < rest.length; i++) {
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

const main = () => {
	try {
		const { file, ...trusted } = asked(process.argv.slice(2));
		if (!file || file.startsWith("-")) throw new Error("name a file");
		const content = readFileSync(file);
		if (content.length > constants.MAX_STRING_LENGTH)
			throw new Error(
				`the file has more than the ${constants.MAX_STRING_LENGTH} bytes that this script reads`,
			);
		return judge(content, trusted);
	} catch (error) {
		return { code: 2, lines: [`Nothing was checked: ${error.message}`, "", usage] };
	}
};

/** Not if a test only imports this. By either name: a link to this file must not check nothing and exit with 0. */
const isMain = () => {
	const [, started = ""] = process.argv;
	const own = fileURLToPath(import.meta.url);
	return basename(started) === basename(own) || realpathSync(started) === own;
};

if (isMain()) {
	const { code, lines } = main();
	// Not process.exit: that would cut what a slow pipe has not taken yet.
	process.exitCode = code;
	process.stdout.on("error", () => {});
	process.stdout.write(`${lines.join("\n")}\n`);
}
