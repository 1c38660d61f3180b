import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isOnNetwork, leadsToNetwork } from "./network.ts";

test.each([
	"\\\\evil\\share",
	"//evil/share",
	"\\/evil/share",
	'"\\\\evil\\share"',
	'\\"\\evil\\share',
	" \\\\evil\\share ",
	"\\\\?\\UNC\\evil\\share",
	"\\??\\UNC\\evil\\share",
	"\\\\.\\pipe\\evil",
	"\\\\evil\\share\\..\\other\\tool.exe",
])("%s is on the network", (path) => expect(isOnNetwork(path)).toBe(true));

test.each(["C:\\Windows", '"C:\\Program Files\\Tool"', "C:\\\\double", "\\Windows", "C:/tools", "tool", ""])(
	"%s is on this machine",
	(path) => expect(isOnNetwork(path)).toBe(false),
);

test.runIf(process.platform !== "win32")(
	"a link that leads to the network is found on the way, without following it",
	async () => {
		const folder = mkdtempSync(join(tmpdir(), "caisey-network-"));
		onTestFinished(() => rmSync(folder, { recursive: true }));
		const at = (...names: string[]) => join(folder, ...names);
		mkdirSync(at("real", "sub"), { recursive: true });
		symlinkSync("real", at("near"));
		symlinkSync("//evil/share", at("real", "far"));
		symlinkSync("../near/far/deeper", at("real", "farther"));
		symlinkSync("round", at("round"));
		const leads = (...names: string[]) => leadsToNetwork(at(...names), true);
		expect([await leads("real", "sub"), await leads("near", "sub", "none")]).toEqual([false, false]);
		expect([
			await leads("near", "far"),
			await leads("near", "far", "x.exe"),
			await leads("near", "farther"),
		]).toEqual([true, true, true]);
		expect(await leads("round")).toBe(true);
		expect(await leadsToNetwork("//evil/share", false)).toBe(true);
	},
);
