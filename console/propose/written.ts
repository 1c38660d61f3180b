// Reads what a form of a proposal was sent with: what was written, a file that was chosen, and what its button wants.
import { z } from "zod";
import { EndpointId } from "../../protocol/ids.ts";
import { ScriptEncoding } from "../../protocol/plan/script.ts";
import type { FileMeta, FormField, Written } from "./view.ts";

/** As `parseBody({ all: true })` gives it. */
type Body = Record<string, unknown>;

/** `find`, `file`, `forget` and `fill` change the form alone. */
const does = ["preview", "propose", "edit", "file", "forget", "find", "fill"] as const;

export type Sent = {
	does: (typeof does)[number];
	/** The form's own name. */
	once: string;
	/** Endpoints that are looked for. */
	find: string;
	upload: File | null;
	/** A saved command, and what goes into its blanks, by their names. */
	snippet: { id: string; values: Record<string, string> };
	written: Written;
};

/** Browsers send each end of line as CR LF, whatever a field has. */
const Text = z
	.string()
	.transform((text) => text.replaceAll("\r\n", "\n"))
	.catch("");
const Several = z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([]);
const Once = z.uuid();
const Meta = z.object({
	name: z.string().min(1).max(255),
	encoding: ScriptEncoding,
	lines: z.enum(["lf", "crlf"]),
}) satisfies z.ZodType<FileMeta>;

/** `fresh`: the name of a form that came without one. */
export const readSent = (body: Body, fresh: () => string): Sent => {
	const upload = z.instanceof(File).safeParse(body.script).data;
	return {
		does: z.enum(does).catch("edit").parse(body.do),
		once: Once.catch(fresh).parse(body.once),
		find: Text.parse(body.find).slice(0, 100),
		upload: upload && upload.size > 0 ? upload : null,
		snippet: { id: Text.parse(body.snippet), values: blanksIn(body) },
		written: readWritten(body),
	};
};

export const readWritten = (body: Body): Written => {
	const meta = Meta.safeParse({ name: body.fileName, encoding: body.fileEncoding, lines: body.fileLines });
	const values = Object.entries(body).flatMap(([name, value]) =>
		own.has(name) || blankIn(name) !== null || typeof value !== "string"
			? []
			: [[name, Text.parse(value)] as const],
	);
	return {
		endpoints: Several.parse(body.endpoints).filter((id) => EndpointId.safeParse(id).success),
		values: Object.fromEntries(values),
		file: meta.data ?? null,
	};
};

/** A blank's field has its name behind this. */
export const blankField = (name: string): string => `blank-${name}`;
const blankIn = (field: string): string | null => /^blank-(.+)$/s.exec(field)?.[1] ?? null;

const blanksIn = (body: Body): Record<string, string> =>
	Object.fromEntries(
		Object.entries(body).flatMap(([field, value]) => {
			const name = blankIn(field);
			return name === null ? [] : [[name, Text.parse(value)] as const];
		}),
	);

/** Of the form itself, not of the plan. */
const own = new Set([
	...["do", "once", "find", "script", "endpoints", "snippet"],
	...["fileName", "fileEncoding", "fileLines"],
]);

/** What a form has before anyone wrote into it. */
export const unwritten = (fields: FormField[]): Written => {
	const endpoints = fields.flatMap((field) => (field.kind === "choices" ? field.chosen : []));
	const values = fields.flatMap((field): [string, string][] => {
		if (field.kind === "choices") return [];
		return [[field.id, field.kind === "input" ? field.value : startOf(field)]];
	});
	return { endpoints, values: Object.fromEntries(values), file: null };
};

const startOf = (field: Extract<FormField, { kind: "choice" | "instant" }>): string => {
	if (field.kind === "choice") return field.chosen ?? "";
	return field.at === null ? "" : new Date(field.at).toISOString().slice(0, 16);
};
