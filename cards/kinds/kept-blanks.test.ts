// Blanks that are part of a text are said on one line: of an open plan, of a command before it is proposed, in the dialog.
import { expect, test } from "vitest";
import type { PlanView } from "../../protocol/read/view.ts";
import { renderSlack } from "../slack/card.ts";
import { renderTeams } from "../teams/card.ts";
import { readSlack, readTeams } from "../testing/read.ts";
import { madeScripts } from "../testing/scripts.ts";
import { ids, planView } from "../testing/views.ts";
import { keptInPlan } from "./kept-blanks.ts";
import { planCard } from "./plan.ts";
import { previewCard } from "./preview.ts";

const platforms = [
	{ name: "Slack", read: (view: PlanView) => readSlack(renderSlack(planCard(view), "slack:T01"), {}) },
	{ name: "Teams", read: (view: PlanView) => readTeams(renderTeams(planCard(view), { ids }, "entitled")) },
];

const plan = (shell: PlanView["shell"], ...commands: string[]) =>
	planView({ shell, steps: commands.map((command) => ({ phase: "command", command })) });

test.each(platforms)(
	"$name: a card says which blanks are part of the text, and offers Approve",
	({ read }) => {
		const card = read(plan("bash", "set -e   \ntouch 'a     b'"));
		expect(card.sentences).toContain("Line 2: 5 blanks inside quotes: they are part of the text");
		expect(card.codes[0]?.text).toBe("set -e···\ntouch 'a·····b'");
		expect(card.buttons[0]).toBe("plan_approve");
	},
);

test.each(platforms)("$name: of many the first places, and how many more, on one line", ({ read }) => {
	const many = ["echo 'a  b'", "echo a \\ ", "cat <<E", "a   b", "E", "echo '  '"].join("\n");
	const card = read(plan("sh", "id", `${many}\necho 'a  b'`));
	expect(card.sentences).toContain(
		"Blanks that are part of the text: 2 blanks inside quotes in step 2, line 1, 1 blank after an escape character in step 2, line 2, 3 blanks inside a here-document in step 2, line 4, and 2 more places",
	);
});

test.each(platforms)(
	"$name: blanks that change nothing, and plans that are decided, have no such line",
	({ read }) => {
		const says = (view: PlanView) => read(view).sentences.filter((one) => one.includes("part of the text"));
		expect(says(plan("pwsh", "$a       = 'x' \nGet-Date   # don't   care"))).toEqual([]);
		expect(says({ ...plan("bash", "echo 'a  b'"), state: "denied" })).toEqual([]);
	},
);

test("a command whose shell isn't chosen is read as by each that may be", () => {
	const says = (command: string, file?: string) =>
		previewCard(
			{
				...{ draft: "d", command, endpoints: [] },
				...(file && { script: { name: file, encoding: "utf-8", arguments: [] } }),
			},
			3_000,
		).sections.flatMap((one) => (one.kind === "text" ? one.line : []));
	expect(says("echo 'a   b'")).toContain(
		"Line 1: 3 blanks where it is hard to tell: they may be part of the text",
	);
	expect(says('sc create "a   b"')).toContain("Line 1: 3 blanks inside quotes: they are part of the text");
	expect(says("echo 'a   b'", "fix.sh")).toContain(
		"Line 1: 3 blanks inside quotes: they are part of the text",
	);
});

test("ordinary scripts have no such line", () => {
	const said = madeScripts.flatMap(({ name, bytes }) => {
		const shell = name.endsWith(".sh") ? "bash" : name.endsWith(".ps1") ? "powershell" : "cmd";
		return keptInPlan({ shell, steps: [{ phase: "command", command: new TextDecoder().decode(bytes) }] });
	});
	expect(said).toEqual([]);
});
