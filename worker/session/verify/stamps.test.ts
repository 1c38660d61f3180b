// Time stamps of a session's head: both judges accept a true one and name each that is forged, and outside its authority is checked.
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { base64, fromBase64, utf8 } from "../../../protocol/bytes.ts";
import type { SignedHead } from "../../../protocol/record/events.ts";
import { stampedBytes } from "../../../protocol/record/stamp.ts";
import { workerKey } from "../../keys/crypto.ts";
import { type Authority, newAuthority, type Wrong } from "../../stamps/testing/authority.ts";
import { opensslAuthority } from "../../stamps/testing/openssl.ts";
import { type SessionOutbox, worker } from "../core.ts";
import { record } from "../record.ts";
import { signSessionHead } from "../show/posted.ts";
import { stampHead } from "../show/stamping.ts";
import { bundleOf, packed, unpacked } from "./testing/bundles.ts";
import { emptySession, exportOf, later, type Making, opened, sourceOf } from "./testing/making.ts";
import { asking } from "./testing/script.ts";
import { judged } from "./testing/stored.ts";

const noon = Date.UTC(2026, 0, 1, 12);
const { trustedCertificates } = (await import(
	new URL("../../../docs/verify-transcript.mjs", import.meta.url).href
)) as { trustedCertificates: (file: Uint8Array) => object[] };
let authority: Authority;
let server: Server;
let url: string;
let refuses = false;
let requests = 0;
let answers = async (request: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => authority.answer(request);

beforeAll(async () => {
	authority = await newAuthority("Local TSA", () => noon);
	server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on("data", (part: Buffer) => parts.push(part));
		request.on("end", async () => {
			requests++;
			response.writeHead(refuses ? 503 : 200);
			const asked = new Uint8Array(Buffer.concat(parts));
			response.end(refuses ? "" : await answers(asked));
		});
	});
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const at = server.address();
	url = `http://127.0.0.1:${typeof at === "object" ? at?.port : 0}/`;
});
afterAll(() => server.close());

/** A session whose head is signed. */
const signed = async () => {
	const it = emptySession(1);
	Object.assign(it.env, { TIMESTAMP_URL: url });
	const sent: [body: SessionOutbox, notBefore: number][] = [];
	it.core.put = (_key, _lane, body, notBefore = 0) => void sent.push([body, notBefore]);
	opened(it);
	await signSessionHead(it.core, later(it.clock));
	const wanted = () => sent.flatMap(([body]) => (body.type === "stamp" ? [body] : []));
	const stamp = async (attempt = 1) => stampHead(it.core, wanted().at(-1)?.count ?? -1, attempt);
	return { it, sent, wanted, stamp };
};
const headOf = ({ core }: Making): SignedHead => {
	const body = core.store.events.ofKinds("head.signed").at(-1)?.body;
	if (body?.kind !== "head.signed") throw new Error("no head");
	return body.head;
};
const whole = async (it: Making) => ({ ...it, source: sourceOf(it), key: await workerKey(it.env) });
const trusted = (pem: string) => ({ authority: trustedCertificates(utf8(pem)) });
const about = (lines: string[]) => lines.filter((line) => line.includes("stamped the head"));
/** What both judges say of it: the Worker, and the script by the authority's root. */
const both = async (it: Making, pem = authority.root) => {
	const made = await whole(it);
	const outside = await asking(await exportOf(made), { keys: [made.key.key], ...trusted(pem) });
	return { inside: await judged(made, () => {}), outside };
};

describe("the last head's time stamp", () => {
	test("is asked for where a head is signed, kept once, and accepted by both judges", async () => {
		const { it, wanted, stamp } = await signed();
		expect(wanted()).toEqual([{ type: "stamp", count: headOf(it).count, attempt: 1 }]);
		await stamp();
		await stamp();
		const kept = it.core.store.events.ofKinds("head.stamped");
		expect(kept.map(({ body }) => body)).toMatchObject([
			{ by: "Local TSA", time: noon, count: headOf(it).count },
		]);
		const { inside, outside } = await both(it);
		expect(inside.ok).toBe(true);
		expect(about(outside.lines)).toEqual([
			`ok     "Local TSA" stamped the head of ${headOf(it).count} events at 2026-01-01T12:00:00.000Z, and a certificate that you named vouches for it`,
		]);
		expect(outside).toMatchObject({ code: 0 });
	});

	test("is consistent and no more where its authority isn't named, and by another one nothing", async () => {
		const { it, stamp } = await signed();
		await stamp();
		const made = await whole(it);
		const file = await exportOf(made);
		expect(about((await asking(file, { keys: [made.key.key] })).lines)[0]).toMatch(
			/^note .*: consistent, but NOT authenticated\. Name its authority's certificate with --authority$/,
		);
		const other = await newAuthority("Local TSA", () => noon);
		expect((await both(it, other.root)).outside.lines).toContainEqual(
			expect.stringMatching(
				/^BROKEN "Local TSA" stamped .*, and a certificate that you named vouches for it$/,
			),
		);
		// Its own certificate is as good as its root's.
		expect((await both(it, authority.own)).outside.code).toBe(0);
	});

	test("is asked for again after a failure, later each time, and not for ever", async () => {
		const { it, sent, stamp, wanted } = await signed();
		refuses = true;
		const before = Date.now();
		await stamp(1);
		await stamp(24);
		refuses = false;
		expect(wanted().map(({ attempt }) => attempt)).toEqual([1, 2]);
		expect(sent.at(-1)?.[1]).toBeGreaterThanOrEqual(before + 10_000);
		expect(it.core.store.events.ofKinds("head.stamped")).toEqual([]);
		await stamp(2);
		expect(it.core.store.events.ofKinds("head.stamped")).toHaveLength(1);
	});

	test("isn't asked for of a head that a later one covers, nor does it have the head signed again", async () => {
		const { it, wanted, stamp } = await signed();
		await stamp();
		await signSessionHead(it.core, later(it.clock));
		expect(it.core.store.events.ofKinds("head.signed")).toHaveLength(1);
		record(it.core, later(it.clock), worker, { kind: "link.issued", to: it.snapshot.people[0]?.id ?? "" });
		await signSessionHead(it.core, later(it.clock));
		const asked = requests;
		await stampHead(it.core, wanted()[0]?.count ?? -1, 1);
		expect(requests).toBe(asked);
		expect(it.core.store.events.ofKinds("head.signed")).toHaveLength(2);
	});
});

describe("both judges name a time stamp", () => {
	const forged = async (token: Uint8Array, some: { by?: string; time?: number; count?: number } = {}) => {
		const { it } = await signed();
		const { count } = headOf(it);
		const stamp = { kind: "head.stamped", count, by: "Local TSA", time: noon, token: base64(token) } as const;
		record(it.core, later(it.clock), worker, { ...stamp, ...some });
		return both(it);
	};
	/** Of the head that `forged` signs: the keys of each session are others, so it is signed anew each time. */
	const over = async (wrong: Wrong, some: { by?: string; time?: number; count?: number } = {}) => {
		const { it } = await signed();
		const head = headOf(it);
		const token = await authority.token(stampedBytes(head), wrong);
		const stamp = { kind: "head.stamped", count: head.count, by: "Local TSA", time: noon } as const;
		record(it.core, later(it.clock), worker, { ...stamp, token: base64(token), ...some });
		return both(it);
	};

	const attacks: [string, Wrong, string][] = [
		["of another imprint", { imprint: true }, "it stamps something else"],
		["signed by another key", { key: true }, "its signature is wrong"],
		["by a certificate for servers", { usage: "1.3.6.1.5.5.7.3.1" }, "its certificate isn't for time stamps"],
		["by one that may be for anything", { usageIsCritical: false }, "its certificate isn't for time stamps"],
		["by one that had expired", { until: noon - 1_000 }, "its certificate wasn't valid then"],
		[
			"that names another certificate",
			{ names: "another certificate" },
			"its signer's certificate is missing, or another one",
		],
	];
	test.each(attacks)("%s", async (_name, wrong, said) => {
		const { inside, outside } = await over(wrong);
		expect(inside.said.join()).toContain(said);
		expect(about(outside.lines)[0]).toMatch(new RegExp(`^BROKEN .*: ${said}$`));
	});

	test("whose name, time or head is another one than the token's", async () => {
		for (const some of [{ by: "DigiCert" }, { time: noon - 86_400_000 }]) {
			const { inside, outside } = await over({}, some);
			expect(inside.said.join()).toContain("its name or time isn't the token's");
			expect(about(outside.lines)[0]).toMatch(/^BROKEN .*: its name or time isn't the token's$/);
		}
		const { inside, outside } = await over({}, { count: 1 });
		expect(inside.said.join()).toContain("stamps a head that wasn't signed before");
		expect(about(outside.lines)[0]).toMatch(/^BROKEN .*: no such head was signed before$/);
	});

	test("whose time is changed within it, that is cut, or no time stamp at all", async () => {
		const { it } = await signed();
		const head = headOf(it);
		const token = await authority.token(stampedBytes(head));
		const at = Buffer.from(token).indexOf("20260101120000Z");
		const changed = Uint8Array.from(token);
		changed.set(utf8("20250101120000Z"), at);
		const made = await whole(it);
		const kept = { kind: "head.stamped", count: head.count, by: "Local TSA", time: noon } as const;
		const said = async (one: Uint8Array, time = noon) => {
			it.storage.sql.exec("SAVEPOINT one");
			record(it.core, later(it.clock), worker, { ...kept, time, token: base64(one) });
			const file = await exportOf(made);
			const outside = about(
				(await asking(file, { keys: [made.key.key], ...trusted(authority.root) })).lines,
			)[0];
			const inside = (await judged(made, () => {})).said.join();
			it.storage.sql.exec("ROLLBACK TO one; RELEASE one");
			return { inside, outside };
		};
		const wrong = await said(changed, Date.UTC(2025, 0, 1, 12));
		expect(wrong.outside).toMatch(/^BROKEN .*: its content isn't what was signed$/);
		expect(wrong.inside).toContain("its signature is wrong");
		const cut = await said(token.subarray(0, -1));
		expect(cut.outside).toMatch(/^BROKEN .*: it can't be read: its encoding breaks off, or isn't DER$/);
		expect(cut.inside).toContain("it can't be read");
		const none = await said(utf8("not one"));
		expect(none.outside).toMatch(/^BROKEN .*: it can't be read/);
		expect(none.inside).toContain("it can't be read");
		// Each byte of it that is changed is found by the script: its unsigned rest is its certificates, which must be the authority's.
		for (let i = 0; i < token.length; i += 37) {
			const one = Uint8Array.from(token);
			one[i] = (one[i] ?? 0) ^ 1;
			expect((await said(one)).outside, `byte ${i}`).not.toMatch(/^ok/);
		}
	});

	test("that is of another session's head", async () => {
		const other = await signed();
		const token = await authority.token(stampedBytes({ ...headOf(other.it), id: "s_g0000000000000009" }));
		const { inside, outside } = await forged(token);
		expect(inside.said.join()).toContain("it stamps something else");
		expect(about(outside.lines)[0]).toMatch(/^BROKEN .*: it stamps something else$/);
	});
});

test("the evidence bundle has each time stamp as files, which must be those of the events", async () => {
	const { it, stamp } = await signed();
	await stamp();
	const made = await whole(it);
	const files = unpacked(await bundleOf(made));
	const [seq] = it.core.store.events.ofKinds("head.stamped").map((one) => one.seq);
	expect(files[`stamps/${seq}.json`]).toEqual(stampedBytes(headOf(it)));
	const known = { keys: [made.key.key], ...trusted(authority.root) };
	expect((await asking(await bundleOf(made), known)).code).toBe(0);
	const kept = it.core.store.events.ofKinds("head.stamped")[0]?.body;
	expect(files[`stamps/${seq}.tst`]).toEqual(fromBase64(kept?.kind === "head.stamped" ? kept.token : ""));
	const changed = await packed({ ...files, [`stamps/${seq}.json`]: utf8("{}") });
	expect((await asking(changed, known)).lines).toContain(
		"BROKEN stamps/ has the 1 time stamps of the events, and what they stamp",
	);
});

test("OpenSSL's time stamps are accepted here, and ours by OpenSSL", async () => {
	const other = opensslAuthority();
	try {
		const { it, stamp } = await signed();
		await stamp();
		const files = unpacked(await bundleOf(await whole(it)));
		const [seq] = it.core.store.events.ofKinds("head.stamped").map((one) => one.seq);
		const [token, message] = [files[`stamps/${seq}.tst`], files[`stamps/${seq}.json`]];
		if (!token || !message) throw new Error("no time stamp");
		expect([authority.root, other.root].map((root) => other.accepts(token, message, root))).toEqual([
			true,
			false,
		]);
		const before = answers;
		answers = async (request) => other.answer(request);
		const theirs = await signed();
		await theirs.stamp();
		answers = before;
		const { inside, outside } = await both(theirs.it, other.root);
		expect(inside.ok).toBe(true);
		expect(about(outside.lines)[0]).toMatch(/^ok {5}"TSA" stamped .*vouches for it$/);
		expect(outside.code).toBe(0);
	} finally {
		other.remove();
	}
});
