// Twenty sessions print at once in one workspace, and the platform asks for silence now and then: the bot keeps it, exceeds
// no rate by the platform's own count, and in the end shows the true state.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Begun, type Busy, busySlack, busyTeams, endpoint } from "./world/companies/busy.ts";
import { appears } from "./world/people/acts.ts";

const sessions = 20;
const updates = 110;

describe.concurrent.each([
	{ name: "Slack", start: busySlack },
	{ name: "Teams", start: busyTeams },
])("under throttling in $name", ({ start }) => {
	let busy: Busy;
	beforeAll(async () => {
		busy = await start();
	});
	afterAll(() => busy?.stop());

	test("2,200 updates of 20 runs at once: no final state is lost, no silence broken, no rate exceeded", async ({
		expect,
	}) => {
		const { folder } = busy.world;
		/** Each waits for all the others, so that they do run at once. */
		const command = (n: number) =>
			[
				`touch '${folder}/begun-${n}'`,
				`while [ ! -e '${folder}/all' ]; do sleep 0.1; done`,
				`i=0; while [ $i -lt ${updates} ]; do i=$((i+1)); echo "update $i of ${n}"; sleep 0.15; done`,
			].join("\n");
		const begun: Begun[] = [];
		for (let n = 0; n < sessions; n++) begun.push(await busy.begin(n, command(n)));
		for (const { approve } of begun) await approve();
		await Promise.all(begun.map(({ n }) => appears(folder, `begun-${n}`)));
		writeFileSync(join(folder, "all"), "");

		/** In the thread, and in the approver's own chat. */
		const cards = (texts: string[], changes: string) =>
			texts.filter((text) => /plan +[0-9a-f]{4}·/.test(text) && text.includes(changes));
		const isFinal = (text: string, n: number) =>
			text.includes(`Done on ${endpoint(n)}`) && text.includes(`of ${updates} lines`);
		const roots = (texts: string[]) => texts.filter((text) => /Caisey session [0-9A-Z]{4} · /.test(text));
		const notices = (texts: string[], changes: string, n: number) =>
			texts.filter((text) => text.includes(`Done on ${endpoint(n)}: Tom Okafor's “${changes}`));
		const texts = await busy.until(
			"every final state",
			(all) =>
				begun.every(
					({ n, changes }) =>
						cards(all, changes).length === 2 &&
						cards(all, changes).every((text) => isFinal(text, n)) &&
						notices(all, changes, n).length > 0,
				) && roots(all).every((text) => text.includes(" Done ")),
		);
		expect(roots(texts)).toHaveLength(sessions);
		for (const { n, changes } of begun) expect(notices(texts, changes, n)).toHaveLength(1);

		const { count, allowed } = busy;
		expect(count.silences()).toBeGreaterThan(3);
		expect.soft(count.broken()).toEqual([]);
		for (const { calls, span, most } of allowed)
			expect.soft(count.most(calls, span), `${calls} within ${span} ms`).toBeLessThanOrEqual(most);
		expect(busy.world.workerLog()).not.toMatch(/error [0-9a-f]{8}:|outbox .*failed/);
	});
});
