// Output in chat: what looks like a secret is masked there, and the record keeps it.
import { expect, test } from "vitest";
import type { Highlight } from "../../../protocol/record/inside.ts";
import { takeReport } from "../run/reports.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { grantedPlan } from "../testing/granted.ts";
import { now } from "../testing/session.ts";
import { insideInChat } from "./inside.ts";
import { planView } from "./views.ts";

/** A run that printed this: its row, what chat shows of it, and what an erasure leaves of it. */
const printing = (excerpt: string, errors?: string) => {
	const { it, plan } = grantedPlan();
	const run = it.store.runs.of(plan)[1]?.id ?? "";
	const reading = { as: [], overdrawn: false };
	const all = { stdout: 1, stderr: 0, lines: 1, excerpt, part: "last", whole: true, reading } as const;
	const progress = { ...all, ...(errors && { errors }) };
	takeReport({ type: "progressed", progress }, run, it.core, now);
	const view = () => planView(it.core, it.store.plans.get(plan) as PlanRow).runs[1];
	return { row: () => it.store.runs.get(run), view, erase: () => it.store.runs.erase(run, "a name", false) };
};
const shown = (excerpt: string): string => {
	const { row, view } = printing(excerpt);
	expect(row()?.excerpt).toBe(excerpt);
	return view()?.excerpt ?? "";
};
const pem = (word: string) => `-----${word} ${["PRIVATE", "KEY"].join(" ")}-----`;

test.each([
	[
		"a BitLocker recovery key",
		"Password:\n 111111-222222-333333-444444-555555-666666-777777-888888\n",
		"Password:\n ⟨masked: a BitLocker recovery key, 55 characters⟩\n",
	],
	["a password", "Password : Tr0ub4dor\n", "Password : ⟨masked: a value given as password, 9 characters⟩\n"],
	[
		"a private key",
		`a\n${pem("BEGIN")}\nMIIB\n${pem("END")}\nb`,
		"a\n⟨masked: a private key, 58 characters⟩\nb",
	],
	[
		"a LAPS password in a table",
		"ComputerName Password\n------------ --------\nPC-01        kX9#mm2Lq\n",
		"ComputerName Password\n------------ --------\nPC-01        ⟨masked: a value under Password, 9 characters⟩\n",
	],
	[
		"a LAPS password in a list",
		"ms-Mcs-AdmPwd : kX9#mm2Lq\n",
		"ms-Mcs-AdmPwd : ⟨masked: a value given to ms-Mcs-AdmPwd, 9 characters⟩\n",
	],
	["the end of a private key", `MIIB\nabcd=\n${pem("END")}\nb`, "⟨masked: a private key, 36 characters⟩\nb"],
])("%s is masked in chat, and kept", (_, output, masked) => {
	expect(shown(output)).toBe(masked);
});

test("stderr alone is masked in chat, kept, and erased with the rest", () => {
	const { row, view, erase } = printing("x\n", "Password : Tr0ub4dor\n");
	expect(row()?.reading?.errors).toBe("Password : Tr0ub4dor\n");
	expect(view()?.errors).toBe("Password : ⟨masked: a value given as password, 9 characters⟩\n");
	erase();
	expect(row()?.reading).toEqual({ as: [], overdrawn: false, part: "last" });
	expect(view()?.errors).toBe("");
});

test("other output is shown as it is", () => {
	expect(shown("LegacyMode=0\nSpooler Running\n")).toBe("LegacyMode=0\nSpooler Running\n");
});

test("what the shell reported is masked in chat like output", () => {
	const first: Highlight[] = [
		{ what: "error", record: 1, entry: 0, message: "net use: -Password Tr0ub4dor-3", line: 1 },
		{ what: "prompt-refused", record: 1, entry: 1, text: "Old password: Tr0ub4dor-3" },
		{ what: "parse-error", record: 1, entry: 2, message: "Missing '}': -Password Tr0ub4dor-3 {", line: 1 },
		{ what: "native", record: 1, entry: 3, program: "net.exe", code: 2, line: 1 },
	];
	const counts = {
		by: "powershell",
		swallowed: 1,
		failed: 1,
		refused: 1,
		unparsed: 1,
		unseen: null,
	} as const;
	const inChat = insideInChat({ ...counts, first }, { outputInChat: "lines" });
	const text = JSON.stringify(inChat);
	expect(text).not.toContain("Tr0ub4dor");
	expect(text.match(/⟨masked: /g)).toHaveLength(3);
	expect(inChat).toMatchObject({ ...counts, first: [{ line: 1 }, {}, { line: 1 }, first[3]] });
});
