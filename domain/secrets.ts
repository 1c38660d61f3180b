// What looks like a secret: by its name, by its own form, or by how a text gives it. Precise rather than complete.

import { withoutColours } from "./secrets/colours.ts";
import { databases, pgpass } from "./secrets/databases.ts";
import { devices } from "./secrets/devices.ts";
import { isExample } from "./secrets/examples.ts";
import { forms } from "./secrets/forms.ts";
import { at, type Found, matchesOf } from "./secrets/found.ts";
import { furtherTokens } from "./secrets/further-tokens.ts";
import { given } from "./secrets/given.ts";
import { inLists } from "./secrets/lists.ts";
import { literalAt, looksMade, looksVery } from "./secrets/literal.ts";
import { piecesOf } from "./secrets/pieces.ts";
import { spoken } from "./secrets/spoken.ts";
import { inTables } from "./secrets/tables.ts";
import { tokens } from "./secrets/tokens.ts";
import { made, unix } from "./secrets/unix.ts";
import { ofVendors } from "./secrets/vendors.ts";
import { windows } from "./secrets/windows.ts";

export { secretName } from "./secrets/names.ts";

/** Which kind of secret a value or text looks like, in words; null: none. */
export const secretValue = (text: string): string | null =>
	first([...inForm(text), ...given(text), ...ofVendors(text), ...inDatabases(text)]);

/** The same for a whole message, command or file that is about to be posted. */
export const secretText = (text: string): string | null => first(found(text));

/** The same for a text that may be very long: others have their turn in each `pause`, between two pieces of it. */
export const secretInLong = async (text: string, pause: Pause): Promise<string | null> =>
	(await secretPlace(text, pause))?.what ?? null;

type Pause = () => Promise<void>;

/** Where it is in such a text. */
export const secretPlace = async (text: string, pause: Pause): Promise<Found | null> => {
	for await (const [secret] of foundInPieces(text, pause)) if (secret) return secret;
	return null;
};

/** What is found in each piece. */
async function* foundInPieces(text: string, pause: Pause): AsyncGenerator<Found[]> {
	for (const { from, piece } of piecesOf(text)) {
		if (from > 0) await pause();
		yield found(piece).map(({ start, end, what }) => ({ start: from + start, end: from + end, what }));
	}
}

/** The text with each secret replaced by its kind and length. A command may carry a second one behind the first. */
export const masked = (text: string): string => {
	let kept = text;
	for (let round = 0; round < most; round++) {
		const all = found(kept);
		if (all.length === 0) break;
		kept = without(kept, all);
	}
	return kept;
};

/** The same for a text that may be very long. */
export const maskedInLong = async (text: string, pause: Pause): Promise<string> => {
	let kept = text;
	for (let round = 0; round < most; round++) {
		const all: Found[] = [];
		for await (const some of foundInPieces(kept, pause)) all.push(...some);
		if (all.length === 0) break;
		kept = without(kept, all);
		await pause();
	}
	return kept;
};

const most = 8;

const without = (text: string, all: Found[]): string => {
	let kept = "";
	let from = 0;
	for (const { start, end, what } of all.sort((a, b) => a.start - b.start)) {
		if (start >= from) kept += `${text.slice(from, start)}⟨masked: ${what}, ${end - start} characters⟩`;
		else if (end > from) kept += `⟨masked: ${what}, ${end - from} more characters⟩`;
		from = Math.max(from, end);
	}
	return kept + text.slice(from);
};

const first = ([one]: Found[]): string | null => one?.what ?? null;

const found = (coloured: string): Found[] => {
	if (coloured === "") return [];
	const { text, placed } = withoutColours(coloured);
	const all = [
		...inForm(text),
		...given(text),
		...ofVendors(text),
		...inCommands(text),
		...spoken(text),
		...inTables(text),
		...inLists(text),
	];
	return all.length === 0 ? all : outside(all, [...text.matchAll(named)]).map(placed);
};

/** `{{secret:db-2024}}` only names one, whatever its name looks like. */
const named = /\{\{secret:[a-z][a-z0-9-]{0,31}\}\}/g;
const outside = (all: Found[], places: RegExpMatchArray[]): Found[] =>
	all.filter(({ start, end }) =>
		places.every(({ 0: place, index = 0 }) => start < index || end > index + place.length),
	);

const inForm = (text: string): Found[] =>
	[...forms, ...tokens, ...furtherTokens].flatMap(([what, pattern]) =>
		[...text.matchAll(pattern)].map(({ 0: all, index }) => ({ start: index, end: index + all.length, what })),
	);

const inDatabases = (text: string): Found[] => [
	...matching(databases, text),
	...matching([pgpass], text, looksMade),
];

const inCommands = (text: string): Found[] => [
	...matching([...windows, ...unix, ...devices], text),
	...matching(made, text, looksVery),
	...inDatabases(text),
];

const matching = (
	patterns: RegExp[],
	text: string,
	isSecret: (value: string) => boolean = () => true,
): Found[] =>
	patterns.flatMap((pattern) =>
		matchesOf(text, pattern).flatMap((match) => {
			const [, value = ""] = match;
			if (!isSecret(value) || !literalAt(match, value) || isExample(match, value)) return [];
			return [toQuote(match, at(match, "a password on a command line"))];
		}),
	);

/** In quotes that begin before it (`-u 'jo:two words'`, `"-ptwo words"`) a value goes on to their end. */
const toQuote = ({ index, input }: RegExpExecArray, secret: Found): Found => {
	const quote = /(["'])(?:-\w{1,20}|[^\s"'/]{1,100}[:%])$/.exec(input.slice(index, secret.start))?.[1];
	if (!quote) return secret;
	const rest = /^[^\n]{0,400}/.exec(input.slice(secret.end, secret.end + 400))?.[0] ?? "";
	return { ...secret, end: secret.end + Math.max(0, rest.indexOf(quote)) };
};
