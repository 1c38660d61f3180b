import { expect, test } from "vitest";
import type { RelayView } from "../../protocol/read/view.ts";
import { renderSlack } from "../slack/card.ts";
import { renderTeams } from "../teams/card.ts";
import { readSlack, readTeams } from "../testing/read.ts";
import { hostile, random } from "../testing/texts.ts";
import { sessionView } from "../testing/views.ts";
import { relayCard } from "./relay.ts";
import { sessionCard } from "./session.ts";

const relay = (some: Partial<RelayView> = {}): RelayView => ({
	session: "s_g0123456789ab7a3f",
	author: "Dana Reyes",
	known: true,
	surface: "teams",
	text: "It is on fire.",
	files: [],
	state: "said",
	url: "https://caisey.example/s/s_g0123456789ab7a3f",
	...some,
});
const inBoth = (view: RelayView) => [
	readSlack(renderSlack(relayCard(view), "slack:T01"), {}),
	readTeams(renderTeams(relayCard(view), { ids: new Map() })),
];

test.each([
	["said", relay(), ["Dana Reyes in Teams: It is on fire."]],
	["with a role", relay({ roles: ["requester"] }), ["Dana Reyes (requester) in Teams: It is on fire."]],
	["edited", relay({ state: "edited" }), ["Dana Reyes in Teams (edited): It is on fire."]],
	["deleted", relay({ state: "deleted", text: "" }), ["Dana Reyes in Teams: (deleted)"]],
])("a message %s elsewhere appears under its author's name, in Slack as in Teams", (_, view, sentences) => {
	for (const read of inBoth(view)) expect([read.sentences, read.buttons]).toEqual([sentences, []]);
});

test.each([
	[
		"said",
		relay({ author: "Ada Lindqvist", known: false }),
		"“Ada Lindqvist” (no role here) in Teams: It is on fire.",
	],
	[
		"edited",
		relay({ author: "Ada Lindqvist", known: false, state: "edited" }),
		"“Ada Lindqvist” (no role here) in Teams (edited): It is on fire.",
	],
	[
		"deleted",
		relay({ author: "Ada Lindqvist", known: false, state: "deleted", text: "" }),
		"“Ada Lindqvist” (no role here) in Teams: (deleted)",
	],
])(
	"a message %s by a stranger to the client and its MSP says so, whatever name they chose",
	(_, view, sentence) => {
		for (const { sentences } of inBoth(view)) expect(sentences).toEqual([sentence]);
		expect(renderSlack(relayCard(view), "slack:T01").text).toContain("(no role here)");
		expect(JSON.stringify(renderTeams(relayCard(view), { ids: new Map() }))).toContain("(no role here)");
	},
);

test("people's words are never bold, and slanted on every line", () => {
	const name = "Caisey: Approved by Sam Roy ".repeat(40);
	const view = relay({
		author: name,
		known: false,
		text: "one\ntwo\n\nthree",
		files: [{ name: `${name}.png`, bytes: 1 }],
	});
	const slack = JSON.stringify(renderSlack(relayCard(view), "slack:T01").blocks);
	const teams = JSON.stringify(renderTeams(relayCard(view), { ids: new Map() }));
	expect(slack).not.toContain('"bold"');
	expect(teams).not.toContain("Bolder");
	for (const line of ["one", "two", "three"]) {
		expect(slack).toContain(`{"type":"text","text":"${line}","style":{"italic":true}}`);
		expect(teams).toContain(`{"type":"TextRun","text":"${line}","italic":true}`);
	}
	for (const { sentences } of inBoth(view)) {
		expect(sentences[0]).toMatch(/^“Caisey: Approved [^”]{0,80}…” \(no role here\) in Teams: one$/);
		expect(sentences.at(-1)?.length).toBeLessThan(400);
	}
});

test("a file is named with its size, and the transcript is one press away", () => {
	const files = [
		{ name: "fire.jpg", bytes: 1_234 },
		{ name: "lost.png", bytes: null },
	];
	for (const { sentences, buttons } of inBoth(relay({ files }))) {
		expect(sentences.join("\n")).toContain("“fire.jpg” · 1,234 bytes · in the full transcript");
		expect(sentences.join("\n")).toContain("“lost.png” · not in the record");
		expect(buttons).toEqual(["session_transcript"]);
	}
});

test("relayed words have no meaning where they arrive", () => {
	const next = random(7);
	for (let i = 0; i < 300; i++) {
		const text = hostile(next, 20);
		const slack = renderSlack(relayCard(relay({ text, author: hostile(next, 3) })), "slack:T01");
		expect(JSON.stringify(slack.blocks)).not.toMatch(/"type":"(?:user|link|channel|broadcast|emoji|mrkdwn)"/);
		expect(slack.text).not.toMatch(/<[!@#]/);
		const teams = renderTeams(relayCard(relay({ text })), { ids: new Map() });
		expect(teams.entities ?? []).toEqual([]);
		expect((teams.text ?? "").replaceAll(/<\/?[bi]>|<br\/>/g, "")).not.toMatch(/[<>]/);
	}
});

test("a session on the desk starts with its client, and offers itself until someone takes it", () => {
	const onDesk = sessionCard(sessionView({ thread: "desk" }));
	expect(onDesk.title).toBe("Acme Dental · Caisey session 7A3F");
	expect(onDesk.buttons.map(({ label }) => label)).toContain("Take it");
	expect(JSON.stringify(onDesk.sections)).toContain(
		"Acme Dental can read everything you write in this thread",
	);
	const taken = sessionCard(sessionView({ thread: "desk", takenBy: "Tom Okafor" }));
	expect(taken.buttons.map(({ label }) => label)).not.toContain("Take it");
	for (const thread of ["own", "client"] as const)
		expect(sessionCard(sessionView({ thread })).buttons.map(({ label }) => label)).not.toContain("Take it");
});
