// Before the first test of a run: what the browser loads, built once, so that no page loads what another file builds again.
import { buildConsole } from "../build.ts";

export const setup = buildConsole;
