// What the stand-ins for Slack's and Microsoft's sign-in have in common.

/** The app that Caisey is there. */
export type SignInApp = { id: string; secret: string; redirectUrl: string };
export type SignInService = { issuer: string; stop(): Promise<void> };
