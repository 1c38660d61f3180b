// Questions of real steps: answered once by the Worker's own word, too late, cancelled, or by nobody.
import { beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../protocol/plan/plan.ts";
import { answerBytes, answerMessage, type GivenAnswer } from "../../protocol/prompt.ts";
import type { InsideEntry } from "../../protocol/record/inside.ts";
import { agentOfTests } from "../testing/suite.ts";
import { newWorkerKey } from "../testing/worker-key.ts";

const { peer } = await agentOfTests();

const text = (text: string): GivenAnswer => ({ is: "text", text });
const nothing: GivenAnswer = { is: "nothing" };
const inside = (run: string) =>
	peer.events(run).flatMap((event) => (event.type === "inside" ? event.entries : []));
const about = (run: string) =>
	inside(run).flatMap((entry) => {
		const { what } = entry;
		if (what === "question") return [`asks ${(entry as Of<"question">).text}`];
		if (what === "answered") return [`answered by ${(entry as Of<"answered">).by}`];
		return what === "unanswered" ? [`unanswered, ${(entry as Of<"unanswered">).because}`] : [];
	});
type Of<What extends InsideEntry["what"]> = Extract<InsideEntry, { what: What }>;

const asking = (command: string, some: Partial<Plan> = {}) =>
	peer.makePlan(command, { input: ["choices", "text"], ...some });
const started = async (plan: Plan): Promise<string> => (await peer.start(plan))[0] ?? "";
const printed = (run: string) => peer.bytesOf(run, "stdout").toString();

describe.skipIf(process.platform !== "linux")("a step of sh that waits to read [Linux]", () => {
	test("asks with its unfinished line, gets the answer as a line, and what it was is recorded", async () => {
		const run = await started(asking("printf 'first\\nYour name: '; read name; echo \"hello $name\""));
		expect((await peer.asked(run, 1)).text).toBe("Your name: ");
		peer.answer(run, 1, text("Jürgen $(id)"));
		expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 0 });
		expect(printed(run)).toBe("first\nYour name: hello Jürgen $(id)\n");
		expect(about(run)).toEqual(["asks Your name: ", "answered by Tom Okafor"]);
		expect(inside(run)).toContainEqual(
			expect.objectContaining({ answer: { is: "text", text: "Jürgen $(id)" } }),
		);
	});

	test("asks again for each line that a process which it starts reads, until there is nothing more", async () => {
		const run = await started(asking("echo go; cat; echo over", { shell: "bash" }));
		for (const [i, answer] of [text("one"), text("two"), nothing].entries()) {
			await peer.asked(run, i + 1);
			peer.answer(run, i + 1, answer);
		}
		expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 0 });
		expect(printed(run)).toBe("go\none\ntwo\nover\n");
	});

	test("a shell inside gets no character but the answer", async () => {
		const run = await started(asking("bash; echo over"));
		await peer.asked(run, 1);
		peer.answer(run, 1, text("echo $((6 * 7))"));
		await peer.asked(run, 2);
		expect(printed(run)).toBe("42\n");
		peer.answer(run, 2, nothing);
		await peer.ended(run);
		expect(printed(run)).toBe("42\nover\n");
	});

	test("where the plan allows no text its input is empty, as ever", async () => {
		const run = await started(asking("read name || echo none", { input: ["choices"] }));
		await peer.ended(run);
		expect([printed(run), about(run)]).toEqual(["none\n", []]);
	});

	describe("that asks once", () => {
		let run: string;
		beforeAll(async () => {
			run = await started(asking("printf 'Name: '; read name; echo \"hello $name\""));
			await peer.asked(run, 1);
		});

		test("takes no answer that another key signed, that isn't one to it, or that is to another question", async () => {
			const other = newWorkerKey();
			const bytes = (run: string) =>
				answerBytes({ v: 1, keyId: other.keyId, run, question: 1, by: "Mal", answer: text("forged") });
			peer.answer(run, 1, text("forged"), other.sign(answerMessage(bytes(run))));
			peer.answer(run, 2, text("early"));
			peer.answer(
				run.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
				1,
				text("elsewhere"),
			);
			peer.answer(run, 1, text("Ada"));
			// What comes again, or as another, comes too late.
			peer.answer(run, 1, text("Ada"));
			peer.answer(run, 1, text("Mal"));
			await peer.ended(run);
			expect(printed(run)).toBe("Name: hello Ada\n");
			expect(about(run)).toEqual(["asks Name: ", "answered by Tom Okafor"]);
		});
	});

	test("takes the answer that comes over the next connection", async () => {
		const run = await started(asking('read name; echo "hello $name"'));
		await peer.asked(run, 1);
		peer.state.control?.terminate();
		const before = peer.state.hellos.length;
		await peer.until(() => peer.state.hellos.length > before && peer.state.control);
		peer.answer(run, 1, text("Ada"));
		await peer.ended(run);
		expect(printed(run)).toBe("hello Ada\n");
	});

	test("is cancelled while it waits, and the record names the question", async () => {
		const plan = asking("printf 'Name: '; read name; echo on");
		const run = await started(plan);
		await peer.asked(run, 1);
		peer.send({ type: "cancel", plan: plan.id, by: "Ada" });
		expect((await peer.ended(run)).end).toEqual({ outcome: "cancelled", by: "Ada" });
		expect([printed(run), about(run).at(-1)]).toEqual(["Name: ", "unanswered, cancelled"]);
	});

	test("is stopped at once where the Worker does not say that it takes questions, and the record says so", async () => {
		const reconnected = async () => {
			const before = peer.state.hellos.length;
			peer.state.control?.terminate();
			await peer.until(() => peer.state.hellos.length > before && peer.state.control);
		};
		peer.state.questions = false;
		await reconnected();
		const run = await started(asking("printf 'Name: '; read name; echo on"));
		const { end } = await peer.ended(run);
		peer.state.questions = true;
		await reconnected();
		expect([end, printed(run), about(run)]).toEqual([
			{ outcome: "signalled", signal: "SIGTERM" },
			"Name: ",
			[],
		]);
		expect(inside(run).at(-1)).toMatchObject({ what: "prompt-refused", prompt: "text", text: "Name: " });
		expect(peer.events(run)).toContainEqual({
			type: "note",
			v: 1,
			text: "Caisey's Worker doesn't say that it takes questions as this agent asks them, so the command can't ask here. Update the Worker.",
		});
	});

	test("ends at its time limit while it waits", async () => {
		// A busy machine has asked by then.
		const run = await started(asking("read name; echo on", { stepTimeLimit: 10 }));
		await peer.asked(run, 1);
		expect((await peer.ended(run)).end).toEqual({ outcome: "timed-out" });
		expect([printed(run), about(run).at(-1)]).toEqual(["", "unanswered, limit"]);
	});
});
