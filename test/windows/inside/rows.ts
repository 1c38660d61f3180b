// Runs under Wine, in node.exe: rows of PowerShell's table, in as many PowerShells as there are lists of rows, beside each other.
// Reads the lists from a file and writes each list's outcomes into another.
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { hostFor, prepareHost } from "../../../agent/capture/compile.ts";
import { runTogether } from "../../../agent/capture/testing/together.ts";
import { findShell } from "../../../agent/process/shells.ts";
import { HandedAnswer } from "../../../protocol/prompt.ts";

const [listsFile = "", outcomesFile = "", hosts = ""] = process.argv.slice(2);
const Row = z.object({
	name: z.string(),
	command: z.string(),
	answers: z.array(HandedAnswer).exactOptional(),
});
const Lists = z.array(z.array(Row));
const lists = Lists.parse(JSON.parse(readFileSync(listsFile, "utf8")));

const shellPath = findShell("pwsh") ?? "";
// A step would wait no longer than half a minute.
await hostFor(hosts, "pwsh", shellPath);
const host = await prepareHost(hosts, "pwsh", shellPath);
if (!host.ok) throw new Error(host.because);
const place = { shell: "pwsh", shellPath, host: host.path, folder: hosts, node: process.execPath } as const;
const words = (thrown: unknown) => ({ failed: String(thrown) });
const outcomesOf = async (rows: (typeof lists)[number]) => {
	const outcomes = await runTogether(rows, place);
	return Promise.all(rows.map((row) => outcomes.get(row)?.catch(words)));
};
writeFileSync(outcomesFile, JSON.stringify(await Promise.all(lists.map(outcomesOf))));
