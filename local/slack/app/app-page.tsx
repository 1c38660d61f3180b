// The app's own page: its Home tab and the direct messages with it.
import { useEffect } from "react";
import { Blocks } from "./blocks.tsx";
import { Conversation } from "./conversation.tsx";
import { useShared } from "./slack.ts";

export const AppPage = ({ tab, channel }: { tab: "home" | "messages"; channel: string }) => {
	const { go } = useShared();
	const tabs = { home: "Home", messages: "Messages" } as const;
	return (
		<>
			<div className="tabs" role="tablist" aria-label="Caisey">
				{(["home", "messages"] as const).map((name) => (
					<button
						type="button"
						role="tab"
						aria-selected={tab === name}
						key={name}
						onClick={() => go(name === "home" ? "home" : channel)}
					>
						{tabs[name]}
					</button>
				))}
			</div>
			{tab === "home" ? <Home /> : <Conversation channel={channel} />}
		</>
	);
};

const Home = () => {
	const { slack, act } = useShared();
	useEffect(() => void act("home", {}), [act]);
	return (
		<div className="home" role="tabpanel" aria-label="Home">
			{slack.home ? (
				<Blocks blocks={slack.home.blocks} where={{ view: slack.home.id }} key={slack.home.id} />
			) : (
				<p className="empty">Caisey's Home is being made…</p>
			)}
		</div>
	);
};
