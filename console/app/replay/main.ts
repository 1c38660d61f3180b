// The page that replays a run: the moments that are marked, and the player, which comes when it is needed.
import * as z from "zod/mini";
import { button, part } from "../dom.ts";
import { marksList } from "./marks.ts";
import { momentIn } from "./moment.ts";
import type { Way } from "./player.ts";

const box = part("player");
if (box) ready(box, box.dataset.from ?? "");

type Moment = NonNullable<ReturnType<typeof momentIn>>;
type Made = ReturnType<typeof import("./player.ts")["playerOf"]>;

/** `from`: what the recording's addresses begin with. */
function ready(box: HTMLElement, from: string): void {
	const status = part("status");
	/** From the first try on: what fails before isn't the player. */
	let [isBroken, isWanted] = [false, false];
	const tell = (text: string) => {
		if (status && !isBroken) status.textContent = text;
	};
	const failed = () => {
		tell("The player could not be loaded. Reload the page, or download the recording.");
		isBroken = true;
	};
	// What the player loads itself it awaits without us.
	addEventListener("unhandledrejection", () => {
		if (isWanted) failed();
	});
	const speed = document.querySelector<HTMLSelectElement>('select[name="speed"]');
	const cut = document.querySelector<HTMLInputElement>('input[name="cut"]');
	const pauses = () => (cut?.checked === false ? "kept" : "cut");
	let player: Made | null = null;
	/** Of the player that is there: whether it plays, and with which pauses. */
	let now = { plays: false, pauses: pauses() };
	/** Speed and pauses are fixed when a player is made. Null: it couldn't be loaded. */
	const play = async (how: Pick<Way, "autoPlay" | "startAt">): Promise<Made | null> => {
		[isBroken, isWanted] = [false, true];
		tell("Loading the player…");
		const loaded = await import("./player.ts").catch(() => null);
		if (!loaded) {
			failed();
			return null;
		}
		player?.dispose();
		box.replaceChildren();
		const its = { plays: how.autoPlay, pauses: pauses() };
		now = its;
		const made = loaded.playerOf(`${from}/played?pauses=${its.pauses}`, box, {
			...{ speed: Number(speed?.value ?? 1), ...how },
			plays: (goesOn) => {
				its.plays = goesOn;
			},
			failed: () => {
				if (player === made) stopped(made.getCurrentTime() || how.startAt);
			},
		});
		player = made;
		tell("");
		return made;
	};
	const begin = (text: string, startAt: number) => {
		const made = button(text, () => {
			void play({ autoPlay: true, startAt }).then(() =>
				box.querySelector<HTMLElement>("[tabindex]")?.focus(),
			);
		});
		made.classList.add("primary");
		return made;
	};
	/** A part of it couldn't be loaded. */
	const stopped = (at: number) => {
		tell("");
		status?.append("The recording could not be loaded from here on. ", begin("Try again", at));
	};
	const goTo = async (moment: Moment) => {
		const startAt = typeof moment === "number" ? moment : 0;
		const there = player ?? (await play({ autoPlay: false, startAt }));
		await there?.seek(moment).catch(() => {});
	};
	box.append(begin("▶ Play", 0));
	speed?.addEventListener("change", () => {
		if (player) void play({ autoPlay: true, startAt: player.getCurrentTime() });
	});
	// Pauses of another length: the same moment has another time.
	cut?.addEventListener("change", async () => {
		if (!player) return;
		const [wanted, its] = [pauses(), now];
		const there = await placeOf(`${from}/place?at=${player.getCurrentTime()}&pauses=${its.pauses}`);
		// Meanwhile someone chose otherwise.
		if (wanted !== pauses() || its !== now) return;
		const startAt = there?.[wanted] ?? 0;
		const made = await play({ autoPlay: its.plays, startAt });
		// One that doesn't play shows nothing until it is sent somewhere.
		if (!its.plays) await made?.seek(startAt).catch(() => {});
	});
	goes(goTo);
	for (const one of document.querySelectorAll<HTMLElement>(".replay [data-scripted]")) one.hidden = false;
	tell("Loading the marked moments…");
	void marksList(`${from}/marks`, { pauses, go: (seconds) => void goTo(seconds) }).then(tell);
}

const Place = z.object({ cut: z.number(), kept: z.number() });

/** Null: it couldn't be asked for. */
async function placeOf(address: string): Promise<z.infer<typeof Place> | null> {
	const response = await fetch(address).catch(() => null);
	return Place.safeParse(response?.ok ? await response.json().catch(() => null) : null).data ?? null;
}

/** The field for a moment. */
function goes(goTo: (moment: Moment) => Promise<void>): void {
	const form = part("go");
	const field = form?.querySelector("input");
	if (!form || !field) return;
	field.addEventListener("input", () => field.setCustomValidity(""));
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		const moment = momentIn(field.value);
		if (moment !== null) return void goTo(moment);
		field.setCustomValidity("A time (1:30, 1:02:03.5), seconds (90), or a part (50%) of what plays.");
		field.reportValidity();
	});
}
