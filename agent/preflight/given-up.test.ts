// A check that no one waits for any more holds up no other.
import { expect, test } from "vitest";
import { agentOfTests } from "../testing/suite.ts";
import { type Checked, lookAt } from "./check.ts";
import { newQueue } from "./queue.ts";

const { agent } = await agentOfTests();
const folders = { hosts: agent.folder.hosts, pipes: agent.folder.pipes };
const asked: Checked = {
	...{ shell: "sh", runAs: { kind: "agent" }, cwd: null },
	steps: [{ phase: "command", command: "ls" }],
};

test("a check that is given up ends, whether it has begun or not", async () => {
	const queue = newQueue();
	const given = new AbortController();
	const hung = queue.next(() => lookAt(folders, asked, 120_000, { over: given.signal }));
	const waits = queue.next(() => lookAt(folders, asked, 120_000, { over: given.signal }));
	given.abort();
	expect([(await hung).state, (await waits).state]).toEqual(["unable", "unable"]);
	expect(await queue.next(async () => "next")).toBe("next");
});
