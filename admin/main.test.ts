// What `npm run admin` prints: the Worker's answers hold names that others chose.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";

test("admin spells out what would reach into the owner's terminal", async () => {
	const hold = { because: ["host"], from: "A", to: "B", since: 1 };
	const answer = JSON.stringify({ hold, change: "renamed\u001b[1A\u001b[2K\nAll is well" });
	const server = createServer(
		(request, response) => void request.resume().on("end", () => response.end(answer)),
	);
	await once(server.listen(0, "127.0.0.1"), "listening");
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const child = spawn(
		process.execPath,
		[
			"--disable-warning=ExperimentalWarning",
			join(import.meta.dirname, "main.ts"),
			"confirm",
			"acme/A",
			"--yes",
		],
		{
			env: { ...process.env, CAISEY_URL: url, CAISEY_OWNER_TOKEN: "t" },
			stdio: ["ignore", "pipe", "inherit"],
		},
	);
	const printed = (await child.stdout.toArray()).join("");
	server.close();
	expect(printed).toContain("renamed⟨U+001B escape⟩[1A⟨U+001B escape⟩[2K ⏎ All is well\n");
	expect(printed).not.toContain("\u001b");
	expect(printed).toContain("Confirmed. Waiting plans go on there.\n");
});
