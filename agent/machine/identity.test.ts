import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { expect, test } from "vitest";
import { hashed, identityOf } from "./identity.ts";

const [one, other] = ["e_g0000000000000001", "e_g0000000000000002"];

test("a machine's id is hashed together with the endpoint's, and never sent as it is", async () => {
	const raw = "0123456789abcdef0123456789abcdef";
	expect(hashed(raw, one)).toBe(hashed(raw, one));
	expect(hashed(raw, one)).not.toBe(hashed(raw, other));
	expect(hashed(raw, one)).not.toContain(raw);
	expect(hashed("", one)).toBeNull();
	const identity = await identityOf(one);
	expect(JSON.stringify(identity)).not.toContain(readFileSync("/etc/machine-id", "utf8").trim() || "none");
});

test("a machine says its name and the start of its system", async () => {
	const { host, boot } = await identityOf(one);
	expect(host()).toBe(hostname());
	expect(boot).toBe(readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
});
