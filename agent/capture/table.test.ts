// The table, run by a real agent in a real PowerShell.
import { describe, test } from "vitest";
import { pwshOfTests } from "../testing/pwsh.ts";
import { agentOfTests } from "../testing/suite.ts";
import { table } from "./cases/table.ts";
import { expectRow } from "./testing/rows.ts";

// A busy machine doesn't lose its connection for being late.
const { peer, agent } = await agentOfTests({ pingMs: 60_000 });
const { hasPwsh, shell } = pwshOfTests(agent.folder.hosts, "the table of PowerShell");

const others = process.platform === "win32" ? "posix" : "windows";
describe.skipIf(!hasPwsh).concurrent.each(table)("PowerShell's %s", (_, rows) => {
	test.concurrent.for(rows.filter(({ only }) => only !== others))("$name [needs pwsh]", (row) =>
		expectRow(peer, row, shell, process.execPath),
	);
});
