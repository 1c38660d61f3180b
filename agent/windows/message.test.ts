// The windows of Windows before the person, with a stand-in for what shows them.
import { expect, test } from "vitest";
import type { ToldPerson } from "../../protocol/plan/person.ts";
import { newMessageBoxes } from "./message.ts";

const asking: ToldPerson = { text: "Restart?", choices: ["now", "in-an-hour"], wait: 30, otherwise: "run" };
const target = { name: "dana", active: true, display: null, terminal: null, session: 2 };
const over = AbortSignal.any([]);

test("a third window isn't opened while two stay on the screen, and one is once one of them is gone", async () => {
	const pressed: ((button: number) => void)[] = [];
	const show = newMessageBoxes(() => new Promise((resolve) => pressed.push(resolve)));
	const next = () =>
		show({ person: asking, offered: ["now", "in-an-hour"], where: "CLIENT-ACCT-01", target, over });
	const [first] = [await next(), await next()];
	expect(await next()).toBe("earlier messages are still on their screen");
	pressed[0]?.(7);
	expect(typeof first === "object" && (await first.answer)).toBe("in-an-hour");
	expect(await next()).toMatchObject({ by: "WTSSendMessageW" });
	expect(pressed).toHaveLength(3);
});

test("a window that Windows doesn't show is none on the screen", async () => {
	const show = newMessageBoxes(async () => null);
	const tell = { text: "Soon.", choices: [], wait: 0, otherwise: "run" } as const;
	for (let i = 0; i < 3; i++)
		expect(await show({ person: { ...tell, choices: [] }, offered: [], where: "X", target, over })).toBe(
			"Windows shows no window in their session",
		);
});
