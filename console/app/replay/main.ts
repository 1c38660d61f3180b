// The page that replays a run: the player over its recording, and a list of the moments that are marked in it.
import { create, type Player } from "asciinema-player";
import { button, part } from "../dom.ts";
import { marksIn } from "./marks.ts";

const box = part("player");
if (box) void ready(box);

async function ready(box: HTMLElement): Promise<void> {
	const status = part("status");
	let isBroken = false;
	const tell = (text: string) => {
		if (status && !isBroken) status.textContent = text;
	};
	// What the player loads itself it awaits without us.
	addEventListener("unhandledrejection", () => {
		tell("The player could not be loaded. Reload the page, or download the recording.");
		isBroken = true;
	});
	const response = await fetch(box.dataset.cast ?? "").catch(() => null);
	if (!response?.ok) return tell("The recording could not be loaded. Reload the page, or download it.");
	const text = await response.text().catch(() => "");
	const marks = marksIn(text);
	if (!marks) return tell("The recording broke off while it was loaded. Reload the page, or download it.");
	const speed = document.querySelector<HTMLSelectElement>('select[name="speed"]');
	const cut = document.querySelector<HTMLInputElement>('input[name="cut"]');
	let player: Player | null = null;
	/** Speed and pauses are fixed when a player is made. */
	const play = (autoPlay: boolean, startAt = 0) => {
		player?.dispose();
		player = create({ data: text }, box, {
			...{ autoPlay, startAt, preload: true, fit: "width", controls: true, theme: "caisey" },
			...{ terminalFontSize: "small", cursorMode: "hidden", speed: Number(speed?.value ?? 1) },
			// The recording names the usual limit; this is longer than any step.
			idleTimeLimit: cut?.checked === false ? 1_000_000 : 2,
			poster: "npt:0:01",
		});
		tell("");
	};
	speed?.addEventListener("change", () => play(true, player?.getCurrentTime()));
	// Pauses of another length: the same moment has another time.
	cut?.addEventListener("change", () => play(true));
	play(false);
	list(marks, (i) => void player?.seek({ marker: i }));
}

const list = (marks: { at: number; text: string }[], go: (i: number) => void): void => {
	if (marks.length === 0) return;
	const heading = document.createElement("h2");
	heading.textContent = "Marked moments";
	const items = document.createElement("ol");
	items.className = "marks";
	for (const [i, { at, text }] of marks.entries()) {
		const item = document.createElement("li");
		item.append(
			button(clock(at), () => go(i)),
			" ",
			text,
		);
		items.append(item);
	}
	part("marks")?.append(heading, items);
};

const clock = (seconds: number): string =>
	`${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, "0")}`;
