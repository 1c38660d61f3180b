// What PowerShell answers about texts, decoded: a line of JSON for each text, and one for the names in them.
import { z } from "zod";

const Place = z.int().min(0).max(2_000_000);

const Node = z.strictObject({
	in: z.int().min(-1),
	is: z.string().max(100),
	from: Place,
	to: Place,
	value: z.string().optional(),
	splatted: z.literal(true).optional(),
	static: z.literal(true).optional(),
});

const Problem = z.strictObject({ id: z.string(), message: z.string(), line: z.int(), column: z.int() });

const Text = z.discriminatedUnion("parsed", [
	/** Parsing it could load something. */
	z.strictObject({ parsed: z.literal(false) }),
	z.strictObject({
		parsed: z.literal(true),
		cut: z.boolean(),
		problems: z.array(Problem),
		/** Modules that `#Requires` names and no folder of modules holds. */
		lacks: z.array(z.string()),
		/** Modules that it loads before its first line, and that didn't come with PowerShell. */
		loads: z.array(z.string()),
		nodes: z.array(Node),
	}),
]);
export type ParsedText = z.infer<typeof Text>;

const Name = z.strictObject({
	name: z.string(),
	kind: z.enum(["alias", "module-alias", "cmdlet", "builtin", "program", "script", "missing", "unclear"]),
	path: z.string().nullable(),
	version: z.string().nullable(),
	module: z.string().nullable(),
	own: z.boolean(),
});
export type FoundName = z.infer<typeof Name>;

const Names = z.strictObject({ names: z.array(Name) });

export type Answer = { texts: ParsedText[]; names: FoundName[] };

/** Throws on anything else. */
export const readAnswer = (stdout: string, count: number): Answer => {
	const lines = stdout.trimEnd().split("\n");
	const last = lines.pop() ?? "";
	if (lines.length !== count) throw new Error("PowerShell's answer isn't about these texts");
	return {
		texts: lines.map((line) => Text.parse(JSON.parse(line))),
		names: Names.parse(JSON.parse(last)).names,
	};
};
