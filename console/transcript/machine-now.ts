// What stands in a plan's way on its machines now, or else the most serious of what they said beforehand: one line above the
// steps, as on the plan's card.
import { html } from "hono/html";
import { onOneLine, startOf } from "../../domain/line.ts";
import { EffectKind } from "../../protocol/plan/effects.ts";
import type { TranscriptPlan } from "../../protocol/read/transcript-source.ts";
import { troubleAndWhat } from "../../words/disk.ts";
import { blockedLine, holdLine } from "../../words/machine.ts";
import { machinesSaid } from "../export/preflight-text.ts";
import { talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import { moment } from "../html/moment.ts";

/** Null: nothing to say, or the plan is over. */
export const machineNow = (found: TranscriptPlan): { label: string; text: Html } | null => {
	const { state, machines } = found;
	if (state !== "open" && state !== "approved") return null;
	const label = "Machine";
	const undelivered = machines.find((one) => one.undelivered !== null);
	if (undelivered) return { label, text: talk(line(`${undelivered.name}: ⚠ ${undelivered.undelivered}`)) };
	const held = machines.find((one) => one.held !== null);
	if (held?.held) return { label, text: talk(line(`${held.name}: ${holdLine(held.held)}`)) };
	const blocked = machines.find((one) => one.blocked);
	if (blocked) return { label, text: talk(line(`${blocked.name}: ${blockedLine}`)) };
	const away = machines.find(({ online }) => !online);
	if (away)
		return {
			label,
			text: html`${talk(line(away.name))}: ⚠ ${away.lastSeen === null ? "never seen yet" : html`asleep or offline since ${moment(away.lastSeen, "long")}`}`,
		};
	const full = machines.find(({ disk }) => disk !== "room");
	if (full && full.disk !== "room")
		return {
			label,
			text: talk(line(`${full.name}: ⚠ ${troubleAndWhat(full.disk)}`)),
		};
	const said = state === "open" ? worst(found) : null;
	return said === null ? null : { label: "The machine says", text: talk(line(said)) };
};

const worst = (found: TranscriptPlan): string | null => {
	const checked = found.plan.preflight?.endpoints ?? [];
	const all = machinesSaid(found).map((said, i) => ({ said, rank: rankOf(checked[i]) }));
	const [first] = all.filter(({ said }) => said.short !== "").toSorted((a, b) => a.rank - b.rank);
	if (!first) return null;
	return all.length === 1 ? first.said.short : `${first.said.endpoint}: ${first.said.short}`;
};

type Checked = NonNullable<TranscriptPlan["plan"]["preflight"]>["endpoints"][number] | undefined;

/** Of its most serious effect, most serious lowest. */
const rankOf = (checked: Checked): number => {
	const unknown = EffectKind.options.indexOf("unknown");
	if (checked?.state !== "checked") return unknown;
	const effects = checked.steps.flatMap(({ effects = [] }) =>
		effects.map(({ what }) => EffectKind.options.indexOf(what)),
	);
	return Math.min(EffectKind.options.length, ...effects);
};

const most = 160;
const line = (text: string): string => {
	const one = onOneLine(text).trim();
	return one.length > most ? `${startOf(one, most - 1).trimEnd()}…` : one;
};
