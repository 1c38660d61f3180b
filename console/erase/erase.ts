// Having something erased, on the page: choosing, asking, and the answer of the second person.
import type { Context } from "hono";
import { z } from "zod";
import { codePageOf } from "../../domain/output/pages.ts";
import { ErasureId, RunId } from "../../protocol/ids.ts";
import {
	ErasureAnswer,
	ErasureReason,
	type ErasureTarget,
	ErasureTargets,
} from "../../protocol/record/erasure.ts";
import { refusalNote } from "../../words/refusals.ts";
import { crossSitePage, notErasedPage } from "../access/plain-pages.ts";
import type { Reading } from "../access/reading.ts";
import { fromHere } from "../access/safety.ts";
import type { ConsoleOptions } from "../options.ts";
import { After } from "../output/raw.ts";
import { recordPageBytes } from "../output/record-pages.ts";
import { namesIn } from "../transcript/names.ts";
import { allEvents, collected } from "../transcript/timeline.ts";
import { erasePage, eraseRecordsPage } from "./page.ts";

type C = Context<Reading>;

/** How many records one page of choices has. */
const recordsShown = 200;

/** GET /s/:session/erase, or with `run` (and `after`) among that run's records. */
export const chooseToErase = async (c: C) => {
	const { source, me } = c.var;
	const [header, runs] = [await source.header(), await source.runs()];
	const choosing = { header, names: namesIn(header, runs), reader: me };
	const found = runs.find(({ run }) => run === c.req.query("run"));
	if (found === undefined)
		return c.html(erasePage({ ...choosing, runs, events: await collected(allEvents(source)) }));
	const { run, context } = found;
	const after = After.catch(0).parse(c.req.query("after") ?? 0);
	const records = (await source.records(run, after, recordPageBytes)).slice(0, recordsShown);
	const last = records.at(-1)?.n ?? after;
	const more = (await source.records(run, last, 1)).length > 0 ? last : null;
	return c.html(eraseRecordsPage(choosing, run, records, more, codePageOf(context?.facts)));
};

const Asked = z.object({ what: z.array(z.string()), reason: ErasureReason });

/** POST /s/:session/erasures: asks for it; nothing goes before someone else confirms. */
export const askForErasure = (options: ConsoleOptions) => async (c: C) => {
	if (!fromHere(c)) return c.html(crossSitePage(), 403);
	const { me } = c.var;
	const { what = [], reason = "" } = await c.req.parseBody({ all: true });
	const form = Asked.safeParse({ what: [what].flat(), reason });
	if (!form.success) return c.html(notErasedPage(me, "say in a few words why it should go"), 400);
	const targets = ErasureTargets.safeParse(targetsOf(form.data.what));
	if (!targets.success)
		return c.html(notErasedPage(me, "choose what should go, up to 100 things at once"), 400);
	const answer = await options.askErasure(session(c), {
		by: me,
		targets: targets.data,
		reason: form.data.reason,
	});
	return answer.ok
		? c.redirect(`/s/${session(c)}#${answer.erasure}`, 303)
		: c.html(notErasedPage(me, refusalNote(answer.refusal)), 409);
};

const Answered = z.object({ erasure: ErasureId, answer: ErasureAnswer });

/** POST /s/:session/erasures/:erasure: confirm, decline or withdraw. */
export const answerErasure = (options: ConsoleOptions) => async (c: C) => {
	if (!fromHere(c)) return c.html(crossSitePage(), 403);
	const { me } = c.var;
	const form = Answered.safeParse({ ...(await c.req.parseBody()), erasure: c.req.param("erasure") });
	if (!form.success) return c.html(notErasedPage(me, "the form could not be read"), 400);
	const answer = await options.answerErasure(session(c), { by: me, ...form.data });
	return answer.ok
		? c.redirect(`/s/${session(c)}`, 303)
		: c.html(notErasedPage(me, refusalNote(answer.refusal)), 409);
};

const session = (c: C): string => c.req.param("session") as string;

/** `event:12`, `run:r_…`, `record:r_…:5`; records of one run become one target. Null: not what the form has. */
const targetsOf = (chosen: unknown[]): (ErasureTarget | null)[] => {
	const records = new Map<string, number[]>();
	const others = chosen.flatMap((one) => {
		const [kind, id = "", n = ""] = String(one).split(":");
		if (kind !== "record") return [single(kind, id)];
		records.set(id, [...(records.get(id) ?? []), Number(n)]);
		return [];
	});
	return [...others, ...[...records].map(([run, numbers]) => ({ run, records: numbers }))];
};

const single = (kind: string | undefined, id: string): ErasureTarget | null => {
	if (kind === "event" && /^\d+$/.test(id)) return { seq: Number(id) };
	return kind === "run" && RunId.safeParse(id).success ? { run: id } : null;
};
