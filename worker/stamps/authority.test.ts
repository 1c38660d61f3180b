// Asking a time stamp authority: what is sent, what is believed, and what is named where it isn't.
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { askAuthority, type Stamped } from "./authority.ts";
import { type Authority, newAuthority, type Wrong } from "./testing/authority.ts";

const message = utf8('{"id":"s_1","count":3}');
let authority: Authority;
let server: Server;
let url: string;
/** What the next answer is. */
let answers: (
	request: Uint8Array<ArrayBuffer>,
) => Promise<{ status?: number; location?: string; body: Uint8Array }>;

beforeAll(async () => {
	authority = await newAuthority("Local TSA", () => Date.UTC(2026, 0, 1, 12));
	server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on("data", (part: Buffer) => parts.push(part));
		request.on("end", async () => {
			const { status = 200, location, body } = await answers(new Uint8Array(Buffer.concat(parts)));
			response.writeHead(status, location ? { location } : {});
			response.end(body);
		});
	});
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const at = server.address();
	url = `http://127.0.0.1:${typeof at === "object" ? at?.port : 0}/`;
});
afterAll(() => server.close());

const asking = (wrong: Wrong = {}, made = authority): Promise<Stamped> => {
	answers = async (request) => ({ body: await made.answer(request, wrong) });
	return askAuthority(url, message);
};
const why = async (stamped: Promise<Stamped>): Promise<string> => {
	const found = await stamped;
	return found.ok ? "ok" : found.why;
};

test("a stamp of the message is taken, with its authority's name and time", async () => {
	for (const made of [authority, await newAuthority("Local TSA", () => Date.UTC(2026, 0, 1, 12), "RSA")]) {
		const found = await asking({}, made);
		expect(found).toMatchObject({ ok: true, by: "Local TSA", time: Date.UTC(2026, 0, 1, 12) });
	}
});

describe("it isn't believed, and says why,", () => {
	const attacks: [string, Wrong, string][] = [
		["with another imprint", { imprint: true }, "its time stamp can't be used: it stamps something else"],
		["to another question", { nonce: true }, "its time stamp answers another question"],
		["signed by another key", { key: true }, "its time stamp can't be used: its signature is wrong"],
		[
			"by a certificate for servers",
			{ usage: "1.3.6.1.5.5.7.3.1" },
			"its time stamp can't be used: its certificate isn't for time stamps",
		],
		[
			"by one that may be for anything",
			{ usageIsCritical: false },
			"its time stamp can't be used: its certificate isn't for time stamps",
		],
		[
			"by one that had expired",
			{ until: Date.UTC(2025, 6, 1) },
			"its time stamp can't be used: its certificate wasn't valid then",
		],
		[
			"that names another certificate",
			{ names: "another certificate" },
			"its time stamp can't be used: its signer's certificate is missing, or another one",
		],
	];
	test.each(attacks)("%s", async (_name, wrong, said) => {
		expect(await why(asking(wrong))).toBe(said);
	});

	test("cut", async () => {
		const whole = async (request: Uint8Array<ArrayBuffer>) => authority.answer(request);
		answers = async (request) => ({ body: (await whole(request)).subarray(0, -1) });
		expect(await why(askAuthority(url, message))).toBe("its answer can't be read");
	});

	test("by a redirection, an error, or too much of an answer", async () => {
		answers = async () => ({ status: 302, location: url, body: new Uint8Array() });
		expect(await why(askAuthority(url, message))).toBe("it answered with 302");
		answers = async () => ({ status: 500, body: new Uint8Array() });
		expect(await why(askAuthority(url, message))).toBe("it answered with 500");
		answers = async () => ({ body: new Uint8Array(70_000) });
		expect(await why(askAuthority(url, message))).toBe("its answer has more than 65536 bytes");
	});
});
