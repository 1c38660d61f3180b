// The app's icons, drawn from one small drawing: a prompt, and the tick of who approved.
import { PNG } from "pngjs";
import { words } from "./deployment.ts";

type Point = readonly [x: number, y: number];
type Colour = readonly [red: number, green: number, blue: number];

/** Within a square whose sides are 1 long. */
const strokes: readonly (readonly Point[])[] = [
	[
		[0.15, 0.32],
		[0.33, 0.5],
		[0.15, 0.68],
	],
	[
		[0.47, 0.54],
		[0.6, 0.68],
		[0.85, 0.34],
	],
];
const thickness = 0.085;
const white: Colour = [255, 255, 255];

/** 192 × 192, on the app's colour. https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package */
export const colourIcon = (): Uint8Array => draw(192, colourOf(words.colour));
/** 32 × 32, white on nothing. */
export const outlineIcon = (): Uint8Array => draw(32, null);

const draw = (size: number, ground: Colour | null): Uint8Array => {
	const image = new PNG({ width: size, height: size });
	for (let y = 0; y < size; y++)
		for (let x = 0; x < size; x++) {
			const ink = inkAt([(x + 0.5) / size, (y + 0.5) / size], 1 / size);
			const pixel = ground ? [...mixed(ground, white, ink), 255] : [...white, Math.round(255 * ink)];
			image.data.set(pixel, 4 * (y * size + x));
		}
	return PNG.sync.write(image);
};

/** How much of a pixel of this width is covered, 0 to 1. */
const inkAt = (at: Point, width: number): number => {
	const nearest = Math.min(
		...strokes.flatMap((stroke) =>
			stroke.slice(1).map((to, index) => distance(at, stroke[index] as Point, to)),
		),
	);
	return Math.min(1, Math.max(0, (thickness / 2 - nearest) / width + 0.5));
};

/** Of a point from a line between two others. */
const distance = ([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number => {
	const [dx, dy] = [bx - ax, by - ay];
	const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
	return Math.hypot(x - ax - along * dx, y - ay - along * dy);
};

const mixed = (from: Colour, to: Colour, share: number): number[] =>
	from.map((part, index) => Math.round(part + ((to[index] as number) - part) * share));

const colourOf = (hex: string): Colour => {
	const number = Number.parseInt(hex.slice(1), 16);
	return [number >> 16, (number >> 8) & 255, number & 255];
};
