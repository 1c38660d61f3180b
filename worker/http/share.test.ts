// Who has no link of ours asks no object: asked, it would be made, and kept for ever.
import { beforeEach, expect, test } from "vitest";
import type { Env } from "../env.ts";
import { settingsOnly } from "../session/testing/session.ts";
import { sharesOf } from "./share.ts";

const session = "s_g0000000000000001";
const other = "s_g0000000000000002";
const draft = "h_g0000000000000001";

/** Whose objects were asked. */
let asked: string[] = [];
const copies = {
	publish: async () => ({ ok: true, id: draft }),
	peek: async () => ({ state: "asks" }),
	open: async () => opens,
};
/** What comes of an opening. */
let opens: object = { state: "unknown" };
/** What the client's log was given. */
let logged: { who: string; kind: string; once?: string }[] = [];
const named = (object: object) => ({
	getByName: (name: string) => {
		asked.push(name);
		return object;
	},
});
const env = {
	...settingsOnly,
	SHARES: named(copies),
	CLIENT: { getByName: () => ({ audit: async (entry: (typeof logged)[number]) => void logged.push(entry) }) },
	DIRECTORY: { getByName: () => ({}) },
	SESSION: named({ client: async () => "c_g0000000000000001" }),
} as unknown as Env;
const shares = sharesOf(env);

const tom = { person: "p_g0000000000000001", name: "Tom" };

/** The token of a link that was published. */
const published = async (): Promise<string> => {
	const done = await shares.publish(session, draft, { days: 1, passcode: "correct horse" }, tom);
	return (done.ok && done.link?.split("/").at(-1)) || "none";
};

beforeEach(() => {
	asked = [];
	logged = [];
});

test("a link leads to the copies of its session", async () => {
	const token = await published();
	expect(await shares.peek(session, token)).toEqual({ state: "asks" });
	await shares.open(session, token, "x");
	expect(new Set(asked)).toEqual(new Set([session]));
});

test("a made-up link, or another session's, asks no object", async () => {
	const token = await published();
	asked = [];
	const [random = "", mac = ""] = token.split(".");
	for (const [of, made] of [
		[session, "made-up"],
		[session, ""],
		[session, random],
		[session, `${random}.`],
		[session, `${random}x.${mac}`],
		[session, `${token}.${mac}`],
		[other, token],
	] as const) {
		expect(await shares.peek(of, made)).toEqual({ state: "unknown" });
		expect(await shares.open(of, made, "x")).toEqual({ state: "unknown" });
	}
	expect(asked).toEqual([]);
});

test("whoever opens a copy is an account of that copy in the log, and fills it with one line a minute", async () => {
	const token = await published();
	opens = { state: "wrong", left: 9, id: draft };
	await shares.open(session, token, "x");
	opens = { state: "open", html: "x", id: draft };
	await shares.open(session, token, "x");
	const who = `someone with the link of ${draft}`;
	expect(logged).toMatchObject([
		{ who, kind: "refused" },
		{ who, kind: "opened", once: expect.stringMatching(`^copy opened ${draft} \\d+$`) },
	]);
});
