import { expect, test } from "vitest";
import type { Account } from "./account.ts";
import { environmentFor, forShell, recordedEnvironment } from "./environment.ts";

const agent: Account = { name: "root", id: "0", groups: [], elevated: true, home: "/root", become: null };
const dana: Account = {
	...{ name: "dana", id: "1000", groups: [], elevated: false, home: "/home/dana" },
	become: { uid: 1000, gid: 1000, shell: "/bin/bash" },
};

test("a command gets the run's mark, not the agent's own settings", () => {
	expect(environmentFor(agent, "r_1", "sh", { PATH: "/bin", CAISEY_PWSH: "x", DB_PASSWORD: "y" })).toEqual({
		PATH: "/bin",
		DB_PASSWORD: "y",
		CAISEY_RUN: "r_1",
	});
});

test("another user gets their own home and name, and nothing else of the agent's account", () => {
	expect(
		environmentFor(dana, "r_1", "sh", { PATH: "/bin", LANG: "C", HOME: "/root", DB_PASSWORD: "y" }),
	).toEqual({
		...{ PATH: "/bin", LANG: "C", HOME: "/home/dana", USER: "dana", LOGNAME: "dana", SHELL: "/bin/bash" },
		CAISEY_RUN: "r_1",
	});
});

test("the user at the screen gets what their desktop is found by", () => {
	const desktop = {
		XDG_RUNTIME_DIR: "/run/user/1000",
		DBUS_SESSION_BUS_ADDRESS: "unix:path=/run/user/1000/bus",
	};
	expect(environmentFor({ ...dana, desktop }, "r_1", "sh", { PATH: "/bin" })).toMatchObject(desktop);
	const own = { XDG_RUNTIME_DIR: "/run/own" };
	expect(environmentFor({ ...agent, desktop }, "r_1", "sh", own)).toMatchObject({ ...desktop, ...own });
});

test("the agent records a variable that looks secret by name or value without its value", () => {
	const token = `ghp_${"a".repeat(36)}`;
	expect(recordedEnvironment({ PATH: "/bin", DB_PASSWORD: "y", NOTE: token })).toEqual([
		{ name: "DB_PASSWORD", value: "", masked: true },
		{ name: "NOTE", value: "", masked: true },
		{ name: "PATH", value: "/bin", masked: false },
	]);
});

test("Windows PowerShell is not sent into PowerShell 7's module folders", () => {
	const own = ["D:\\PowerShell\\Ours", "C:\\Windows\\system32\\WindowsPowerShell\\v1.0\\Modules"];
	const sevens = [
		"C:\\Users\\dana\\Documents\\PowerShell\\Modules",
		"C:\\Program Files\\PowerShell\\Modules",
		"c:\\program files\\powershell\\7\\Modules",
		"C:\\Program Files\\WindowsApps\\Microsoft.PowerShell_7.6.5.0_x64__8wekyb3d8bbwe\\Modules",
	];
	const all = { PATH: "x", PSModulePath: [...sevens, ...own].join(";") };
	expect(forShell("powershell", all)).toEqual({ PATH: "x", PSModulePath: own.join(";") });
	expect(forShell("powershell", { PATH: "x", PSModulePath: sevens.join(";") })).toEqual({ PATH: "x" });
	expect(forShell("pwsh", all)).toEqual(all);
});
