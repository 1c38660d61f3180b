// Texts that try to be more than text, from a seeded source: the same in every run.

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export const random = (seed: number) => () => {
	seed = (seed + 0x6d2b79f5) | 0;
	let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
	t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
	return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

const pieces = [
	..."<!channel>|<!here>|<!everyone>|<@U0ADA>|<#C01>|<http://evil.example|click>|<!subteam^S01>|```|`|*b*|_i_|~s~".split(
		"|",
	),
	...":tada:|&lt;!channel&gt;|&amp;|@channel|@here|https://evil.example|javascript:alert(1)|$(x)|{{secret:a}}|\\|\"|'|]|}".split(
		"|",
	),
	..."\u202e|\u200b|\ud800|\udc00|\0|\u001b[2J|\r|\n|\t|👩‍👩‍👧|а|“|—|ﷺ|日本語|\u2028|\ufeff|𝐫|e\u0301|   ".split(
		"|",
	),
	..."rm -rf /|Get-Item|word|-Value 0|&& echo|HKLM:\\SOFTWARE|> /dev/null|<html>|<script>|| more".split("|"),
];

/** A text made of what could break out of a message, up to `most` pieces. */
export const hostile = (next: () => number, most: number): string =>
	Array.from(
		{ length: 1 + Math.floor(next() * most) },
		() => pieces[Math.floor(next() * pieces.length)],
	).join(next() < 0.5 ? "" : " ");
