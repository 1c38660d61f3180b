import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { patient } from "../machine/patience.ts";
import { problemWith } from "./folder.ts";

const dana = { name: "ACME\\dana", session: 2 };

test("a step for the logged-on user of Windows doesn't start on the network, and the agent doesn't look there", async () => {
	const asked: string[] = [];
	const found = async (path: string) => {
		asked.push(path);
		return "";
	};
	for (const cwd of ["\\\\evil\\share", "//evil/share/dana"])
		expect(await problemWith(cwd, dana, found)).toBe(
			`The working directory ${cwd} is on the network, where the agent would be asked who it is and not ACME\\dana. Propose the plan with one on this endpoint.`,
		);
	expect(asked).toEqual([]);
	expect(await problemWith("C:\\Users\\dana", dana, found)).toBeUndefined();
});

test("a step doesn't wait for a working directory that never answers", async () => {
	const never = patient(() => new Promise<string>(() => {}), 1);
	expect(await problemWith("/gone", { name: "dana" }, never)).toBe(
		"The working directory /gone gives no answer.",
	);
	expect(await problemWith(tmpdir(), { name: "dana" })).toBeUndefined();
});
