// Secrets that a plan names and no one writes into it: `{{secret:name}}` in a step becomes a reference to a variable of the
// step's environment. The value is never part of a command line, nor of a plan.
import type { Plan, Shell, Step } from "./plan.ts";
import { type SecretPlace, secretPlaces } from "./secret-places.ts";

/** The variable that holds a secret's value in the step's process. */
export const secretVariable = (name: string): string =>
	`CAISEY_SECRET_${name.toUpperCase().replaceAll("-", "_")}`;

type Asking = { shell: Shell; steps: Pick<Step, "command">[] };

/** The names that the steps use, each once, in their order. */
export const secretsUsed = ({ shell, steps }: Asking): string[] => [
	...new Set(steps.flatMap(({ command }) => secretPlaces(shell, command).map(({ name }) => name))),
];

/** Whether a plan declares just what its steps use. One that declares none may have the text: it stands for itself. */
export const secretsAgree = (plan: Pick<Plan, "shell" | "steps" | "secrets">): boolean => {
	const used = secretsUsed(plan);
	const declared = plan.secrets.map(({ name }) => name);
	if (declared.length === 0) return true;
	return new Set(declared).size === declared.length && used.toSorted().join() === declared.toSorted().join();
};

type Needing = Pick<Plan, "shell" | "secrets">;

/** A step as its shell gets it: each secret that the plan declares as a reference to its variable. Pure: the agent starts this,
 * and verification works it out again. */
export const withReferences = <S extends Pick<Step, "command">>({ shell, secrets }: Needing, step: S): S => {
	if (secrets.length === 0) return step;
	const declared = new Set(secrets.map(({ name }) => name));
	const places = secretPlaces(shell, step.command).filter(
		({ name, unfit }) => (unfit === null || unfit === "code") && declared.has(name),
	);
	let command = "";
	let from = 0;
	for (const one of places) {
		command += step.command.slice(from, one.at) + reference(shell, one);
		from = one.end;
	}
	return { ...step, command: command + step.command.slice(from) };
};

/** All steps of a plan, or of a draft of one, as their shell gets them. */
export const stepsAsRun = <S extends Pick<Step, "command">>(plan: { shell: Shell; steps: S[] }): S[] => {
	const secrets = secretsUsed(plan).map((name) => ({ name }));
	return plan.steps.map((step) => withReferences({ ...plan, secrets }, step));
};

/** The names that one step uses. */
export const secretsOf = (plan: Needing, { command }: Pick<Step, "command">): string[] => [
	...new Set(
		secretPlaces(plan.shell, command)
			.map(({ name }) => name)
			.filter((name) => plan.secrets.some((one) => one.name === name)),
	),
];

/** Whether a plan's steps name a secret where its value could be code. No such plan is proposed, and no agent accepts one. */
export const secretsAsCode = ({ shell, steps }: Asking): boolean =>
	steps.some(({ command }) => secretPlaces(shell, command).some(({ unfit }) => unfit === "code"));

/** Whether checks run after a restart at which the agent forgot the plan's secrets, so that nothing would mask them. No such plan is
 * proposed, and no agent accepts one. */
export const forgetsSecrets = ({
	restart,
	input,
	secrets,
}: Pick<Plan, "restart" | "input"> & { secrets: readonly unknown[] }): boolean =>
	restart === true && (secrets.length > 0 || input.includes("secret"));

/** Where the shell reads the value again as code, the place is unfit. PowerShell splits no value into words; sh does, outside of
 * quotes. */
const reference = (shell: Shell, { name, quoted }: SecretPlace): string => {
	const variable = secretVariable(name);
	if (shell === "pwsh" || shell === "powershell") return `\${env:${variable}}`;
	return quoted ? `\${${variable}}` : `"\${${variable}}"`;
};
