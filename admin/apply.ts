// `apply`: reads the file and the tokens, shows what would change, asks, applies it, prints the new enrollment tokens.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { exactInLine } from "../domain/line.ts";
import type { ApplyRequest, ApplyResponse, Setup, Vouch } from "../protocol/setup.ts";
import { applySetup, ownerAccess } from "./owner.ts";
import { readSetup } from "./setup-file.ts";

export type Options = { url?: string; dryRun: boolean; yes: boolean; vouch: string[]; reissue: string[] };

/** How the program ends; the lines already say each problem and what to do. */
type Ended = { ok: boolean; lines: string[] };

/** `ask`: whether to go on, and whether each of these is true; null without a terminal. */
type Console = { print(line: string): void; ask: ((vouch: string[]) => Promise<boolean>) | null };

export const apply = async (
	file: string,
	options: Options,
	env: NodeJS.ProcessEnv,
	{ print, ask }: Console,
): Promise<Ended> => {
	const prepared = prepare(file, options, env);
	if (!prepared.ok) return { ok: false, lines: prepared.problems };
	const { url, ownerToken, request } = prepared;
	for (;;) {
		const dry = await applySetup(url, ownerToken, {
			...request,
			vouched: [],
			dryRun: true,
			revision: null,
		});
		if (!dry.ok) return { ok: false, lines: dry.problems };
		const { revision, changes, vouch } = dry.response;
		for (const line of shown(dry.response, options.reissue)) print(line);
		const nothing = changes.length === 0 && options.reissue.length === 0;
		if (options.dryRun)
			return {
				ok: true,
				lines: [...dry.response.proposed.flatMap(notInForce), "Nothing changed: this was a dry run."],
			};
		const unsure = vouch.filter((one) => !options.vouch.includes(one.vouch));
		if (unsure.length > 0 && (options.yes || !ask)) return { ok: false, lines: unsure.map(unconfirmed) };
		// Without changes, applying only hands out missing enrollment tokens.
		if (!nothing && !options.yes) {
			if (!ask)
				return {
					ok: false,
					lines: ["Nothing changed: there is no terminal to ask you. Add --yes to apply without questions."],
				};
			if (!(await ask(unsure.map(({ what }) => what)))) return { ok: false, lines: ["Nothing changed."] };
		}
		const vouched = vouch.map((one) => one.vouch);
		const done = await applySetup(url, ownerToken, { ...request, vouched, dryRun: false, revision });
		if (done.ok) return { ok: true, lines: told(url, done.response, nothing) };
		if (!done.stale || options.yes || !ask) return { ok: false, lines: done.problems };
		for (const problem of done.problems) print(problem);
	}
};

const unconfirmed = ({ vouch, what }: Vouch): string =>
	`Nothing changed: ${what}. Check that this is true, then add --vouch ${vouch}`;

const told = (url: string, response: ApplyResponse, nothing: boolean): string[] => [
	!nothing
		? "Applied."
		: response.proposed.length > 0
			? "The file was applied before, but not all of it is in force."
			: "Everything is already as the file says.",
	...response.proposed.flatMap(notInForce),
	...enrolment(url, response),
];

const notInForce = ({ client, link, changes, why }: ApplyResponse["proposed"][number]): string[] => [
	`! client ${client}: not in force: this ${why}: ${link}`,
	...changes.map((one) => `    ${one}`),
];

type Prepared =
	| {
			ok: true;
			url: string;
			ownerToken: string;
			request: Omit<ApplyRequest, "dryRun" | "revision" | "vouched">;
	  }
	| { ok: false; problems: string[] };

const prepare = (file: string, options: Options, env: NodeJS.ProcessEnv): Prepared => {
	const { url, ownerToken, problems } = ownerAccess(options, env);
	const text = textOf(file);
	if (text === undefined) return { ok: false, problems: [...problems, `Can't read ${file}.`] };
	const read = readSetup(text);
	if (!read.ok)
		return { ok: false, problems: [...problems, ...read.problems.map((problem) => `${file}, ${problem}`)] };
	const { tokens, missing } = tokensFor(read.setup, env);
	problems.push(...missing);
	if (problems.length) return { ok: false, problems };
	return {
		ok: true,
		url,
		ownerToken,
		request: { setup: read.setup, tokens, reissue: options.reissue, by: env.USER ?? env.USERNAME ?? "" },
	};
};

const textOf = (file: string): string | undefined => {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return undefined;
	}
};

/** The bots' tokens by workspace, from the environment variables named in the file. */
export const tokensFor = (
	setup: Setup,
	env: Record<string, string | undefined>,
): { tokens: Record<string, string>; missing: string[] } => {
	const tokens: Record<string, string> = {};
	const missing: string[] = [];
	for (const [workspace, { tokenFrom }] of Object.entries(setup.workspaces)) {
		if (!tokenFrom) continue;
		const token = env[tokenFrom];
		if (token) tokens[workspace] = token;
		else missing.push(`Set ${tokenFrom} to the bot token of ${workspace}.`);
	}
	return { tokens, missing };
};

const shown = ({ changes, vouch, warnings }: ApplyResponse, reissue: string[]): string[] => [
	...(changes.length ? changes.map(({ sign, what }) => `${sign} ${what}`) : ["No changes."]),
	...vouch.map(
		({ what }) => `? ${what}. Check that this is true: anyone with that account decides in their name`,
	),
	...reissue.map((endpoint) => `~ ${endpoint}: a new enrollment token`),
	...warnings.map((warning) => `! ${warning}`),
];

const enrolment = (url: string, response: ApplyResponse): string[] =>
	response.enrolment.flatMap(({ client, endpoint, token, expires }) => [
		"",
		`Run this on ${endpoint} (${client}) before ${new Date(expires).toLocaleString()}. The token works once. Caisey won't show it again.`,
		`  caisey-agent enroll ${url.replace(/\/+$/, "")} ${token}`,
	]);

/** Asks at the terminal, with one question for each account to confirm. */
export const agreed = async (vouch: string[]): Promise<boolean> => {
	const ask = createInterface({ input: process.stdin, output: process.stdout });
	try {
		for (const question of [...vouch.map((line) => `${line}. Is that true? [y/N] `), "Apply this? [y/N] "])
			if (!/^y(es)?$/i.test((await ask.question(exactInLine(question))).trim())) return false;
		return true;
	} finally {
		ask.close();
	}
};
