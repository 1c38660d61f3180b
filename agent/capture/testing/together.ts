// Runs many rows of the table in one PowerShell, where each has a host, a channel and a listener of its own: a PowerShell for each
// row takes more than a second, nearly all of it to start.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { literal, shellArgv } from "../../../protocol/plan/invocation.ts";
import { withoutSecret } from "../../../protocol/prompt.ts";
import type { RunEvent } from "../../../protocol/record/records.ts";
import { startClock } from "../../machine/clock.ts";
import { forShell } from "../../machine/environment.ts";
import type { Asking } from "../../plan/questions.ts";
import { type Case, commandOf } from "../cases/case.ts";
import { openDoor } from "../channel.ts";
import type { PowerShell } from "../compile.ts";
import { openListener } from "../listener.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

/** `host`: compiled for that PowerShell; `folder`: for sockets; `node`: the program that rows call. */
export type Place = { shell: PowerShell; shellPath: string; host: string; folder: string; node: string };

/** Each row's outcome, as soon as it is known. */
export const runTogether = async (rows: Case[], place: Place): Promise<Map<Case, Promise<Outcome>>> => {
	const opened = await Promise.all(rows.map((row) => openRow(row, place)));
	const list = join(place.folder, `${randomUUID()}.json`);
	writeFileSync(list, JSON.stringify(opened.map(({ start, mark }) => ({ start, mark }))));
	const [, ...args] = shellArgv(place.shell, place.shellPath, oneByOne(list));
	const child = spawn(place.shellPath, args, {
		stdio: ["ignore", "pipe", "pipe"],
		env: forShell(place.shell, process.env),
		windowsHide: true,
	});
	const [stdout, stderr] = [parted(child.stdout), parted(child.stderr)];
	const gone = once(child, "close").then(([code]): never => {
		rmSync(list, { force: true });
		throw new Error(`PowerShell ended with ${code} before the row did: ${stderr.rest()}`);
	});
	const outcomes = opened.map(({ row, mark, ended }) => {
		const both = Promise.all([stdout.until(mark), stderr.until(mark)]);
		const outcome = Promise.race([both, gone]).then(([out, err]) => ended(out, err.text));
		outcome.catch(() => {}); // Its test awaits it.
		return [row, outcome] as const;
	});
	return new Map(outcomes);
};

const openRow = async (row: Case, { shell, shellPath, host, folder, node }: Place) => {
	const events: RunEvent[] = [];
	const recording = {
		event: (event: RunEvent) => void events.push(event),
		hasRoom: () => true,
		onRoom: () => () => {},
	};
	const listener = openListener(recording, startClock(), answering(row));
	const token = randomUUID();
	const door = await openDoor(folder, null, token, listener.connected);
	// The table doesn't look at places in the output.
	listener.started({ soFar: async () => ({ stdout: 0, stderr: 0 }) });
	const argv = shellArgv(shell, shellPath, commandOf(row, node), undefined, { host, pipe: door.name, token });
	return {
		row,
		/** As the agent starts a step, but PowerShell goes on with the next one. */
		start: argv.slice(-2).join(" ").replace("exit $runner.", "$runner."),
		mark: `\0${token} `,
		ended: async (out: Part, stderr: string): Promise<Outcome> => {
			const end = { outcome: "exited", code: out.code } as const;
			const silent = await listener.ended(end, 5_000);
			door.close();
			listener.close();
			const outcome = outcomeOf({ events, stdout: out.text, stderr, end });
			return { ...outcome, by: [silent ? "plain" : "powershell", ...outcome.by] };
		},
	};
};

/** As people would answer who give the row's answers at once. */
const answering = ({ answers = [] }: Case): Asking["ask"] => {
	const left = [...answers];
	return async (wanted, tell) => {
		const answer = left.shift();
		if (!answer) return "refused";
		const id = answers.length - left.length;
		tell({ what: "question", ...wanted, id, within: 0 });
		tell({
			what: "answered",
			id,
			by: "Tom Okafor",
			answer: withoutSecret(answer),
		});
		return answer;
	};
};

/** Both streams get the row's mark and exit code at its end. */
const oneByOne = (list: string): string => `
foreach ($row in [IO.File]::ReadAllText(${literal(list)}) | ConvertFrom-Json) {
	$code = & ([scriptblock]::Create($row.start))
	$mark = [Text.Encoding]::ASCII.GetBytes("$($row.mark)$code\`0")
	foreach ($stream in [Console]::OpenStandardOutput(), [Console]::OpenStandardError()) {
		$stream.Write($mark, 0, $mark.Length)
		$stream.Flush()
	}
}`;

type Part = { text: string; code: number };

/** A stream in parts, each ended by its mark. */
const parted = (stream: Readable) => {
	let all = Buffer.alloc(0);
	const waiting = new Map<string, (part: Part) => void>();
	stream.on("data", (bytes: Buffer) => {
		all = Buffer.concat([all, bytes]);
		for (const [mark, resolve] of waiting) {
			const at = all.indexOf(mark);
			const end = at < 0 ? -1 : all.indexOf(0, at + mark.length);
			if (end < 0) break;
			resolve({
				text: all.toString("utf8", 0, at),
				code: Number(all.toString("utf8", at + mark.length, end)),
			});
			waiting.delete(mark);
			all = all.subarray(end + 1);
		}
	});
	return {
		until: (mark: string): Promise<Part> => new Promise((resolve) => waiting.set(mark, resolve)),
		rest: () => all.toString().slice(0, 2_000),
	};
};
