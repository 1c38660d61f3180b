// What a copied cookie isn't enough for: whose passkeys approve. Endpoints obey a revocation at once and for good.
import { expect, test } from "vitest";
import { consoleRoutes } from "../routes.ts";
import { door } from "../testing/door.ts";
import { finishedSession } from "../testing/play.ts";

const client = "c_g0000000000000001";
const passkey = { id: "a2V5", name: "Ada's phone", created: 0, used: null, synced: false };

const open = (fresh: boolean) => {
	const entrance = door([finishedSession()]);
	const done: string[] = [];
	Object.assign(entrance, { fresh, passkeys: [passkey] });
	const ok = (what: string) => async () => {
		done.push(what);
		return { ok: true as const };
	};
	Object.assign(entrance.options.approvers, { register: ok("asked"), change: ok("changed") });
	const app = consoleRoutes(entrance.options);
	const post = async (path: string, form: Record<string, string> = {}) => {
		const answer = await app.request(path, {
			method: "POST",
			headers: { Cookie: entrance.cookie, "Sec-Fetch-Site": "same-origin" },
			body: new URLSearchParams(form),
		});
		return { status: answer.status, text: await answer.text() };
	};
	return { entrance, done, post };
};

const acts: [string, string, Record<string, string>?][] = [
	["asking that a passkey counts", `/approvers/${client}/keys`, { credential: "a2V5" }],
	["confirming one", `/approvers/${client}/keys/a2V5/confirm`],
	["revoking one", `/approvers/${client}/keys/a2V5/revoke`],
];

test.each(acts)("%s takes a fresh sign-in", async (_, path, form) => {
	const stale = open(false);
	const refused = await stale.post(path, form);
	expect([refused.status, stale.done]).toEqual([403, []]);
	expect(refused.text).toContain("Sign in again");
	const fresh = open(true);
	expect((await fresh.post(path, form)).status).toBe(303);
	expect(fresh.done).toHaveLength(1);
});

test.each([
	["/sign-ins/passkeys/a2V5/remove", {}],
	["/sign-ins/end", { passkeys: "remove" }],
])("removing a passkey by %s takes a fresh sign-in, as it revokes it", async (path, form) => {
	const stale = open(false);
	stale.entrance.signIns = [];
	const refused = await stale.post(path, form);
	expect([refused.status, stale.entrance.passkeys]).toEqual([403, [passkey]]);
	const fresh = open(true);
	expect((await fresh.post(path, form)).status).toBe(303);
	expect(fresh.entrance.passkeys).toEqual([]);
});

test("signing out everywhere takes none", async () => {
	expect((await open(false).post("/sign-ins/end")).status).toBe(303);
});
