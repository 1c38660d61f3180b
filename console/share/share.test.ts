import { describe, expect, test } from "vitest";
import type { ShareChoice, ShareRow } from "../../protocol/read/share.ts";
import { consoleRoutes } from "../routes.ts";
import { door } from "../testing/door.ts";
import { eventfulSession } from "../testing/eventful.ts";
import { finishedSession } from "../testing/play.ts";
import { caisey, dana, friday, ids, ref } from "../testing/sample.ts";
import { blackout, plainTags } from "./blackout.ts";
import { freeze } from "./frozen.ts";

const nothing: ShareChoice = { run: null, events: [], outputs: [], words: [] };
const now = friday("17:00:00");
/** The number of the entry that asks, in the session in which everything happens; the next one answers. */
const asked =
	(await eventfulSession().source().events(0, 500)).find(({ kind }) => kind === "prompt.asked")?.seq ?? 0;
const frozen = (choice: Partial<ShareChoice> = {}, session = finishedSession()) =>
	freeze(session.source(), { ...nothing, ...choice }, now);

const open = () => {
	const session = finishedSession();
	const entrance = door([session]);
	const app = consoleRoutes(entrance.options);
	const ask = (path: string, form?: Record<string, string | string[]>, cookie = entrance.cookie) => {
		const body = new URLSearchParams();
		for (const [name, value] of Object.entries(form ?? {}))
			for (const one of [value].flat()) body.append(name, one);
		const headers = { Cookie: cookie, "Sec-Fetch-Site": "same-origin" };
		return app.request(path, form ? { method: "POST", headers, body } : { headers });
	};
	return { session, entrance, app, ask };
};
const at = `/s/${ids.session}/share`;
const passcode = "correct horse";

/** Chosen, looked at and published: the link's path, and what was seen before. */
const published = async (it: ReturnType<typeof open>, form: Record<string, string | string[]> = {}) => {
	const look = await (await it.ask(at, { words: "", ...form })).text();
	const draft = /\/share\/(h_[0-9a-z]+)\/publish/.exec(look)?.[1] ?? "";
	const done = await (await it.ask(`${at}/${draft}/publish`, { passcode, days: "7" })).text();
	const link = /<code class="link">https:\/\/caisey\.example(\/shared\/[^<]*)</.exec(done)?.[1] ?? "";
	return { look, draft, done, link: link.replace("/s/", `/${ids.session}/`) };
};

describe("a copy", () => {
	test("has what was said and what ran, and no bookkeeping, ids of conversations or links", async () => {
		const { html } = await frozen();
		for (const text of ["This is what the vendor sent", "LegacyMode", "y".repeat(100), "Ada Lindqvist"])
			expect(html).toContain(text);
		expect(html).not.toMatch(/Behind the scenes|slack:T01|href="\/|<script|<form|<button|C01/);
	});

	test("of one run has that run alone", async () => {
		const { html } = await frozen({ run: ids.command });
		expect(html).toContain("y".repeat(100));
		expect(html).not.toMatch(/vendor sent|policy changed/);
	});

	test("has none of an entry that is left out, and marks the place", async () => {
		const { html } = await frozen({ events: [2] });
		expect(html).not.toContain("This is what the vendor sent 👍");
		expect(html.match(/An entry was left out of this copy\./g)).toHaveLength(1);
	});

	test("has none of an output that is left out, nor of what compares or quotes it", async () => {
		const { html } = await frozen({ outputs: [ids.before, ids.after] });
		expect(html).not.toMatch(/policy changed|----------/);
		expect(html).toContain("left out of this copy (95 bytes)");
		expect(html).toContain("y".repeat(100));
	});

	test("has none of an output that is left out in the comparison with the check after", async () => {
		const { html } = await frozen({ outputs: [ids.before] });
		expect(html).not.toMatch(/<del>|class="sides"/);
		expect(html).toContain("The comparison with the check before was left out of this copy.");
		expect(html).toContain("policy changed");
	});

	test("of the check after alone has nothing of the check before", async () => {
		const { html } = await frozen({ run: ids.after });
		expect(html).toContain("policy changed");
		expect(html).not.toMatch(/<del>|class="sides"/);
	});

	test("has none of what a verdict quotes of an output that is left out", async () => {
		const quoted = /Access is denied|Overwrite it|setting it/;
		expect((await frozen({}, eventfulSession())).html).toMatch(quoted);
		const { html } = await frozen({ outputs: [ids.command], events: [asked] }, eventfulSession());
		expect(html).not.toMatch(quoted);
		expect(html).toContain("1 error was swallowed");
	});

	test("has none of a question that is left out, nor what quotes it: its answer and its step's output", async () => {
		const session = eventfulSession();
		const { html } = await frozen({ events: [asked] }, session);
		expect(html).not.toMatch(/Overwrite it|answered|setting it/);
		expect(html.match(/An entry was left out of this copy\./g)).toHaveLength(2);
	});

	test("has none of an answer that is left out, and its question", async () => {
		const { html } = await frozen({ events: [asked + 1] }, eventfulSession());
		expect(html).not.toMatch(/answered|setting it/);
		expect(html).toContain("Overwrite it?");
	});

	test("of one run has no other run that no event places", async () => {
		const session = finishedSession();
		const events = await session.source().events(0, 500);
		for (const { seq, body } of events)
			if ((body?.kind === "run.started" || body?.kind === "run.ended") && body.run === ids.command)
				session.eraseEvent(seq, now, caisey);
		expect((await frozen({}, session)).html).toContain("y".repeat(100));
		expect((await frozen({ run: ids.after }, session)).html).not.toContain("y".repeat(100));
	});

	test("has none of the words that are blacked out, in any case and place", async () => {
		const { html, missed } = await frozen({ words: ["ada lindqvist", "LEGACYMODE", "Dana"] });
		expect(missed).toEqual([]);
		expect(html).not.toMatch(/lindqvist|legacymode|dana/i);
		expect(html).toContain('<span class="redacted">█████</span> Reyes');
	});

	test("isn't to be shared while a word is in it in pieces", async () => {
		const session = finishedSession();
		session.event(friday("16:50:00"), dana, {
			...{ kind: "message.said", ref: ref(77), text: "pass\u202eword", attachments: [], missing: [] },
		});
		const { html } = await frozen({}, session);
		expect(html).toContain("pass<span");
		const { missed } = await frozen({ words: ["pass⟨U+202E⟩word"] }, session);
		expect(missed).toEqual(["pass⟨U+202E⟩word"]);
	});

	test("doesn't hold what was erased", async () => {
		const session = finishedSession();
		session.eraseEvent(2, friday("16:55:00"), caisey);
		expect((await frozen({}, session)).html).not.toContain("This is what the vendor sent 👍");
	});
});

test("a page keeps of its tags what gives it its form, and no words or addresses", () => {
	const written =
		'<a class="x" href="/s/1" title="Ada">Ada &amp; B</a><a href="#e1" data-x="Ada">see</a><time datetime="2024">t</time>';
	expect(plainTags(written)).toBe('<a class="x">Ada &amp; B</a><a href="#e1">see</a><time>t</time>');
	expect(blackout("<b class=b>B &amp; b</b>", ["B & B"])).toBe(
		'<b class=b><span class="redacted">█████</span></b>',
	);
});

describe("sharing", () => {
	test("shows its maker the copy first, and publishes what was seen, to the byte", async () => {
		const it = open();
		const { look, link } = await published(it, { words: "Dana Reyes" });
		const seen = /<div class="copy">([\s\S]*)<\/div>\s*<\/main>/.exec(look)?.[1]?.trim() ?? "none";
		it.session.event(friday("16:51:00"), dana, {
			...{ kind: "message.said", ref: ref(78), text: "said later", attachments: [], missing: [] },
		});
		const opened = await it.ask(link, { passcode }, "");
		expect(opened.status).toBe(200);
		const copy = await opened.text();
		expect(copy).toContain(seen);
		expect(copy).not.toMatch(/said later|Dana Reyes/);
		expect(opened.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
	});

	test("is in the log as asked for before anyone can open it, as shared once they can, and so is its end", async () => {
		const it = open();
		const { draft } = await published(it);
		await it.ask(`${at}/${draft}/revoke`, {});
		expect(it.entrance.recorded.filter(({ kind }) => kind === "shared")).toEqual([
			{ kind: "shared", session: ids.session, what: "asked to publish a copy", detail: draft, by: ids.tom },
		]);
		const did = [
			{ what: "published", share: draft, by: ids.tom },
			{ what: "revoked", share: draft, by: ids.tom },
		];
		expect(it.entrance.shares.told).toEqual(did);
		it.entrance.options.record = (_request, _me, { kind }) =>
			kind === "shared" ? Promise.reject(new Error("the log is away")) : Promise.resolve();
		const { done, link } = await published(it);
		expect([done.includes("Something went wrong"), link]).toEqual([true, ""]);
		expect(it.entrance.shares.told).toEqual(did);
	});

	test("lists copies with their openings, and revokes one: its link then leads nowhere", async () => {
		const it = open();
		const { draft, link } = await published(it, { output: ids.before });
		await it.ask(link, { passcode }, "");
		expect(await (await it.ask(at)).text()).toMatch(
			/Copies of this session[\s\S]*opened 1 time[\s\S]* · 1 output left out/,
		);
		expect((await it.ask(`${at}/${draft}/revoke`, {})).status).toBe(303);
		const gone = await it.ask(link, { passcode }, "");
		expect([gone.status, (await gone.text()).includes("revoked")]).toEqual([410, true]);
	});

	test("lists of very many copies the newest and those that are open, and says so", async () => {
		const it = open();
		const row = (n: number): ShareRow => ({
			...{
				id: `h_g${String(n).padStart(16, "0")}`,
				by: `maker ${n} of them`,
				madeAt: now - n,
				expires: now + 1,
			},
			...{ choice: nothing, opened: 0, lastOpened: null, ended: n === 60 ? null : "revoked" },
		});
		it.entrance.options.shares.list = async () => Array.from({ length: 61 }, (_, n) => row(n));
		const page = await (await it.ask(at)).text();
		expect(page).toContain("Of 61, these are the newest 50, and any that is open. The audit log has all.");
		const makers = [...page.matchAll(/maker (\d+) of them/g)].map(([, n]) => Number(n));
		expect(makers).toEqual([...Array.from({ length: 50 }, (_, n) => n), 60]);
	});

	test("refreshes a copy at the same link, with the same choices before it is looked at", async () => {
		const it = open();
		const { draft, link } = await published(it, { words: "Dana" });
		expect(await (await it.ask(`${at}?again=${draft}`)).text()).toMatch(
			/Refresh a copy[\s\S]*>Dana<\/textarea>/,
		);
		it.session.event(friday("16:51:00"), dana, {
			...{ kind: "message.said", ref: ref(78), text: "said later", attachments: [], missing: [] },
		});
		const look = await (await it.ask(at, { words: "Dana", again: draft })).text();
		const next = /\/share\/(h_[0-9a-z]+)\/publish/.exec(look)?.[1] ?? "";
		await it.ask(`${at}/${next}/publish`, {});
		expect(await (await it.ask(link, { passcode }, "")).text()).toContain("said later");
		expect(it.entrance.recorded.findLast(({ kind }) => kind === "shared")?.what).toBe(
			"asked to refresh a copy",
		);
		expect(it.entrance.shares.told.at(-1)).toMatchObject({ what: "refreshed", share: draft });
	});

	test("offers nothing to publish while a word is still in the copy", async () => {
		const it = open();
		const { look, draft } = await published(it, { words: "LegacyMode\n█████" });
		expect(look).toContain("This can't be shared yet");
		expect(draft).toBe("");
	});

	test("offers nothing to publish if something was erased while the copy was made", async () => {
		const it = open();
		const { source } = it.entrance.options;
		it.entrance.options.source = async (...asked) => {
			const found = await source(...asked);
			if (!found.ok) return found;
			const runs = async () => {
				it.entrance.shares.endAll();
				return found.source.runs();
			};
			return { ok: true, source: { ...found.source, runs } };
		};
		const answer = await it.ask(at, { words: "" });
		expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining("erased meanwhile")]);
	});

	test("takes no short passcode and no other span", async () => {
		const it = open();
		const look = await (await it.ask(at, { words: "" })).text();
		const draft = /\/share\/(h_[0-9a-z]+)\/publish/.exec(look)?.[1] ?? "";
		for (const terms of [
			{ passcode: "short", days: "7" },
			{ passcode, days: "3650" },
		])
			expect((await it.ask(`${at}/${draft}/publish`, terms)).status).toBe(400);
	});

	test("publishes nothing by a sign-in that isn't fresh: a copied cookie isn't enough", async () => {
		const it = open();
		it.entrance.fresh = false;
		const { done, link } = await published(it);
		expect([done.includes("Sign in again"), link]).toEqual([true, ""]);
		expect(it.entrance.recorded.some(({ kind }) => kind === "shared")).toBe(false);
	});

	test("isn't for who only asks, nor from another site", async () => {
		const it = open();
		it.entrance.me = { person: ids.dana, name: "Dana Reyes" };
		for (const answer of [await it.ask(at), await it.ask(at, { words: "" })]) {
			expect(answer.status).toBe(403);
			expect(await answer.text()).toContain("Nothing was shared by this");
		}
		const elsewhere = { Cookie: it.entrance.cookie, "Sec-Fetch-Site": "cross-site" };
		expect((await it.app.request(at, { method: "POST", headers: elsewhere })).status).toBe(403);
	});
});

describe("the door of a copy", () => {
	test("tells nothing without the passcode, and opens nothing by its link alone", async () => {
		const it = open();
		const { link } = await published(it);
		const asks = await (await it.ask(link, undefined, "")).text();
		const wrong = await it.ask(link, { passcode: "guess guess" }, "");
		expect(wrong.status).toBe(403);
		for (const text of [asks, await wrong.text()]) expect(text).not.toMatch(/Acme|LegacyMode|Dana|7A3F/);
		expect(await (await it.ask(at)).text()).toContain("opened 0 times");
	});

	test("says of an unknown link only that", async () => {
		const it = open();
		const answer = await it.ask(`/shared/${ids.session}/made-up`, undefined, "");
		expect([answer.status, (await answer.text()).includes("The link is unknown")]).toEqual([404, true]);
	});
});

test("a copy marks the name of who asked, as every other page does", async () => {
	const source = finishedSession().source();
	const header = await source.header();
	const guest = { ...header, requester: "Ada Lindqvist", askedBy: "“Ada Lindqvist” (no role here)" };
	const { html } = await freeze({ ...source, header: async () => guest }, nothing, now);
	expect(html).toMatch(/Asked by (<bdi>)?“Ada Lindqvist” \(no role here\)/);
});
