// The page of changes that wait for an approver, and its forms.
import { expect, test } from "vitest";
import type { AmendmentsView } from "../../protocol/read/amendment.ts";
import { consoleRoutes } from "../routes.ts";
import { changeThatWaits } from "../testing/amendments.ts";
import { door } from "../testing/door.ts";

const [client, id] = [changeThatWaits.client, changeThatWaits.newest.id];
const signed = {
	...{ credential: "a2V5", authenticatorData: "A".repeat(60), clientDataJSON: "e30", signature: "c2ln" },
};

const open = (view: Partial<AmendmentsView> = {}) => {
	const it = door([]);
	const said: object[] = [];
	it.options.amendments = {
		of: async () => [{ ...changeThatWaits, ...view }],
		answer: async (_me, at, wish) => {
			said.push({ at, ...wish });
			return { ok: true };
		},
		toSign: async () => ({ challenge: "c2lnbg", credentials: ["a2V5"] }),
	};
	const app = consoleRoutes(it.options);
	const send = async (what: string, form: Record<string, string> = {}, site = "same-origin") =>
		(
			await app.request(`/changes/${client}/${id}/${what}`, {
				method: "POST",
				headers: { Cookie: it.cookie, "Sec-Fetch-Site": site },
				body: new URLSearchParams(form),
			})
		).status;
	const page = async () => (await app.request("/changes", { headers: { Cookie: it.cookie } })).text();
	return { it, said, send, page };
};

test("shows each line of the difference exactly, as text, with who asked, for whom it waits, and who was confirmed by nobody", async () => {
	const text = await open().page();
	expect(text).toContain("&lt;b&gt;Eve&lt;/b&gt; can now approve from slack:T1:UEVE");
	expect(text).toContain("U+202E");
	expect(text).not.toContain("\u202e");
	expect(text).toContain("waits for Ada Lindqvist or Ben Roy");
	expect(text).toContain("first approver: set by the MSP, confirmed by nobody");
	expect(text).toContain(">Confirm</button>");
});

test("offers nothing to who may not decide on it, and a passkey where policy asks for one", async () => {
	expect(await open({ may: false }).page()).not.toContain('<button class="primary">');
	const text = await open({ signs: true }).page();
	expect(text).toContain(`data-sign="/changes/${client}/${id}/passkey"`);
	expect(text).toContain("Confirm with your passkey");
});

test("confirming takes a fresh sign-in, refusing doesn't; neither comes from another site", async () => {
	const { it, said, send } = open();
	it.fresh = false;
	expect([await send("confirm"), said]).toEqual([403, []]);
	expect(await send("refuse", {}, "cross-site")).toBe(403);
	expect(await send("refuse")).toBe(303);
	it.fresh = true;
	expect(await send("confirm", {}, "cross-site")).toBe(403);
	expect(await send("confirm", { proof: JSON.stringify(signed) })).toBe(303);
	expect(said).toEqual([
		{ at: client, amendment: id, answer: "refuse" },
		{ at: client, amendment: id, answer: "confirm", proof: signed },
	]);
	expect(await send("confirm", { proof: "{}" })).toBe(400);
});
