// Checks a transcript's JSON export without Caisey: node docs/verify-transcript.mjs transcript.json [public key, base64]…
// Uses nothing but Node (20 or newer). docs/transcript.md says what each line means.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const [file, ...trusted] = process.argv.slice(2);
if (!file) {
	console.error("node docs/verify-transcript.mjs transcript.json [public key, base64]…");
	process.exit(2);
}
const transcript = JSON.parse(readFileSync(file, "utf8"));
if (transcript.format !== "caisey-transcript" || transcript.v !== 1) {
	console.error("This is not a transcript in a version that this script knows.");
	process.exit(2);
}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const bytes = (base64) => Buffer.from(base64, "base64");
let ok = true;
const check = (good, what) => {
	ok &&= good;
	console.log(`${good ? "ok    " : "BROKEN"} ${what}`);
};

const publicKey = (raw) =>
	createPublicKey({
		key: { kty: "OKP", crv: "Ed25519", x: bytes(raw).toString("base64url") },
		format: "jwk",
	});
const signedBy = (raw, message, signature) => verify(null, message, publicKey(raw), bytes(signature));

const workerKeys = new Map(transcript.header.workerKeys.map(({ keyId, key }) => [keyId, key]));
for (const [keyId, key] of workerKeys)
	if (trusted.length) check(trusted.includes(key), `key ${keyId} is one that you named`);
	else
		console.log(
			`note   key ${keyId} is ${key}: compare it with what you were given, or name it on the command line`,
		);

const headHolds = (head) => {
	const text = JSON.stringify({ v: 1, id: head.id, count: head.count, link: head.link });
	const key = workerKeys.get(head.keyId);
	return key !== undefined && signedBy(key, Buffer.from(`caisey head v1\n${text}`), head.signature);
};

/** The links of a chain, the first (before any row) included; and how many payloads do not have their hash. */
const chain = (kind, id, rows, meta, payload) => {
	const links = [sha256("caisey chain v1\n", id)];
	const broken = [];
	for (const [i, row] of rows.entries()) {
		const about = meta(row);
		const length = Buffer.alloc(4);
		length.writeUInt32LE(about.length);
		if (row.salt && hex(sha256(bytes(row.salt), payload(row))) !== row.hash) broken.push(i + 1);
		links.push(sha256(`caisey ${kind} v1\n`, links[i], length, about, Buffer.from(row.hash, "hex")));
	}
	const erased = rows.filter((row) => !row.salt).length;
	return { links: links.map(hex), broken, erased };
};

const inARow = (rows, number) => rows.every((row, i) => row[number] === i + 1);
const told = ({ broken, erased }) =>
	`${broken.length ? `: wrong at ${broken.slice(0, 5).join(", ")}` : ""}${erased ? ` (${erased} erased)` : ""}`;

// The events of the session.
const { events, plans, runs, attachments, header } = transcript;
const eventMeta = ({ seq, at, kind }) => Buffer.from(JSON.stringify([1, seq, at, kind]));
const story = chain("event", header.session, events, eventMeta, (row) => Buffer.from(row.payload));
check(inARow(events, "seq"), `${events.length} events, none missing in between`);
check(story.broken.length === 0, `every event has its hash${told(story)}`);
const bodies = events.flatMap(({ payload }) => (payload === null ? [] : [JSON.parse(payload).body]));
const erasures = bodies.filter(({ kind }) => kind === "erased").map(({ what }) => what);
const struck = (run, n) => erasures.some((what) => what.run === run && (what.records?.includes(n) ?? true));
for (const { seq, salt } of events)
	if (!salt)
		check(
			erasures.some((what) => what.seq === seq),
			`an erasure of event ${seq} is recorded`,
		);
check(
	events.every(({ payload, kind }) => payload === null || JSON.parse(payload).body.kind === kind),
	"every event is of the kind that it says",
);
const heads = bodies.filter(({ kind }) => kind === "head.signed").map(({ head }) => head);
for (const head of heads)
	check(
		head.id === header.session && story.links[head.count] === head.link && headHolds(head),
		`head ${head.link} over ${head.count} events, signed with ${head.keyId}`,
	);
const covered = Math.max(0, ...heads.map(({ count }) => count));
if (covered < events.length)
	console.log(`note   ${events.length - covered} events came after the last signed head`);

// What was asked to be approved.
for (const plan of plans) {
	check(hex(sha256(plan.text)) === plan.digest, `plan ${plan.id} has the digest ${plan.digest}`);
	const shown = bodies.filter(({ kind, plan: id }) => kind === "plan.proposed" && id === plan.id);
	check(
		shown.every(({ digest }) => digest === plan.digest),
		`plan ${plan.id} is the one that was proposed`,
	);
}
for (const { kind, card, digest, plan } of bodies)
	if (kind === "card.shown")
		check(hex(sha256(card)) === digest, `a card of plan ${plan} is the one that was shown`);

// The recordings.
const kinds = ["stdout", "stderr", "event"];
const recordMeta = (row) => {
	const about = Buffer.alloc(40);
	about[0] = 1;
	about[1] = kinds.indexOf(row.kind);
	about.writeUInt32LE(row.length, 4);
	for (const [i, number] of [row.n, row.at, row.offset].entries())
		about.writeBigUInt64LE(BigInt(number), 8 + 8 * i);
	about.writeBigUInt64LE(BigInt(row.receivedAt), 32);
	return about;
};

const agentSigned = (run, records) => {
	const end = records.findLast(({ kind, salt }) => kind === "event" && salt);
	const body = end && JSON.parse(bytes(end.bytes).toString());
	if (body?.type !== "end")
		return console.log("note   its end record is not there: nothing signed by the agent");
	const { key } = header.endpointKeys.find(({ endpoint }) => endpoint === run.endpoint.id) ?? {};
	const plan = JSON.parse(plans.find(({ id }) => id === run.plan).text);
	const known = plan.endpoints.find(({ id }) => id === run.endpoint.id)?.key;
	check(
		key !== undefined && hex(sha256(bytes(key))) === known,
		"its agent's key is the one in the approved plan",
	);
	const message = Buffer.from(`caisey run v1\n${body.summary}`);
	check(key !== undefined && signedBy(key, message, body.signature), "its agent signed the summary");
	const summary = JSON.parse(body.summary);
	check(
		summary.run === run.run && summary.digest === plans.find(({ id }) => id === run.plan).digest,
		"it names run and plan",
	);
	for (const stream of ["stdout", "stderr"]) totals(summary[stream], stream, records);
};

const totals = (claimed, stream, records) => {
	const pieces = records.filter(({ kind }) => kind === stream);
	const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
	check(length === claimed.bytes, `${stream} has the ${claimed.bytes} bytes that the agent counted`);
	if (claimed.sha256 === null || pieces.some(({ salt }) => !salt))
		return console.log(`note   ${stream} can't be compared with the agent's hash`);
	const whole = pieces
		.reduce((hash, piece) => hash.update(bytes(piece.bytes)), createHash("sha256"))
		.digest("hex");
	check(whole === claimed.sha256, `${stream} has the agent's SHA-256 ${whole}`);
};

for (const run of runs) {
	console.log(`\nrun ${run.run}: ${run.phase} on ${run.endpoint.name}`);
	const links = chain("record", run.run, run.records, recordMeta, (row) => bytes(row.bytes));
	check(inARow(run.records, "n"), `${run.records.length} records, none missing in between`);
	check(links.broken.length === 0, `every record has its hash${told(links)}`);
	const gone = run.records.filter((row) => !row.salt);
	if (gone.length)
		check(
			gone.every(({ n }) => struck(run.run, n)),
			`its erasure is recorded`,
		);
	if (!run.head) {
		console.log("note   it has no signed head yet");
		continue;
	}
	const { head } = run;
	check(head.id === run.run && head.count === run.records.length, "its head is over all of its records");
	check(
		links.links[head.count] === head.link && headHolds(head),
		`head ${head.link}, signed with ${head.keyId}`,
	);
	const ended = bodies.find(({ kind, run: id }) => kind === "run.ended" && id === run.run);
	check(ended?.head.link === head.link, "the session's events hold the same head");
	agentSigned(run, run.records);
}

const files = bodies.flatMap(({ kind, attachments: those, attached }) => {
	if (kind === "message.attached") return attached.attachment ? [attached.attachment] : [];
	return kind === "message.said" ? those : [];
});
for (const { blob, name, sha256: digest } of files) {
	const found = attachments.find((one) => one.blob === blob);
	// A message that was erased lists nothing here: what is listed must be there.
	const whole = found?.bytes != null && hex(sha256(bytes(found.bytes))) === digest;
	check(whole, `attachment ${JSON.stringify(name)}${found?.bytes == null ? " is missing" : ""}`);
}
console.log(ok ? "\nEverything holds." : "\nSomething does NOT hold.");
process.exit(ok ? 0 : 1);
