// Wrangler, run by this project's own Node.
import { join } from "node:path";
import { projectFolder } from "./child.ts";

export const wrangler = join(projectFolder, "node_modules", "wrangler", "bin", "wrangler.js");

/** It asks nothing, reports nothing and prints plain text. */
export const wranglerEnv = { WRANGLER_SEND_METRICS: "false", NO_COLOR: "1", CI: "true" };
