import { expect, test } from "vitest";
import { sessionCard } from "../../../cards/kinds/session.ts";
import { ada, olga, person, sessionWith, snapshotOf, tom } from "../testing/session.ts";
import { sessionView } from "./session-view.ts";

const elsewhere = { ...tom, identities: ["slack:T9:U4"] };
const ofGrid = { ...tom, identities: ["slack:E7:U4"] };
const dana = person(5, "Dana", "requester");

const offered = (people: (typeof tom)[], workspace = "slack:T1") => {
	const it = sessionWith();
	it.snapshot = snapshotOf(people);
	it.snapshot.msp.workspaces = [
		{ id: "slack:T1", enterprise: null },
		{ id: "slack:T9", enterprise: "E7" },
	];
	it.store.session.keepSnapshot(it.snapshot);
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
