import { expect, test } from "vitest";
import { sessionCard } from "../../../cards/kinds/session.ts";
import { ada, olga, person, sessionWith, snapshotOf, tom } from "../testing/session.ts";
import { ownSessionView, sessionView } from "./session-view.ts";

const elsewhere = { ...tom, identities: ["slack:T9:U4"] };
const ofGrid = { ...tom, identities: ["slack:E7:U4"] };
const dana = person(5, "Dana", "requester");

const asker = {
	surface: "slack",
	person: dana.id,
	identity: "slack:T1:U5",
	name: "Dana",
	label: null,
} as const;
const withPeople = (people: (typeof tom)[], by?: Parameters<typeof sessionWith>[0]) => {
	const it = sessionWith(by);
	it.snapshot = snapshotOf(people);
	it.snapshot.msp.workspaces = [
		{ id: "slack:T1", enterprise: null },
		{ id: "slack:T9", enterprise: "E7" },
	];
	it.store.session.keepSnapshot(it.snapshot);
	return it;
};
const offered = (people: (typeof tom)[], workspace = "slack:T1") => {
	const it = withPeople(people);
	const { buttons, menu } = sessionCard(sessionView(it.core, { kind: "own", workspace }));
	return [...buttons, ...menu].map(({ label }) => label);
};

test.each([
	["a technician is there", [dana, ada, tom], "slack:T1", ["Run a command…", "Take it", "Ticket…"]],
	[
		"a technician of the organization is there",
		[dana, ada, ofGrid],
		"slack:T9",
		["Run a command…", "Take it", "Ticket…"],
	],
	["only an owner is there", [dana, ada, olga, elsewhere], "slack:T1", ["Take it", "Ticket…"]],
	["no one of the provider is there", [dana, ada, elsewhere], "slack:T1", []],
])("where %s, a session's card offers what they may do, and no more", (_, people, workspace, wanted) => {
	const all = ["Run a command…", "Take it", "Ticket…"];
	const labels = offered(people, workspace);
	expect(labels.filter((label) => all.includes(label))).toEqual(wanted);
	expect(labels).toEqual(expect.arrayContaining(["Full transcript", "Close…", "Help"]));
});

test("those who may press more than others there are named: who asked first, then who proposes, then who takes it", () => {
	const it = withPeople([olga, elsewhere, ada, tom, dana], asker);
	const { served } = sessionView(it.core, { kind: "own", workspace: "slack:T1" });
	expect(served.map(({ name }) => name)).toEqual(["Dana", "Tom", "Olga"]);
});

test("someone's own view offers what they may do themselves", () => {
	const eve = person(6, "Eve", "requester");
	const it = withPeople([ada, tom, olga, dana, eve], asker);
	it.store.threads.add({ ...thread, name: "own", kind: "own" });
	const offers = ({ identities: [identity = ""], name }: typeof tom) => {
		const own = ownSessionView(it.core, thread, it.visit({ identity, name }));
		return own.ok && own.view.offers;
	};
	expect(offers(tom)).toEqual({ propose: true, serve: true, close: true });
	expect(offers(olga)).toEqual({ propose: false, serve: true, close: true });
	expect(offers(dana)).toEqual({ propose: false, serve: false, close: true });
	for (const one of [ada, eve, { ...eve, identities: ["slack:T1:U9"] }])
		expect(offers(one)).toEqual({ propose: false, serve: false, close: false });
	const elsewhere = ownSessionView(
		it.core,
		{ ...thread, channel: "C9" },
		it.visit({ identity: "slack:T1:U4", name: "" }),
	);
	expect(elsewhere).toMatchObject({ ok: false, refusal: { code: "wrong-place" } });
});
const thread = {
	...{ workspace: "slack:T1", channel: "C2", thread: "5", root_key: "k2" },
	...{ since: 0, heard: null, called: null },
} as const;
