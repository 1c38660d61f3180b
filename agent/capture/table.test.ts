// The table, run in a real PowerShell: most rows share one, the others each run by a real agent in their own.
import { beforeAll, describe, test } from "vitest";
import { findShell } from "../process/shells.ts";
import { compiledHost, pwshOfTests } from "../testing/pwsh.ts";
import { agentOfTests } from "../testing/suite.ts";
import type { Case } from "./cases/case.ts";
import { table } from "./cases/table.ts";
import type { Outcome } from "./testing/outcome.ts";
import { expectOutcome, outcomeOn } from "./testing/rows.ts";
import { runTogether } from "./testing/together.ts";

// A busy machine doesn't lose its connection for being late.
const { peer, agent } = await agentOfTests();
const { hasPwsh, shell } = pwshOfTests(agent.folder.hosts, "the table of PowerShell");

describe.skipIf(!hasPwsh)("PowerShell's", () => {
	let together: Map<Case, Promise<Outcome>>;

	beforeAll(async () => {
		const shellPath = findShell(shell) ?? "";
		const host = await compiledHost(agent.folder.hosts, shell, shellPath);
		if (!host.ok) throw new Error(host.because);
		const rows = table.flatMap(([, rows]) => rows).filter(({ alone }) => alone === undefined);
		const place = { shell, shellPath, host: host.path, folder: agent.folder.pipes, node: process.execPath };
		together = await runTogether(rows, place);
	});

	describe.concurrent.each(table)("%s", (_, rows) => {
		test.concurrent.for(rows)("$name [needs pwsh]", async (row) =>
			expectOutcome(
				process.platform,
				row,
				await (together.get(row) ?? outcomeOn(peer, row, shell, process.execPath)),
			),
		);
	});
});
