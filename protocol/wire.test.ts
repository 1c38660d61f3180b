import { expect, test } from "vitest";
import { fromUtf8 } from "./bytes.ts";
import { EnrollRequest, FromAgent, helloMessage, Inventory } from "./wire.ts";

const inventory = (some: object = {}) => ({
	hostname: "CLIENT-ACCT-01",
	os: "Windows 11",
	arch: "x64",
	agentVersion: "0.1.0",
	user: "NT AUTHORITY\\SYSTEM",
	elevated: true,
	loggedOn: ["Dana"],
	shells: [{ shell: "powershell", path: "C:\\powershell.exe", version: "5.1" }],
	bootId: "b",
	...some,
});

test("an inventory within bounds stays unchanged", () => {
	expect(Inventory.parse(inventory())).toEqual(inventory());
});

test("an inventory beyond the bounds is cut, and the hello still counts", () => {
	const much = inventory({
		hostname: "h".repeat(4_000_000),
		os: `Windows 11${"\n".repeat(800)}✓ Approved by Sam Roy${"!".repeat(4_000)}`,
		arch: "a".repeat(1_000),
		agentVersion: "v".repeat(1_000),
		user: `${"u".repeat(254)}😀${"u".repeat(1_000)}`,
		loggedOn: Array.from({ length: 5_000 }, () => "d".repeat(5_000)),
		shells: Array.from({ length: 500 }, () => ({
			shell: "sh",
			path: `/${"p".repeat(9_000)}`,
			version: "x".repeat(9_000),
		})),
		bootId: "b".repeat(9_000),
	});
	const hello = FromAgent.parse({
		type: "hello",
		versions: [1],
		endpoint: "e_g0123456789abcdef",
		runtime: "caisey-runtime-7a3f-dc2",
		instance: "i".repeat(20),
		signature: `${"A".repeat(86)}==`,
		inventory: much,
		plans: [],
	});
	const { inventory: taken } = hello as Extract<FromAgent, { type: "hello" }>;
	expect(taken.hostname).toBe(`${"h".repeat(254)}…`);
	expect(taken.os).toHaveLength(255);
	expect(taken.os.startsWith("Windows 11\n")).toBe(true);
	expect(taken.arch).toHaveLength(64);
	expect(taken.agentVersion).toHaveLength(64);
	expect(taken.user).toBe(`${"u".repeat(254)}…`);
	expect(taken.loggedOn).toHaveLength(100);
	expect(Math.max(...taken.loggedOn.map(({ length }) => length))).toBe(255);
	expect(taken.shells).toHaveLength(10);
	expect(taken.shells[0]?.path).toHaveLength(4_096);
	expect(taken.shells[0]?.version).toHaveLength(255);
	expect(taken.bootId).toHaveLength(128);
	expect(JSON.stringify(taken).length).toBeLessThan(80_000);
	expect(FromAgent.parse({ type: "inventory", inventory: much })).toEqual({
		type: "inventory",
		inventory: taken,
	});
	const enrolment = { v: 1, token: "t", key: `${"A".repeat(43)}=`, inventory: much };
	expect(EnrollRequest.parse(enrolment).inventory).toEqual(taken);
	expect(Inventory.parse(taken)).toEqual(taken);
});

const hello = {
	endpoint: "e_g0123456789abcdef",
	runtime: "caisey-runtime-7a3f-dc2",
	instance: "i".repeat(20),
};
const machine = { host: "FRONT\n01", id: "ab".repeat(32), boot: "b", count: 7, at: 1_700_000_000_000 };

test("an agent signs where it runs; the message of one that doesn't say so is as it always was", () => {
	const of = (more?: typeof machine) =>
		fromUtf8(helloMessage(hello.endpoint, hello.runtime, hello.instance, "nonce", more));
	expect(of()).toBe(
		`caisey hello v1\ne_g0123456789abcdef\ncaisey-runtime-7a3f-dc2\n${"i".repeat(20)}\nnonce`,
	);
	expect(of(machine)).toBe(
		`caisey hello v2\ne_g0123456789abcdef\ncaisey-runtime-7a3f-dc2\n${"i".repeat(20)}\nnonce\n["FRONT\\n01","${"ab".repeat(32)}","b",7,1700000000000]`,
	);
});

test("a hello without a machine is an older agent's; a machine beyond the bounds is rejected", () => {
	const message = {
		...{ type: "hello", versions: [1], ...hello, signature: `${"A".repeat(86)}==` },
		...{ inventory: inventory(), plans: [] },
	};
	expect(FromAgent.parse(message)).toEqual(message);
	expect(FromAgent.parse({ ...message, machine })).toEqual({ ...message, machine });
	for (const bad of [{ host: "h".repeat(256) }, { id: "raw" }, { boot: "b".repeat(129) }, { count: -1 }])
		expect(FromAgent.safeParse({ ...message, machine: { ...machine, ...bad } }).success).toBe(false);
});
