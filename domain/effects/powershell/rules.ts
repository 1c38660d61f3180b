// The kinds of row in the tables of cmdlets: what a cmdlet does, by its parameters and by what comes through its pipeline.
import type { EffectKind } from "../../../protocol/plan/effects.ts";
import type { CalledWord } from "../called.ts";
import { type Does, effect } from "../effect.ts";
import { type Act, ofAccount, onFile, onItem } from "../places.ts";
import { type Bound, bound } from "./bind.ts";
import type { Command } from "./command.ts";

/** What comes through a pipeline: what its first command names. `among`: only some of it. */
export type Piped = { texts: CalledWord[]; among: boolean };

/** What a cmdlet does. `name`: the cmdlet's. */
export type Rule = (command: Command, piped: Piped | null, name: string) => Does;

export const reading: Rule = () => [];
export const unseen: Rule = ({ node }) => [effect("unseen", node.text)];
export const unknown: Rule = ({ node }) => [effect("unknown", node.text)];
export const always =
	(what: EffectKind): Rule =>
	() => [effect(what)];

/** What it reads or sets is of the account that runs it. */
export const own: Rule = (command, _, name) => ofAccount(command.name ?? name);

/** With all that the command says as the target. */
export const whole =
	(what: EffectKind): Rule =>
	({ node }) => [effect(what, node.text)];

/** What its first parameter names, or else what comes through the pipeline. */
export const on =
	(what: EffectKind, parameters: string): Rule =>
	(command, piped) => {
		const found = named(bound(command, parameters), parameters) ?? piped;
		return found === null || found.texts.length === 0
			? [effect(what)]
			: found.texts.map((one) => effect(what, targetOf(one), found.among));
	};

/** The first of these parameters that was given. */
const named = (given: Bound, parameters: string): Piped | null => {
	for (const one of namesIn(parameters)) {
		const texts = given.get(one);
		if (texts !== null) return { texts, among: false };
		if (given.has(one)) return { texts: [], among: false };
	}
	return null;
};
const namesIn = (parameters: string): string[] =>
	parameters.split(" ").map((one) => one.split(/[|@?]/)[0] ?? "");

/** What it was given is an object that a command before made: it names nothing. */
export const targetOf = ({ text, constant }: CalledWord): string | null =>
	!constant && /^\$(?:_|PSItem)\b[^.]*$/i.test(text) ? null : text;

/** A file, a registry key, or what else a path may lead to. `detail`: the parameter that names a value of a key. */
export const item =
	(act: Act, parameters: string, detail = ""): Rule =>
	(command, piped) => {
		const given = bound(command, parameters);
		const [first = ""] = namesIn(parameters);
		const found = given.has(first) ? { texts: given.get(first) ?? [], among: false } : piped;
		const details = detail === "" ? null : given.get(detail);
		const values = details === null ? null : details.map(({ text }) => text).join(", ");
		if (found === null || found.texts.length === 0) return onItem(act, null);
		return found.texts.flatMap((one) => onPlace(act, one, values, found.among));
	};

/** A path whose beginning is computed may lead anywhere. */
export const onPlace = (act: Act, one: CalledWord, detail: string | null, among: boolean): Does => {
	const elsewhere =
		!one.constant &&
		/^[$(@{[&]/.test(one.text) &&
		!/^\$(?:\{?env:(?:TEMP|TMP|windir|SystemRoot|SystemDrive|ProgramFiles|ProgramData|USERPROFILE|(?:LOCAL)?APPDATA|PUBLIC|HOME|ALLUSERSPROFILE)\b|PSScriptRoot\b|HOME\b|PSHOME\b|PWD\b)/i.test(
			one.text,
		);
	if (!elsewhere) return onItem(act, one.text, detail, among);
	return [effect(act === "delete" ? "delete-item" : "change-item", targetOf(one), among)];
};

/** The files that these parameters name. */
export const file =
	(what: "write" | "delete", parameters: string): Rule =>
	(command) => {
		const found = named(bound(command, parameters), parameters);
		return found === null || found.texts.length === 0
			? [effect(what)]
			: found.texts.flatMap(({ text }) => onFile(what, text));
	};

/** Reads, unless one of these parameters is there. */
export const unless =
	(parameters: string, then: Rule): Rule =>
	(command, piped, name) => {
		const given = bound(command, parameters);
		if (command.splatted) return unknown(command, piped, name);
		return namesIn(parameters).some((one) => given.has(one)) ? then(command, piped, name) : [];
	};

export const both =
	(...rules: Rule[]): Rule =>
	(...given) =>
		rules.flatMap((rule) => rule(...given));
