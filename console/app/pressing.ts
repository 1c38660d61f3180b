// A press is a click only where it ends on the element that it began on, and an input method writes into the field that it began in: what
// changes the page by itself waits for both to end.

/** Once nothing is pressed, and the click that the press makes has gone out. */
export type Released = () => Promise<void>;

type Press = "pointer" | "key" | "word";

export const pressing = (): Released => {
	const pressed = new Set<Press>();
	let waiting: (() => void)[] = [];
	const began = (what: Press): void => void pressed.add(what);
	const ended = (...what: Press[]): void => {
		for (const one of what) pressed.delete(one);
		if (pressed.size > 0) return;
		const due = waiting;
		waiting = [];
		// The browser sends the click right after the end of the press.
		setTimeout(() => {
			for (const go of due) go();
		});
	};
	keepsAim();
	addEventListener("pointerdown", () => began("pointer"));
	for (const end of ["pointerup", "pointercancel", "dragend"]) addEventListener(end, () => ended("pointer"));
	// A press can end where the page doesn't hear of it, outside the window.
	addEventListener("pointermove", ({ buttons }) => {
		if (buttons === 0) ended("pointer");
	});
	// The blank presses a button as it is let go, other keys as they go down.
	addEventListener("keydown", ({ key }) => {
		if (key === " ") began("key");
	});
	addEventListener("keyup", ({ key }) => {
		if (key === " ") ended("key");
	});
	addEventListener("compositionstart", () => began("word"));
	addEventListener("compositionend", () => ended("word"));
	addEventListener("blur", () => ended("pointer", "key", "word"));
	return () => (pressed.size > 0 ? new Promise<void>((go) => waiting.push(go)) : Promise.resolve());
};

/** Output grows at any time, and moves what is below it. Where the page moved under a pointer that didn't, the press ends beside what it
 * began on, and the browser makes no click of it: this does. */
const keepsAim = (): void => {
	let aim: { at: HTMLElement | null; x: number; y: number } | null = null;
	addEventListener("pointerdown", ({ isPrimary, button, target, clientX: x, clientY: y }) => {
		const at = target instanceof Element ? target.closest<HTMLElement>("button, summary, a[href]") : null;
		aim = isPrimary && button === 0 ? { at, x, y } : null;
	});
	addEventListener("pointerup", ({ target, clientX, clientY, ctrlKey, metaKey, shiftKey, altKey }) => {
		const [began, moved] = [aim, aim && Math.hypot(clientX - aim.x, clientY - aim.y) > 3];
		aim = null;
		if (!began?.at?.isConnected || moved || ctrlKey || metaKey || shiftKey || altKey) return;
		if (target instanceof Node && !began.at.contains(target)) began.at.click();
	});
};
