// What a yes to a change needs beside the right person: all of it in sight, a passkey where policy asks for it, the console.
import { beforeEach, describe, expect, test } from "vitest";
import { newPasskey } from "../../agent/testing/passkeys.ts";
import { fromBase64url } from "../../domain/passkey-proof.ts";
import { person } from "../../domain/testing/people.ts";
import { Policy } from "../../protocol/people.ts";
import { toSignAmendment } from "./amendments-view.ts";
import { type Amending, ada, amending, began, channel, dana, olga, tom } from "./testing/amending.ts";

const origin = "https://caisey.example";
const eve = person("Eve", "approver");
const carla = person("Carla", "requester");
const everyone = [dana, tom, ada, olga];
const many = Array.from({ length: 20 }, (_, n) => person(`Many${n}`, "approver"));
const inChat = { inChat: true };

let it: Amending;
beforeEach(() => {
	it = amending();
});

test("a press in chat confirms what chat shows, and nothing that it can't show exactly; the console does", () => {
	it.apply({ people: [...everyone, ...many] });
	expect(it.says(ada, "confirm", undefined, inChat)).toBe("review-in-console");
	expect(it.approvers()).toEqual(["Ada"]);
	expect(it.says(ada, "confirm")).toBe("ok");
	it.apply({ people: [...everyone, ...many, eve] });
	expect(it.says(ada, "confirm", undefined, inChat)).toBe("ok");
});

test("a no in chat needs not show all of it", () => {
	it.apply({ people: [...everyone, ...many] });
	expect(it.says(ada, "refuse", undefined, inChat)).toBe("ok");
});

describe("the person named for emergencies", () => {
	test.each([
		["a change that chat could show", [eve], Policy.parse({})],
		["one that it can't show", many, Policy.parse({})],
		["one where policy asks for passkeys", [eve], Policy.parse({ approval: "passkey" })],
	])("confirms %s in the console alone: a forged press does nothing", (_, people, policy) => {
		it.apply({ people: [...everyone, carla], breakGlass: carla.id, policy });
		it.says(ada, "confirm");
		it.apply({ people: [dana, tom, olga, carla, ...people], policy: Policy.parse({ votes: 2 }) });
		expect(it.says(carla, "confirm", undefined, inChat)).toBe("review-in-console");
		expect([it.approvers(), it.self().policy]).toEqual([[], policy]);
		expect(it.says(carla, "confirm")).toBe("ok");
	});
});

describe("where policy asks for passkeys", () => {
	const mine = newPasskey("Ada", "EC", ada.id);
	beforeEach(() => {
		it.apply({ policy: Policy.parse({ approval: "passkey" }) });
		it.says(ada, "confirm");
		it.store.approverKeys.ask(mine.key, "a phone", began);
		it.store.approverKeys.set({
			...it.store.approverKeys.all()[0],
			state: "counts",
		} as Parameters<typeof it.store.approverKeys.set>[0]);
		it.apply({ people: [...everyone, eve] });
	});
	const proofOf = (challenge: string, wrong = {}) => ({
		credential: mine.key.credential,
		...mine.answer(fromBase64url(challenge), { origin, rpId: new URL(origin).hostname, ...wrong }),
	});
	const challenge = () => toSignAmendment(it.store, ada.id, it.open()?.id ?? "", it.now)?.challenge ?? "";

	test("a press, in chat or in the console, confirms nothing; hers over this change does", () => {
		expect(it.says(ada, "confirm", undefined, inChat)).toBe("passkey-wanted");
		expect(it.says(ada, "confirm")).toBe("passkey-wanted");
		expect(it.says(ada, "confirm", undefined, { proof: proofOf(challenge()) })).toBe("ok");
		expect(it.approvers()).toEqual(["Ada", "Eve"]);
	});

	test("what she signed for another change, or at another address, confirms nothing", () => {
		const before = challenge();
		const elsewhere = proofOf(before, { origin: "https://evil.example" });
		expect(it.says(ada, "confirm", undefined, { proof: elsewhere })).toBe("passkey-fails");
		it.apply({ people: [...everyone, eve], channels: [channel, "slack:T1:C2"] });
		expect(it.says(ada, "confirm", undefined, { proof: proofOf(before) })).toBe("passkey-fails");
		expect(it.approvers()).toEqual(["Ada"]);
	});
});
