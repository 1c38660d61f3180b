// Commands for tests, generated of what is hard to show.
import fc from "fast-check";

/** What people paste, what renderers misread, and what no one can see. */
const piece = fc.oneof(
	{ weight: 6, arbitrary: fc.string({ unit: "grapheme-ascii", maxLength: 12 }) },
	{
		weight: 6,
		arbitrary: fc.constantFrom(
			...[
				'"',
				"'",
				"`",
				"```",
				"|",
				"||",
				"&",
				"&&",
				"&amp;",
				"&lt;",
				"<",
				">",
				"<<EOF",
				"$",
				"$(x)",
				`$\{x}`,
			],
			...[
				"**b**",
				"_i_",
				"~s~",
				"# h",
				"- l",
				"1. l",
				"> q",
				"[t](https://x.example)",
				"![i](x)",
				"\\",
				"\\n",
			],
			...["<at>Ada</at>", "<@U0ADA>", "<!channel>", "@here", ":tada:", "<b>", "<br/>", "<script>", "</code>"],
			...["{{DATE(2024-01-12T16:41:00Z, SHORT)}}", "{{TIME(2024-01-12T16:41:00Z)}}", "{{{", "{{secret:a}}"],
			...["https://x.example/?a=1&b=2", "C:\\Users\\x\\n.txt", "\\\\srv\\c$", "HKLM:\\SOFTWARE", "%PATH%"],
			...[" ", "  ", "   ", "\t", "\n", "\n\n", "\n  ", "\n\t", "\r\n", "\r", "⟨tab⟩", "⟨", "⟩"],
		),
	},
	{ weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 4 }) },
	{ weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 2 }) },
	{
		weight: 1,
		arbitrary: fc.constantFrom(
			"\u202e",
			"\u200b",
			"\u00a0",
			"\ufeff",
			"\0",
			"а",
			"“",
			"—",
			"é",
			"日本",
			"👩‍👩‍👧",
		),
	},
);
/** A command as someone may type or paste it: well formed, and not blank. */
export const anyCommand = fc
	.oneof(
		{
			weight: 9,
			arbitrary: fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join("")),
		},
		{
			weight: 1,
			arbitrary: fc.array(piece, { minLength: 1, maxLength: 400 }).map((pieces) => pieces.join("")),
		},
	)
	.filter((text) => text.trim() !== "" && text.isWellFormed());
