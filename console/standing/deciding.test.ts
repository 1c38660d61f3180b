import { expect, test } from "vitest";
import { consoleRoutes } from "../routes.ts";
import { door } from "../testing/door.ts";
import { finishedSession } from "../testing/play.ts";
import { ids, plan } from "../testing/sample.ts";

test("giving a standing approval and joining in one take a sign-in of the last minutes, revoking doesn't", async () => {
	const entrance = door([finishedSession()]);
	const done: string[] = [];
	Object.assign(entrance.options.standings, {
		give: async () => {
			done.push("give");
			return { ok: true, standing: "a_g000000000000001" };
		},
		change: async (_who: unknown, _client: string, { step }: { step: string }) => {
			done.push(step);
			return { ok: true };
		},
	});
	const app = consoleRoutes(entrance.options);
	const standing = `/standing/${plan.client}/a_g0000000000000001`;
	const post = async (path: string, form: Record<string, string> = {}) => {
		const headers = { Cookie: entrance.cookie, "Sec-Fetch-Site": "same-origin" };
		const { status } = await app.request(path, { method: "POST", headers, body: new URLSearchParams(form) });
		return status;
	};
	const all = async () => [
		await post(`/s/${ids.session}/plans/${ids.plan}/standing`, { times: "3", until: "2026-12-31" }),
		await post(`${standing}/join`),
		await post(`${standing}/revoke`),
	];
	entrance.fresh = false;
	expect([await all(), done]).toEqual([[403, 403, 303], ["revoke"]]);
	entrance.fresh = true;
	expect([await all(), done.slice(1)]).toEqual([
		[303, 303, 303],
		["give", "join", "revoke"],
	]);
});
