// Who asked for a change doesn't confirm it, also once another one's apply carries it along.
import { beforeEach, expect, test } from "vitest";
import { person } from "../../domain/testing/people.ts";
import { Policy } from "../../protocol/people.ts";
import { amendmentsView } from "./amendments-view.ts";
import { type Amending, ada, amending, channel, dana, olga, tom } from "./testing/amending.ts";

const day = 86_400_000;
const boss = person("Boss", "approver", "owner");
const chief = person("Chief", "approver", "owner");
const carla = person("Carla", "requester");
const everyone = [dana, tom, ada, olga, boss];
const two = Policy.parse({ votes: 2 });
const more = { channels: [channel, "slack:T1:C2"] };

let it: Amending;
beforeEach(() => {
	it = amending();
	it.apply({ people: everyone });
	it.says(ada, "confirm");
	it.apply({ policy: two }, boss);
});

test.each([
	["replaced it", () => it.apply(more, olga)],
	["replaced it twice", () => [it.apply(more, olga), it.apply({ channels: [] })]],
	["came after it had expired", () => [it.pass(7 * day), it.apply({ endpoints: [] }, olga)]],
	["came after it was refused", () => [it.says(ada, "refuse"), it.apply(more, olga)]],
	["came a week after it was refused", () => [it.says(ada, "refuse"), it.pass(7 * day), it.apply({}, olga)]],
])("another one's apply that %s", (_, carried) => {
	carried();
	expect(it.open()).not.toBeNull();
	expect([it.says(boss, "confirm"), it.says(boss, "refuse")]).toEqual(["may-not-confirm", "may-not-confirm"]);
	expect(amendmentsView(it.store, boss.id, it.now)).toMatchObject({
		may: false,
		newest: { waitsFor: ["Ada"] },
	});
	expect(amendmentsView(it.store, ada.id, it.now)?.may).toBe(true);
	expect([it.says(ada, "confirm"), it.self().policy.votes]).toEqual(["ok", 2]);
});

test.each([
	["confirmed", () => it.says(ada, "confirm")],
	["taken back while it waited", () => it.apply({ policy: Policy.parse({}) })],
	["taken back after it was refused", () => [it.says(ada, "refuse"), it.apply({ policy: Policy.parse({}) })]],
])("once it was %s, they confirm what another one asks for", (_, over) => {
	over();
	it.apply(more, olga);
	expect(it.says(boss, "confirm")).toBe("ok");
});

test("who asks again for what was refused doesn't confirm it a week later, when another one's apply carries it", () => {
	it.says(ada, "refuse");
	it.apply({ policy: Policy.parse({}) }, olga);
	it.apply({ policy: Policy.parse({ votes: 3 }) }, olga);
	it.apply({ policy: two }, boss);
	it.pass(7 * day);
	it.apply(more, olga);
	expect([it.says(boss, "confirm"), it.says(ada, "confirm")]).toEqual(["may-not-confirm", "ok"]);
});

test("with nobody left but who asked for a part, it waits: neither takes effect by the other's apply", () => {
	it.says(ada, "confirm");
	it.apply({ people: [...everyone, chief] });
	it.says(ada, "confirm");
	it.apply({ people: [dana, tom, olga, boss, chief] });
	it.apply({ policy: Policy.parse({}) }, boss);
	it.apply(more, chief);
	expect([it.says(boss, "confirm"), it.says(chief, "confirm")]).toEqual([
		"may-not-confirm",
		"may-not-confirm",
	]);
	expect(it.self()).toMatchObject({ policy: { votes: 2 }, channels: [channel] });
	expect(it.posts.at(-1)?.view).toMatchObject({ waitsFor: ["another approver"] });
	it.apply({ policy: two, channels: [channel] });
	it.apply(more, chief);
	expect([it.says(boss, "confirm"), it.self().channels]).toEqual(["ok", more.channels]);
});

test("with nobody left but who asked for a part, the person named for emergencies confirms it at once", () => {
	it.says(ada, "confirm");
	it.apply({ people: [...everyone, chief, carla], breakGlass: carla.id });
	it.says(ada, "confirm");
	it.apply({ people: [dana, tom, olga, boss, chief, carla] });
	it.apply({ policy: Policy.parse({}) }, boss);
	it.apply(more, chief);
	expect([it.says(carla, "confirm"), it.self().channels]).toEqual(["ok", more.channels]);
});
