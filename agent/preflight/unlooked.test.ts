// What is looked at before anyone approves: nothing as someone else, and nothing on another machine.
import { expect, test } from "vitest";
import { isOnNetwork } from "../windows/network.ts";
import { firstProgram } from "./local.ts";
import { whyUnlooked } from "./unlooked.ts";

const elsewhere = [
	"\\\\evil\\share\\x.exe",
	"//evil/share/x.exe",
	"/\\evil\\share\\x.exe",
	"\\/evil/share/x.exe",
	"\\\\?\\UNC\\evil\\share",
	"\\\\.\\pipe\\x",
];

test("steps of the user of a Windows session aren't looked at with that user's settings and the agent's rights", async () => {
	expect(await whyUnlooked({ session: 2 }, "C:\\")).toBe(
		"On Windows, nothing is checked beforehand as the logged-on user",
	);
	expect(await whyUnlooked({}, "C:\\Users")).toBeNull();
	expect(await whyUnlooked({}, "/root")).toBeNull();
});

test.each(elsewhere)("%s isn't on this machine: nothing is looked at there", async (path) => {
	const { signal } = new AbortController();
	expect(isOnNetwork(path)).toBe(true);
	expect(await whyUnlooked({}, path)).toBe("Nothing is checked beforehand in a folder of another machine");
	expect(await firstProgram([path, process.execPath], signal)).toBeNull();
	expect(await firstProgram([process.execPath, path], signal)).toBe(process.execPath);
});
