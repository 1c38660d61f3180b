// Builds what the browser loads into console/dist/assets: app.js, secrets.js, app.css, icon.svg.
import { copyFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Builds once; the folder that the Worker's ASSETS binding serves is console/dist. */
export const buildConsole = async (): Promise<void> => {
	await mkdir(here("dist/assets"), { recursive: true });
	await build({
		entryPoints: [
			{ in: here("app/main.ts"), out: "app" },
			{ in: here("app/secrets/main.ts"), out: "secrets" },
			{ in: here("app/app.css"), out: "app" },
		],
		outdir: here("dist/assets"),
		bundle: true,
		minify: true,
		charset: "utf8",
		format: "esm",
		target: ["chrome111", "firefox128", "safari16.4"],
		legalComments: "none",
		logLevel: "warning",
	});
	await copyFile(here("app/icon.svg"), here("dist/assets/icon.svg"));
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildConsole();
