// A script on the cards: whole where it fits, else its first lines; with its arguments, its file and what its shell misreads.
import { expect, test } from "vitest";
import type { PlanView } from "../../protocol/read/view.ts";
import { limits } from "../model/limits.ts";
import { renderSlack } from "../slack/card.ts";
import { renderTeams } from "../teams/card.ts";
import { readSlack, readTeams } from "../testing/read.ts";
import { ids, planView } from "../testing/views.ts";
import { planCard } from "./plan.ts";
import { previewCard } from "./preview.ts";

const platforms = [
	{ name: "Slack", read: (view: PlanView) => readSlack(renderSlack(planCard(view), "slack:T01"), {}) },
	{ name: "Teams", read: (view: PlanView) => readTeams(renderTeams(planCard(view), { ids }, "entitled")) },
];

const file = { step: 0, bytes: 20_502, lines: 612, sha256: "9c41e07b".repeat(8), cut: false, doubts: [] };
const scriptView = (command: string, facts: Partial<PlanView["files"][number]> = {}, given: string[] = []) =>
	planView({
		shell: "sh",
		steps: [{ phase: "command", command, script: { name: "fix.sh", encoding: "utf-8", arguments: given } }],
		files: [{ ...file, ...facts }],
	});

test.each(platforms)("$name: a script that fits is whole, and can be approved", ({ read }) => {
	const lines = Array.from({ length: 30 }, (_, i) => `echo ${i}`);
	const card = read(scriptView(`${lines.join("\n")}\n`, { lines: 30, bytes: 240 }, ["-x", "a b"]));
	expect(card.codes.map(({ text }) => text)).toEqual([lines.join("\n"), "-x\na b"]);
	expect(card.codes[0]?.label).toBe("Run the script fix.sh · lines numbered here only");
	expect(card.sentences).toContain("30 lines, 240 bytes, UTF-8, SHA-256 9c41e07b9c41e07b…");
	expect(card.buttons[0]).toBe("plan_approve");
});

test.each(platforms)("$name: of a longer one its first lines, and the console", ({ read }) => {
	const start = Array.from({ length: 200 }, (_, i) => `echo ${i}`).join("\n");
	const card = read(scriptView(start, { cut: true }));
	expect(card.codes.map(({ text }) => text)).toEqual([start.split("\n").slice(0, 20).join("\n")]);
	expect(card.codes[0]?.label).toContain("Run the script fix.sh (its first lines)");
	expect(card.sentences).toContain("In all 612 lines, 20,502 bytes, UTF-8, SHA-256 9c41e07b9c41e07b…");
	expect(card.sentences).toContain(
		"⚠ its script has 612 lines and 20,502 bytes; up to 60 lines and 3,000 characters can be shown whole",
	);
	expect(card.buttons[0]).toBe("session_review");
});

test.each(platforms)("$name: what its shell misreads is said before the approval", ({ read }) => {
	const card = read(scriptView("if true\r\nthen id\r\nfi\r\n", { doubts: ["carriage-returns"] }));
	expect(card.sentences).toContain(
		"⚠ The script's lines end as on Windows (CR LF). sh takes the CR for a part of each line, so it will probably fail. Save it with LF, and attach it again.",
	);
	expect(card.buttons[0]).toBe("plan_approve");
});

test.each(platforms)("$name: an argument that can be misread is named", ({ read }) => {
	const card = read(scriptView("id", { lines: 1, bytes: 2 }, ["p\u0430ypal"]));
	expect(card.sentences.join()).toContain("U+0430");
	expect(card.buttons[0]).toBe("session_review");
});

test("the preview says that it is a script, how its file is written, and what its shell misreads", () => {
	const script = { name: "fix.sh", encoding: "utf-8-bom" as const, arguments: [] };
	const card = previewCard(
		{ draft: "d_g0123456789abcdef", command: "id\r\n", script, endpoints: [] },
		limits.slack.inputText,
	);
	const { sentences, codes, buttons } = readSlack(renderSlack(card, "slack:T01"), {});
	expect(codes[0]?.label).toContain(
		"The script fix.sh, exactly this, 4 bytes, UTF-8 with a byte order mark (lines end as on Windows, with CR LF)",
	);
	expect(sentences.filter((one) => one.startsWith("⚠ The script"))).toHaveLength(2);
	expect(buttons).toEqual(["draft_propose", "draft_drop"]);
});
