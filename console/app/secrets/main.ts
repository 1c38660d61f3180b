// The pages that ask for secrets: seal what is typed, and send only that. The fields have no names, so a browser without this
// script sends nothing of them.
import * as z from "zod/mini";
import { utf8 } from "../../../protocol/bytes.ts";
import { part } from "../dom.ts";
import { type SealedFor, type Secret, sealAnswer, sealFor } from "./seal.ts";

const Plan = z.object({ id: z.string(), endpoints: z.array(z.object({ id: z.string(), key: z.string() })) });
const Agents = z.array(
	z.object({
		endpoint: z.string(),
		key: z.string(),
		sealing: z.object({ key: z.string(), signature: z.string() }),
	}),
);

const Question = z.object({ session: z.string(), run: z.string(), question: z.number() });

const form = part("secrets");
if (form instanceof HTMLFormElement) ready(form);

function ready(form: HTMLFormElement): void {
	const button = form.querySelector("button");
	if (button) button.disabled = false;
	/** It is sent once: a second press would only be told that it is there already. */
	let isOnItsWay = false;
	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		if (isOnItsWay) return;
		isOnItsWay = true;
		isOnItsWay = await send(form).catch(() => {
			tell("This browser couldn't seal it, so nothing was sent. Update the browser, or use another one.");
			return false;
		});
	});
	addEventListener("pageshow", () => {
		isOnItsWay = false;
	});
}

/** Whether it goes out. */
async function send(form: HTMLFormElement): Promise<boolean> {
	const fields = [...form.querySelectorAll<HTMLInputElement>("input[data-secret]")];
	const wrong = fields.map(problemOf).find((problem) => problem !== null);
	if (wrong) {
		tell(wrong);
		return false;
	}
	const secrets = fields.map(({ dataset, value }): Secret => ({ name: dataset.secret ?? "", value }));
	const sealed = form.querySelector<HTMLInputElement>('input[name="sealed"]');
	if (!sealed) return false;
	sealed.value = form.dataset.question
		? await sealOne(form, form.dataset.question, fields[0]?.value ?? "")
		: JSON.stringify(await sealAll(form, secrets));
	for (const field of fields) field.value = "";
	form.submit();
	return true;
}

/** For one question of a running step. */
async function sealOne(form: HTMLFormElement, question: string, value: string): Promise<string> {
	const { plan, text, agents } = aboutIn(form);
	const [agent] = agents;
	const approved = plan.endpoints.find(({ id }) => id === agent?.endpoint);
	if (!agent || !approved) throw new Error("the plan is for another endpoint");
	const of = { plan: plan.id, text, ...Question.parse(JSON.parse(question)) };
	return sealAnswer(of, approved.key, agent, value);
}

function aboutIn({ dataset }: HTMLFormElement) {
	const text = dataset.plan ?? "";
	return {
		text,
		plan: Plan.parse(JSON.parse(text)),
		agents: Agents.parse(JSON.parse(dataset.agents ?? "")),
	};
}

async function sealAll(form: HTMLFormElement, secrets: Secret[]): Promise<SealedFor[]> {
	const { text, plan, agents } = aboutIn(form);
	return Promise.all(
		plan.endpoints.map(({ id, key }) => {
			const told = agents.find(({ endpoint }) => endpoint === id);
			if (!told) throw new Error(`no key to seal to for ${id}`);
			return sealFor({ plan: plan.id, text }, key, told, secrets);
		}),
	);
}

function problemOf({ dataset, value, minLength, maxLength }: HTMLInputElement): string | null {
	const { length } = utf8(value);
	if (length < minLength)
		return `${dataset.secret} has fewer than ${minLength} characters: Caisey couldn't mask it in what the command prints. Use a longer one.`;
	if (/\p{Cc}/u.test(value)) return `${dataset.secret} has a tab or another control character.`;
	return length > maxLength ? `${dataset.secret} is longer than ${maxLength} bytes.` : null;
}

function tell(text: string): void {
	const status = part("status");
	if (status) status.textContent = text;
}
