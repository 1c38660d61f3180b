// A machine on hold, in a real browser: an owner sees what changed, confirms it on its page, and the waiting plan goes there.
import { beforeAll, expect, test } from "vitest";
import { newPage } from "../console/testing/browser.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { claim } from "./world/forged/claiming.ts";
import { journey } from "./world/journey.ts";
import { ask, propose } from "./world/people/acts.ts";
import { personalLink } from "./world/people/console.ts";
import { audit } from "./world/record.ts";
import { acmeSetup, startWorld } from "./world/world.ts";

const name = "CONFIRM-01";
const withOwner = () => {
	const setup = acmeSetup([name]);
	const { tom } = setup.staff ?? {};
	return tom
		? { ...setup, staff: { tom: { ...tom, roles: ["technician" as const, "owner" as const] } } }
		: setup;
};

const start = () => startWorld({ setup: withOwner(), agents: [name] });

journey("a machine on hold", { start }, (it) => {
	let session: ClientMessage;
	beforeAll(async () => {
		session = await ask(it.world);
	});
	const pageOf = async (handle: string) => {
		const opened = await newPage(it.browser, { viewport: { width: 1100, height: 900 } });
		await opened.page.goto(await personalLink(it.world.person(handle), session));
		await opened.page.getByRole("button", { name: "Open the transcript" }).click();
		await opened.page.getByRole("link", { name: "Machines" }).click();
		await opened.page.getByRole("link", { name, exact: true }).click();
		return opened;
	};

	test("gets nothing until an owner confirms on its page what the page shows, once", async () => {
		const { world } = it;
		const copy = await claim(world, { hostname: "COPY-7" }, name, { host: "COPY-7", id: "cd".repeat(32) });
		const card = await propose(world, session, { command: "true", endpoints: [name], changes: "waits" });
		await world.person("ada").press(card, "Approve");

		const approver = (await pageOf("ada")).page;
		await approver.getByText("→ COPY-7").first().waitFor();
		expect(await approver.getByRole("button", { name: "Confirm this machine" }).count()).toBe(0);

		const { page, complaints } = await pageOf("tom");
		await page.getByText("→ COPY-7").first().waitFor();
		const other = await page.context().newPage();
		await other.goto(page.url());
		expect(copy.offers).toEqual([]);
		await page.getByRole("button", { name: "Confirm this machine" }).click();
		await page.getByRole("button", { name: "Confirm this machine" }).waitFor({ state: "detached" });
		await expect.poll(() => copy.offers.length).toBe(1);
		await other.getByRole("button", { name: "Confirm this machine" }).click();
		await other.getByText("The machine has changed in the meantime.").waitFor();
		expect(copy.offers).toHaveLength(1);
		copy.close();
		const rows = JSON.stringify(await audit(world));
		expect(rows).toContain("Tom Okafor");
		expect(rows).toContain("COPY-7");
		expect(complaints.filter((one) => !one.includes("409"))).toEqual([]);
	});
});
