// What the page says waits, and for whom, while a step asks.
import { expect, test } from "vitest";
import type { MemorySession } from "../testing/memory.ts";
import { startRun } from "../testing/play.ts";
import { agent, approvedSession, dana, friday, ids, openSession, runStart, tom } from "../testing/sample.ts";
import { renderTranscript } from "./transcript.ts";
import { turn } from "./turn.ts";

const read = (page: unknown): string =>
	String(page)
		.replaceAll(/<[^>]+>/g, "")
		.replaceAll(/\s+/g, " ")
		.trim();
const waits = async (session: MemorySession, reader: string) =>
	read(await turn(await session.source().header(), reader));

const asking = (kind: "choices" | "text"): MemorySession => {
	const session = approvedSession();
	startRun(session, session.run(runStart("command")), friday("16:47:33"));
	session.event(friday("16:47:34"), agent, {
		kind: "prompt.asked",
		run: ids.command,
		asked: {
			...{ id: 1, kind, text: "Overwrite it?\n", several: false, suggested: [], ends: false, within: 60_000 },
			choices: kind === "text" ? [] : ["Yes", "No"].map((label) => ({ label, help: "" })),
		},
	});
	return session;
};
const answered = { kind: "prompt.answered", run: ids.command, prompt: 1, ref: null } as const;

test("an open plan waits for those who may decide it, and no one else", async () => {
	expect(await waits(openSession(), ids.ada)).toMatch(
		/^Waits for you: plan [\da-f·]+ to approve or deny Review it$/,
	);
	expect(await waits(openSession(), ids.tom)).toMatch(
		/^Waits for Ada Lindqvist: plan [\da-f·]+ to approve or deny$/,
	);
	expect(await waits(approvedSession(), ids.ada)).toBe("");
});

test("a question waits for those who may answer it, in chat", async () => {
	const session = asking("choices");
	expect(await waits(session, ids.tom)).toBe("Waits for you: “Overwrite it?”, to be answered in chat See it");
	expect(await waits(session, ids.ada)).toBe("Waits for you: “Overwrite it?”, to be answered in chat See it");
	expect(await waits(session, ids.dana)).toMatch(/^Waits for Tom Okafor or Ada Lindqvist/);
	session.event(friday("16:47:35"), tom, {
		...answered,
		answer: { is: "choices", chosen: [0] },
		labels: ["Yes"],
	});
	expect(await waits(session, ids.tom)).toBe("");
});

test("a text waits for an approver who didn't write it", async () => {
	const session = asking("text");
	expect(await waits(session, ids.ada)).toBe("Waits for Tom Okafor: “Overwrite it?”, to be answered in chat");
	session.event(friday("16:47:35"), tom, { ...answered, answer: { is: "text", text: "yes" }, labels: [] });
	expect(await waits(session, ids.ada)).toContain("Waits for you: a text for “Overwrite it?”");
	expect(await waits(session, ids.tom)).toMatch(/^Waits for Ada Lindqvist/);
});

test("a run lists above its output what it asked, with the way there and what came of it", async () => {
	const session = asking("choices");
	const page = async () =>
		String(await renderTranscript(session.source(), { person: ids.dana, name: dana.name }));
	const seq = (await session.source().header()).questions[0]?.seq;
	const list = async () => read((await page()).split('data-part="asked">')[1]?.split("</ul>")[0]);
	expect(await page()).toContain(`<a href="#e${seq}"><bdi>“Overwrite it?”</bdi></a>`);
	expect(await page()).toContain(`<a href="#${ids.command}.stdout.11">in the output</a>`);
	expect(await list()).toBe("It asked a question “Overwrite it?” waits for an answer · in the output");
	session.event(friday("16:47:35"), tom, {
		...answered,
		answer: { is: "choices", chosen: [0] },
		labels: ["Yes"],
	});
	expect(await list()).toBe("It asked a question “Overwrite it?” Tom Okafor answered “Yes” · in the output");
	session.event(friday("16:48:35"), agent, {
		...{ kind: "prompt.expired", run: ids.command, prompt: 1, text: "Overwrite it?", because: "time" },
	});
	expect(await list()).toContain("got no answer: the time for it passed");
});
