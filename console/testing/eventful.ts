// A session in which everything happens that a page shows: for looking at, and for axe.
import { utf8 } from "../../protocol/bytes.ts";
import { driftRun, endRun, startRun } from "./play.ts";
import {
	agent,
	approvedSession,
	caisey,
	dana,
	friday,
	ids,
	plan,
	propose,
	ref,
	runStart,
	tom,
} from "./sample.ts";

const table = (value: number) => `\r\nLegacyMode\r\n----------\r\n         ${value}\r\n\r\n`;

/** Its first plan has run, with a swallowed error; a second one waits for Ada; an erasure waits, too. */
export const eventfulSession = () => {
	const session = approvedSession();
	const before = session.run(runStart("before"));
	startRun(session, before, friday("16:47:31"));
	const since = { shell: { run: ids.before, session: ids.session, at: friday("08:12:00") - 3 * 86_400_000 } };
	driftRun(session, before, friday("16:47:31"), {
		since,
		changes: [
			{ scope: "shell", what: "ExecutionPolicy", before: "RemoteSigned", now: "AllSigned" },
			{ scope: "shell", what: "PATH entry", before: null, now: "C:\\Program Files\\Vendor" },
		],
	});
	before.write(friday("16:47:32"), "stdout", utf8(table(1)));
	endRun(session, before, friday("16:47:32.400"), { outcome: "exited", code: 0 });
	command(session);
	const after = session.run(runStart("after"));
	startRun(session, after, friday("16:47:38"));
	after.write(friday("16:47:39"), "stdout", utf8(table(0)));
	after.write(
		friday("16:47:39.100"),
		"stderr",
		utf8("WARNING: \u001b[33mthe policy changed\u001b[0m since Friday\r\n"),
	);
	endRun(session, after, friday("16:47:40"), { outcome: "exited", code: 0 });
	session.finish();
	session.event(friday("16:49:00"), dana, { kind: "question.asked", plan: ids.plan, text: "Is it done?" });
	propose(session, {
		...plan,
		id: "pl_g0000000000000002",
		steps: [{ phase: "command", command: "rm \u0430.txt" }],
	});
	session.state = "waiting-for-approval";
	session.erasures = [
		{
			id: ids.erasure,
			by: { surface: "browser", person: ids.tom, identity: null, name: "Tom Okafor", label: null },
			at: friday("17:00:00"),
			expires: friday("17:00:00") + 7 * 86_400_000,
			reason: "names a patient",
			targets: [{ run: ids.before }, { seq: 2 }],
		},
	];
	for (const one of session.opening.people) if (one.id === ids.tom) one.roles = ["technician", "owner"];
	const { count } = session.signHead(friday("17:00:01"), caisey);
	session.event(friday("17:00:02"), caisey, {
		...{
			kind: "head.stamped",
			count,
			by: "Example time-stamp authority",
			time: friday("17:00:01"),
			token: "MA==",
		},
	});
	return session;
};

const command = (session: ReturnType<typeof approvedSession>): void => {
	const run = session.run(runStart("command"));
	startRun(session, run, friday("16:47:33"));
	run.note(friday("16:47:33.500"), { type: "capture", v: 1, by: "powershell", unseen: [] });
	run.write(friday("16:47:34"), "stdout", utf8("setting it\r\n"));
	const place = { stdout: 12, stderr: 0 };
	run.note(friday("16:47:34.200"), {
		type: "inside",
		v: 1,
		entries: [
			{
				...{ what: "error", at: friday("16:47:34") * 1_000, place, how: "swallowed", terminating: true },
				...{ message: "Access is denied.", category: "PermissionDenied", id: "x", exception: "y", stack: "" },
				position: { line: 3, column: 1, text: "Set-ItemProperty x" },
			},
			{
				...{ what: "native", at: friday("16:47:34") * 1_000, place, bestEffort: false, output: "bytes" },
				...{ path: "C:\\Windows\\reg.exe", arguments: ["add"], code: 1, position: null },
			},
		],
	});
	session.event(friday("16:47:34.500"), agent, {
		kind: "prompt.asked",
		run: ids.command,
		asked: {
			...{
				id: 1,
				kind: "choices",
				text: "Overwrite it?",
				several: false,
				suggested: [0],
				ends: false,
				within: 60_000,
			},
			choices: ["Yes", "No"].map((label) => ({ label, help: "" })),
		},
	});
	const chosen = { is: "choices" as const, chosen: [0] };
	session.event(friday("16:47:36"), tom, {
		...{ kind: "prompt.answered", run: ids.command, prompt: 1 },
		...{ answer: chosen, labels: ["Yes"], ref: ref(9) },
	});
	run.write(friday("16:47:36.500"), "stdout", utf8(`${"y".repeat(300)}\r\n`));
	run.note(friday("16:47:36.800"), { type: "left", v: 1, processes: [5120] });
	endRun(session, run, friday("16:47:37"), { outcome: "exited", code: 0 });
};
