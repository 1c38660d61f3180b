import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import type { Shell } from "../../protocol/plan/plan.ts";
import { patient } from "../machine/patience.ts";
import { hashOf, resolveExecutable } from "./executable.ts";
import { onPath } from "./programs.ts";

const env = { PATH: process.env.PATH };
const resolve = (command: string, shell: Shell = "sh", more = {}) =>
	resolveExecutable(shell, command, tmpdir(), { ...env, ...more });

test("the agent finds a plain program on PATH, with its hash", async () => {
	const path = onPath("sh", process.env.PATH ?? "");
	const sha256 = createHash("sha256")
		.update(readFileSync(path ?? ""))
		.digest("hex");
	expect(await resolve("sh -c true")).toEqual({ path, sha256, version: null });
	expect(await resolve(`${path} -c true`)).toEqual({ path, sha256, version: null });
	expect(await resolve("  sh|cat")).toEqual({ path, sha256, version: null });
});

test.each([
	"echo hi",
	"cd /",
	"[ a = a ]",
	"if true; then sh; fi",
	"X=1 sh",
	"'sh' -c x",
	"$SHELL",
	"s\\h",
	"(sh)",
	"no-such-program-here",
	"",
	"{ sh; }",
])("of %j nothing is claimed", async (command) => expect(await resolve(command)).toBeNull());

test("a function handed down in the environment hides the program", async () => {
	expect(await resolve("sh", "bash", { "BASH_FUNC_sh%%": "() { :; }" })).toBeNull();
});

test("PowerShell's names may be aliases or functions: only paths and .exe are programs", async () => {
	expect(await resolve("sh", "pwsh")).toBeNull();
	expect(await resolve(onPath("sh", process.env.PATH ?? "") ?? "", "pwsh")).not.toBeNull();
});

test("a place that gives no answer isn't waited for, nor what comes after it: it is named", async () => {
	const [gone, here] = ["/gone/tool", onPath("sh", process.env.PATH ?? "") ?? ""];
	const found = patient(
		(path) => (path === gone ? new Promise<boolean>(() => {}) : Promise.resolve(true)),
		1,
		2,
	);
	const of = (command: string) =>
		resolveExecutable("sh", command, tmpdir(), { PATH: "/gone:/usr/bin" }, found);
	expect(await of("tool -x")).toBe(gone);
	expect(await of(`${gone} -x`)).toBe(gone);
	expect(await of(here)).toMatchObject({ path: here });
});

test("a program is run without its hash where its place gives no answer any more", async () => {
	expect(await hashOf("/gone/tool", 1, () => new Promise(() => {}))).toBeNull();
	expect(await hashOf("/gone/tool", 1, () => Promise.reject(new Error("gone")))).toBeNull();
});
