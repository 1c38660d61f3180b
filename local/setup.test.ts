// The set-up file of the local mode, beside the local Slack and Teams that it speaks of.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { readSetup } from "../admin/setup-file.ts";
import { localSetup } from "./apply.ts";
import { acme } from "./slack/team.ts";
import { channel, groupChat, personalChat, tenant } from "./teams/tenant.ts";

test("the local set-up binds every conversation of the local Teams, and the MSP's desk", async () => {
	const read = readSetup(await readFile(localSetup, "utf8"));
	if (!read.ok) throw new Error(read.problems.join("\n"));
	const { msp, clients } = read.setup;
	const bound = clients["acme-dental"]?.channels ?? [];
	for (const one of [channel, groupChat, personalChat]) expect(bound).toContain(`teams:${tenant}:${one}`);
	const desk = acme.channels.find(({ name }) => name === "brightside-desk");
	expect(msp.desk).toBe(`slack:${acme.id}:${desk?.id}`);
	expect(desk?.topic).toContain("Brightside IT");
});
