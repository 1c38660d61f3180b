// How a plan names a secret that it needs, and how long its value may be.
import { z } from "zod";

export const SecretName = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, "not a secret's name");

/** What a plan says of a secret that it needs. */
export const PlanSecret = z.strictObject({ name: SecretName });

/** The most secrets of a plan. */
export const mostSecrets = 10;

/** The bytes of a value: what is shorter would be masked in any text, what is longer fits into no environment everywhere. */
export const secretBytes = { least: 4, most: 4_096 } as const;
