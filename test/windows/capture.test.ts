// Seeing into PowerShell on Windows' own functions: a part of the table under Wine 10, where each row takes seconds.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Case } from "../../agent/capture/cases/case.ts";
import { table } from "../../agent/capture/cases/table.ts";
import { expectRow } from "../../agent/capture/testing/rows.ts";
import { type Peer, startPeer } from "../../agent/testing/peer.ts";
import { bundledAgent } from "../world/once.ts";
import { connected, type EndpointMachine, startEndpointMachine } from "./endpoint.ts";
import { hasWindows } from "./tools.ts";

const here = hasWindows();
if (!here) console.warn("SKIPPED: test/windows/capture.test.ts (npm run windows brings what it needs)");

/** Of each part of the table, what another system could break. */
const names = [
	"a warning",
	"Write-Host without a line end",
	"try and catch",
	"-ErrorAction Ignore",
	"errors into a file",
	"a program's exit code",
	"a program's output in a variable",
	"arguments with blanks and quotes",
	"a process that ends itself after a swallowed error",
	"CR LF between lines",
	"what can't be parsed",
	"Read-Host",
];
const rows = names.map((name): Case => {
	const row = table.flatMap(([, rows]) => rows).find((one) => one.name === name);
	if (!row) throw new Error(`The table has no row "${name}".`);
	return row;
});

describe.skipIf(!here)("PowerShell under Wine 10", () => {
	let peer: Peer;
	let machine: EndpointMachine;

	beforeAll(async () => {
		peer = await startPeer();
		machine = await startEndpointMachine(bundledAgent());
		expect(await machine.command("enroll", peer.url, "good")).toMatchObject({ code: 0 });
		await connected(machine, peer);
		// Compiles the host.
		await peer.run(peer.makePlan("1", { shell: "pwsh" }));
	});
	afterAll(async () => {
		await machine?.stop();
		await peer?.close();
		expect(peer?.problems).toEqual([]);
	});

	test.concurrent.for(rows)("$name", (row) => expectRow(peer, row, "pwsh", machine.node));
});
