// Places on the transcript's page that an address can name, each with a link that the browser also copies.
import { html } from "hono/html";
import type { Html } from "../html/escape.ts";

/** A step of a plan, counted from 1. */
export const stepAnchor = (plan: string, step: number): string => `${plan}.${step}`;

/** The votes on a plan. */
export const votesAnchor = (plan: string): string => `${plan}.votes`;

/** `what`: as people who listen to the page hear it: `plan 9c41·e07b`. */
export const anchorLink = (id: string, what: string): Html =>
	html`<a class="anchor" href="#${id}" aria-label="Link to ${what}" title="Copy the link to ${what}" data-copy><span aria-hidden="true">#</span></a>`;
