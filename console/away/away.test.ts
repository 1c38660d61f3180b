import { expect, test } from "vitest";
import { consoleRoutes } from "../routes.ts";
import { door } from "../testing/door.ts";

const client = "c_g0000000000000001";
const view = {
	...{ client, name: "Acme Dental", deputy: null, until: null, escalateAfter: 1800 },
	people: [{ person: "p_g0000000000000005", name: "<b>Bea</b>" }],
	others: [],
};
const open = () => {
	const it = door([]);
	it.away.views = [view];
	const app = consoleRoutes(it.options);
	const send = (fields: Record<string, string>, site = "same-origin") =>
		app.request(`/away/${client}`, {
			method: "POST",
			headers: { Cookie: it.cookie, "Sec-Fetch-Site": site },
			body: new URLSearchParams(fields),
		});
	return {
		it,
		send,
		page: async () => (await app.request("/away", { headers: { Cookie: it.cookie } })).text(),
	};
};

test("the page offers whom one may name, as text", async () => {
	const text = await open().page();
	expect(text).toContain("&lt;b&gt;Bea&lt;/b&gt;</option>");
	expect(text).toContain("decides only what nobody decides within 30 min");
});

test.each([
	["a day and a time", { day: "2026-12-12", time: "09:30" }, Date.UTC(2026, 11, 12, 9, 30)],
	["a day alone", { day: "2026-12-12", time: "" }, Date.UTC(2026, 11, 12)],
	["no day", { day: "", time: "09:30" }, null],
])("a form with %s is read in UTC", async (_, when, until) => {
	const { it, send } = open();
	expect((await send({ deputy: "p_g0000000000000005", ...when })).status).toBe(303);
	expect(it.away.named).toEqual([{ client, deputy: "p_g0000000000000005", until }]);
});

test("a form from another site, with an old sign-in or an impossible day names no one", async () => {
	const { it, send } = open();
	expect((await send({ deputy: "x" }, "cross-site")).status).toBe(403);
	expect((await send({ deputy: "x", day: "2026-13-99" })).status).toBe(400);
	it.fresh = false;
	expect((await send({ deputy: "x" })).status).toBe(403);
	expect(it.away.named).toEqual([]);
});
