// An agent's texts as views have them: a view is stored with each message, and the transcript has all of it.
import { startOf } from "../../../domain/line.ts";

const most = 500;

export const shownOf = (text: string): string => (text.length > most ? `${startOf(text, most - 1)}…` : text);
