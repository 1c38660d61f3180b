// The page that replays a run: the moments that are marked in its recording, and the player, which comes when it is needed.
import { button, part } from "../dom.ts";
import { marksIn } from "./marks.ts";
import type { Way } from "./player.ts";

const box = part("player");
if (box) void ready(box);

async function ready(box: HTMLElement): Promise<void> {
	const status = part("status");
	let isBroken = false;
	/** From the first try on: what fails before isn't the player. */
	let isWanted = false;
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
	const response = await fetch(box.dataset.cast ?? "").catch(() => null);
	if (!response?.ok) return tell("The recording could not be loaded. Reload the page, or download it.");
	const text = await response.text().catch(() => "");
	const marks = marksIn(text);
	if (!marks) return tell("The recording broke off while it was loaded. Reload the page, or download it.");
	const speed = document.querySelector<HTMLSelectElement>('select[name="speed"]');
	const cut = document.querySelector<HTMLInputElement>('input[name="cut"]');
	type Made = ReturnType<typeof import("./player.ts")["playerOf"]>;
	let player: Made | null = null;
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
		player = loaded.playerOf(text, box, {
			...{ speed: Number(speed?.value ?? 1), cut: cut?.checked !== false, ...how },
		});
		tell("");
		return player;
	};
	const fromStart = { autoPlay: true, startAt: 0 };
	const begin = button("▶ Play", () => {
		void play(fromStart).then(() => box.querySelector<HTMLElement>("[tabindex]")?.focus());
	});
	begin.classList.add("primary");
	box.append(begin);
	tell("");
	speed?.addEventListener("change", () => {
		if (player) void play({ autoPlay: true, startAt: player.getCurrentTime() });
	});
	// Pauses of another length: the same moment has another time.
	cut?.addEventListener("change", () => {
		if (player) void play(fromStart);
	});
	list(marks, async (marker) => {
		const there = player ?? (await play({ autoPlay: false, startAt: 0 }));
		await there?.seek({ marker });
	});
}

const list = (marks: { at: number; text: string }[], go: (i: number) => Promise<void>): void => {
	if (marks.length === 0) return;
	const heading = document.createElement("h2");
	heading.textContent = "Marked moments";
	const items = document.createElement("ol");
	items.className = "marks";
	for (const [i, { at, text }] of marks.entries()) {
		const item = document.createElement("li");
		item.append(
			button(clock(at), () => void go(i)),
			" ",
			text,
		);
		items.append(item);
	}
	part("marks")?.append(heading, items);
};

const clock = (seconds: number): string =>
	`${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, "0")}`;
