// Who stays marked as confirmed by nobody, or only in an emergency, whatever is confirmed later.
import { beforeEach, expect, test } from "vitest";
import { person } from "../../domain/testing/people.ts";
import { type Amending, ada, amending, dana, olga, sam, tom } from "./testing/amending.ts";

const eve = person("Eve", "approver");
const carla = person("Carla", "requester");
const everyone = [dana, tom, ada, olga];
const withMore = (one: typeof ada) => ({ ...one, identities: [...one.identities, `slack:T1:UX${one.name}`] });

let it: Amending;
beforeEach(() => {
	it = amending();
});

test("who confirms a further account of their own doesn't take off their own mark", () => {
	it.apply({ people: [dana, tom, withMore(ada), olga] });
	expect(it.says(ada, "confirm")).toBe("ok");
	expect(it.unconfirmed()).toEqual(["Ada: first"]);
});

test("nor does who was set in an emergency", () => {
	it.apply({ people: [...everyone, carla], breakGlass: carla.id });
	it.says(ada, "confirm");
	it.apply({ people: [dana, tom, olga, carla, eve] });
	expect(it.says(carla, "confirm")).toBe("ok");
	it.apply({ people: [dana, tom, olga, carla, withMore(eve)] });
	expect(it.says(eve, "confirm")).toBe("ok");
	expect(it.unconfirmed()).toEqual(["Eve: break-glass"]);
});

test("two who are marked don't clear each other", () => {
	it.apply({ people: [dana, tom, olga, eve, sam] });
	expect(it.unconfirmed()).toEqual(["Eve: first", "Sam: first"]);
	it.apply({ people: [dana, tom, olga, withMore(eve), withMore(sam)] });
	expect([it.says(sam, "confirm"), it.unconfirmed()]).toEqual(["ok", ["Eve: first", "Sam: first"]]);
});

test("who was confirmed stays so with an account that an approver confirms, and is marked with one that only the named person does", () => {
	it.apply({ people: [...everyone, sam, carla], breakGlass: carla.id });
	it.says(ada, "confirm");
	it.apply({ people: [...everyone, withMore(sam), carla] });
	expect([it.says(ada, "confirm"), it.unconfirmed()]).toEqual(["ok", ["Ada: first"]]);
	const third = { ...sam, identities: [...withMore(sam).identities, "slack:T1:UY"] };
	it.apply({ people: [...everyone, third, carla] });
	it.pass(86_400_000);
	expect([it.says(carla, "confirm"), it.unconfirmed()]).toEqual(["ok", ["Ada: first", "Sam: break-glass"]]);
});
