// The signed head in chat: its beginning after each plan, all of it at the session's end and on request.
import { expect, test } from "vitest";
import { headCard } from "../../../cards/kinds/notice.ts";
import { linkCard } from "../../../cards/kinds/private-answers.ts";
import type { Card } from "../../../cards/model/card.ts";
import { textOf } from "../../../cards/plain.ts";
import type { HeadView } from "../../../protocol/read/view.ts";
import type { SessionOutbox } from "../core.ts";
import { close } from "../talk/closing.ts";
import { tom } from "../testing/session.ts";
import { chat, dana, emptySession, exportOf, later, opened, visit } from "../verify/testing/making.ts";
import { provenSession } from "../verify/testing/proven.ts";
import { asking } from "../verify/testing/script.ts";
import { linkIssued } from "./link.ts";
import { lastHead, signSessionHead } from "./posted.ts";

const said = (head: HeadView): string =>
	headCard(head)
		.sections.flatMap((section) => (section.kind === "text" ? section.line.map(textOf) : []))
		.join("");

const session = () => {
	const it = emptySession(1);
	const sent: SessionOutbox[] = [];
	it.core.put = (_key, _lane, body) => void sent.push(body);
	opened(it);
	const posted = () => sent.flatMap((one) => (one.type === "head" ? [said(one.head)] : []));
	return { it, posted };
};

test("after a plan the head is one short line, and whole once the session is closed", async () => {
	const { it, posted } = session();
	await signSessionHead(it.core, later(it.clock));
	expect(posted()).toEqual([
		expect.stringMatching(/^Record of session 0001, \d entries, signed: [0-9a-f]{32}$/),
	]);
	close(it.core, "", visit(it, dana));
	await signSessionHead(it.core, later(it.clock));
	expect(posted()[1]).toMatch(
		/^Record of session 0001, \d entries, signed .*: [0-9a-f]{64}\. Keep this message/,
	);
});

test("a link to the full transcript comes with the last head, whole", async () => {
	const { it } = session();
	expect(await linkIssued(it.core, chat(tom))).toBeNull();
	await signSessionHead(it.core, later(it.clock));
	const head = await linkIssued(it.core, chat(tom));
	expect(head && said(head)).toMatch(/: [0-9a-f]{64}\. Keep this message/);
	const link = { url: "https://caisey.example/x", minutes: 5, head };
	const linesIn = (of: Card) =>
		of.sections.flatMap((one) => (one.kind === "text" ? [one.line.map(textOf).join("")] : []));
	expect(linesIn(linkCard("transcript", link))).toEqual([expect.any(String), head && said(head)]);
	expect(linesIn(linkCard("review", link))).toHaveLength(1);
});

test("the beginning of a head that chat shows covers an export as the whole does; less of it doesn't", async () => {
	const made = await provenSession();
	const link = lastHead(made.core)?.link ?? "";
	const text = await exportOf(made);
	const judged = async (head: string) =>
		(await asking(text, { heads: [head] })).lines.filter((line) => line.includes("that you named"));
	for (const head of [link, link.slice(0, 32)])
		expect((await judged(head))[0]).toMatch(/^ok .*is the one over \d\d events$/);
	for (const head of [link.slice(0, 31), `${link.slice(0, 32)}${link[32] === "0" ? 1 : 0}`, ""])
		expect((await judged(head))[0]).toMatch(/^BROKEN/);
});
