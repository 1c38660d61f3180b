// How long an endpoint takes to check a plan's steps before it is proposed, at its own desk: no Worker, no chat.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { checkSteps } from "../agent/preflight/check.ts";
import { findShell } from "../agent/process/shells.ts";
import type { Plan } from "../protocol/plan/plan.ts";
import { atMost, ms, percentile, print } from "./figures.ts";

const rounds = 10;

const steps = (before: string, command: string, after: string): Plan["steps"] => [
	{ phase: "before", command: before },
	{ phase: "command", command },
	{ phase: "after", command: after },
];
const posix = steps("grep LegacyMode auth.ini", "sed -i s/1/0/ auth.ini", "cat auth.ini | sort");
const path = "HKLM:\\SOFTWARE\\Vendor\\Auth";
const checked = {
	sh: posix,
	bash: posix,
	pwsh: steps(
		`Get-ItemProperty ${path}`,
		`Set-ItemProperty ${path} LegacyMode 0`,
		"Get-Service | Select Name",
	),
};

export const preflight = async (): Promise<void> => {
	const { CAISEY_PWSH: given, PATH: before = "" } = process.env;
	if (given) process.env.PATH = `${dirname(given)}${delimiter}${before}`;
	const base = mkdtempSync(join(tmpdir(), "caisey-bench-"));
	const folders = { hosts: join(base, "hosts"), pipes: join(base, "pipes") };
	mkdirSync(folders.hosts, { mode: 0o700 });
	mkdirSync(folders.pipes);
	try {
		for (const shell of ["sh", "bash", "pwsh"] as const) {
			if (!findShell(shell)) {
				print(`Preflight in ${shell}`, { skipped: `no ${shell}` });
				continue;
			}
			const asked = { shell, runAs: { kind: "agent" }, cwd: null, steps: checked[shell] } as const;
			const times: number[] = [];
			for (let round = 0; round <= rounds; round++) {
				const begun = performance.now();
				const answer = await checkSteps(folders, asked, 60_000);
				if (answer.state !== "checked") throw new Error(`${answer.because} ${answer.detail}`);
				times.push(performance.now() - begun);
			}
			const [first = 0, ...others] = times;
			const figures = { p50: ms(percentile(others, 0.5)), max: ms(Math.max(...others)), first: ms(first) };
			const aim = atMost(percentile(others, 0.5) / 1000, 1, " s p50");
			print(`Preflight of three steps in ${shell} (${rounds} times)`, figures, aim);
		}
	} finally {
		process.env.PATH = before;
		rmSync(base, { recursive: true });
	}
};
