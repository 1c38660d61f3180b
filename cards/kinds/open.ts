// The way to a session's page in the console: a plain address that is no secret, one press for who is signed in there.
import { openLabel } from "../../words/console.ts";
import type { Run } from "../model/card.ts";

/** `url`: the page's. */
export const openLink = (url: string): Run => ({ url, label: openLabel, inText: true });
