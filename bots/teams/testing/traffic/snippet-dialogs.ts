// A snippet in the place of the plan's dialog, and the way back.
import { dialogs as ids, turns } from "../../../../cards/model/actions.ts";
import { form, snippet } from "../../../testing/backend.ts";
import { type Arrival, met, opensSaying, person, place, tom } from "./acme.ts";
import { asked, asksSnippets, filled, onSnippet, sent } from "./dialogs.ts";

/** In inputs that no one sees. */
const typed = {
	"carried.endpoints": form().endpoints[0]?.id,
	"carried.command": "Restart-Service Spooler",
	"carried.cwd": "C:\\spool",
};

export const snippetDialogs: Arrival[] = [
	{
		what: "the button for a snippet where there are none: the dialog stays as it is, and says so",
		activity: sent(tom, { ...filled, turn: turns.snippets }),
		means: [met(tom, "channel"), asksSnippets, asked({})],
		answer: opensSaying("There are no snippets yet", "Restart-Service Spooler"),
		backend: { snippets: async () => ({ ok: true, snippets: [] }) },
	},
	{
		what: "the way back from a snippet: all is there that was typed",
		activity: sent(tom, { ...onSnippet, dialog: ids.snippet, turn: turns.back, ...typed }),
		means: [met(tom, "channel"), asked({})],
		answer: opensSaying("Restart-Service Spooler", "C:\\\\spool"),
	},
	{
		what: "a filled-in snippet over what was typed: the folder stays, the command doesn't",
		activity: sent(tom, {
			...{ ...onSnippet, dialog: ids.blanks, snippet: snippet.id, ...typed },
			blank_service: "Netlogon",
		}),
		means: [met(tom, "channel"), asksSnippets, ["form", { by: person(tom), place, from: filled.from }]],
		answer: opensSaying("Netlogon", "C:\\\\spool"),
	},
];
