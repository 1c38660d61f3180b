// A plan's bytes and digest: the vectors stay as they are for ever, and so does what readers refuse.
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { fromHex, fromUtf8, hex, utf8 } from "../bytes.ts";
import { type Plan, planBytes, planDigest, readPlan, runBy, type Sha256, shortDigest } from "./plan.ts";

const sha256: Sha256 = (...parts) =>
	parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

const plan: Plan = {
	v: 1,
	id: "pl_g0123456789abcdef",
	client: "c_g0123456789abcdef",
	session: "s_g0123456789abcdef",
	proposedBy: "p_g0123456789abcdef",
	proposedAt: 1767225600000,
	decideBy: 1767312000000,
	endpoints: [
		{
			id: "e_g0123456789abcdef",
			name: "CLIENT-ACCT-01",
			key: "21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9",
		},
	],
	shell: "powershell",
	runAs: {
		kind: "agent",
	},
	cwd: null,
	steps: [
		{
			phase: "before",
			command: "Get-ItemProperty HKLM:\\SOFTWARE\\Vendor\\Auth | Select LegacyMode",
		},
		{
			phase: "command",
			command: 'Set-ItemProperty -Path "HKLM:\\SOFTWARE\\Vendor\\Auth" -Name "LegacyMode" -Value 0',
		},
		{
			phase: "after",
			command: "# ä 日本 😀\n\tGet-Date",
		},
	],
	stepTimeLimit: 600,
	failedCheck: "stop",
	input: ["choices"],
	runWithin: 3600,
	notBefore: null,
	words: {
		changes: "turns off the old sign-in",
		notices: "Nobody",
		undo: "set it back to 1",
	},
	secrets: [],
	preflight: null,
};

const bytes = fromHex(
	[
		"7b2276223a312c226964223a22706c5f6730313233343536373839616263646566222c22636c69656e74223a22635f673031",
		"3233343536373839616263646566222c2273657373696f6e223a22735f6730313233343536373839616263646566222c2270",
		"726f706f7365644279223a22705f6730313233343536373839616263646566222c2270726f706f7365644174223a31373637",
		"3232353630303030302c226465636964654279223a313736373331323030303030302c22656e64706f696e7473223a5b7b22",
		"6964223a22655f6730313233343536373839616263646566222c226e616d65223a22434c49454e542d414343542d3031222c",
		"226b6579223a2232316665333164666131353461323631363236626638353430343666643232373162376265643462366162",
		"653435616135383837376566343766393732316239227d5d2c227368656c6c223a22706f7765727368656c6c222c2272756e",
		"4173223a7b226b696e64223a226167656e74227d2c22637764223a6e756c6c2c227374657073223a5b7b227068617365223a",
		"226265666f7265222c22636f6d6d616e64223a224765742d4974656d50726f706572747920484b4c4d3a5c5c534f46545741",
		"52455c5c56656e646f725c5c41757468207c2053656c656374204c65676163794d6f6465227d2c7b227068617365223a2263",
		"6f6d6d616e64222c22636f6d6d616e64223a225365742d4974656d50726f7065727479202d50617468205c22484b4c4d3a5c",
		"5c534f4654574152455c5c56656e646f725c5c417574685c22202d4e616d65205c224c65676163794d6f64655c22202d5661",
		"6c75652030227d2c7b227068617365223a226166746572222c22636f6d6d616e64223a222320c3a420e697a5e69cac20f09f",
		"98805c6e5c744765742d44617465227d5d2c227374657054696d654c696d6974223a3630302c226661696c6564436865636b",
		"223a2273746f70222c22696e707574223a5b2263686f69636573225d2c2272756e57697468696e223a333630302c226e6f74",
		"4265666f7265223a6e756c6c2c22776f726473223a7b226368616e676573223a227475726e73206f666620746865206f6c64",
		"207369676e2d696e222c226e6f7469636573223a224e6f626f6479222c22756e646f223a22736574206974206261636b2074",
		"6f2031227d2c2273656372657473223a5b5d2c22707265666c69676874223a6e756c6c7d",
	].join(""),
);
const digest = "72feb72cd01e65c5436c1e5aa7b592558c69157bbc14759eaaf856b9f459e050";

test("a plan's bytes are these", () => {
	expect(hex(planBytes(plan))).toBe(hex(bytes));
});

test("its digest is over exactly those bytes", () => {
	expect(planDigest(bytes, sha256)).toBe(digest);
	expect(shortDigest(digest)).toBe("72fe·b72c");
	expect(planDigest(utf8(`${fromUtf8(bytes)} `), sha256)).not.toBe(digest);
});

test("they are read as that plan, nothing normalised", () => {
	expect(readPlan(bytes)).toEqual(plan);
	expect(readPlan(bytes).steps[2]?.command).toBe("# ä 日本 \u{1f600}\n\tGet-Date");
});

const step = (command: string) => ({ steps: [{ phase: "command", command }] });
const refused: [string, object][] = [
	["an unknown key", { extra: 1 }],
	["an unknown key further in", { words: { ...plan.words, more: "" } }],
	["another version", { v: 2 }],
	["no endpoint", { endpoints: [] }],
	["eleven endpoints", { endpoints: Array(11).fill(plan.endpoints[0]) }],
	["no command", { steps: [{ phase: "before", command: "true" }] }],
	["two commands", { steps: [...step("a").steps, ...step("b").steps] }],
	["steps out of order", { steps: [...step("a").steps, { phase: "before", command: "b" }] }],
	["an empty command", step(" \n\t")],
	["a command with a NUL", step("a\0b")],
	["a command with an unpaired surrogate", step("\ud800")],
	["a command that is too long for any shell", step("a".repeat(65_537))],
	["an unknown shell", { shell: "fish" }],
	["a user name that begins with a blank", { runAs: { kind: "user", name: " dana" } }],
	["no time limit", { stepTimeLimit: 0 }],
	["a secret, of which version 1 knows none", { secrets: [{}] }],
];
test.each(refused)("a plan with %s is refused", (_, change) => {
	expect(() => readPlan(utf8(JSON.stringify({ ...plan, ...change })))).toThrow();
});

test("a plan of bytes that aren't UTF-8, or aren't JSON, is rejected", () => {
	expect(() => readPlan(new Uint8Array([...bytes, 0xff]))).toThrow();
	expect(() => readPlan(bytes.subarray(0, -1))).toThrow();
	expect(() => readPlan(new Uint8Array())).toThrow();
});

test("the time to run counts from the approval, or from 'not before' where that is later", () => {
	expect(runBy({ notBefore: null, runWithin: 60 }, 1_000)).toBe(61_000);
	expect(runBy({ notBefore: 5_000, runWithin: 60 }, 1_000)).toBe(65_000);
	expect(runBy({ notBefore: 500, runWithin: 60 }, 1_000)).toBe(61_000);
});
