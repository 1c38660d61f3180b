// What each command's name resolved to, once a name.
export const commands = /* C# */ `
public sealed class Commands {
	private const int Most = 2000;
	private readonly Channel channel;
	private readonly Engine engine;
	private readonly HashSet<string> seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
	private long leftOut;

	public Commands(Channel channel, Engine engine) {
		this.channel = channel;
		this.engine = engine;
	}

	/// Called with the first program that is found.
	public Action FirstProgram { get; set; }

	public void Found(object sender, CommandLookupEventArgs found) {
		try {
			if (found.Command == null) return;
			AliasInfo alias = found.Command as AliasInfo;
			CommandInfo command = alias != null && alias.ResolvedCommand != null ? alias.ResolvedCommand : found.Command;
			if (FirstProgram != null && (command.CommandType & (CommandTypes.Application | CommandTypes.ExternalScript)) != 0) {
				Action first = FirstProgram;
				FirstProgram = null;
				first();
			}
			CmdletInfo own = StartProcess.InPlaceOf(command);
			if (own != null) found.Command = own;
			if (!OfStep()) return;
			lock (seen) {
				if (seen.Contains(found.CommandName)) return;
				if (seen.Count >= Most) { leftOut++; return; }
				seen.Add(found.CommandName);
			}
			Told(found.CommandName, command);
		} catch (Exception) { }
	}

	public void End() {
		if (leftOut > 0) channel.Entry("left-out", new Json().Add("of", "command").Add("count", leftOut));
	}

	/// Whether the step's own text calls: neither the formatter nor a module's function.
	private bool OfStep() {
		if (OutDefault.Formats) return false;
		CommandInfo caller = engine.Get(engine.Current, "CommandInfo") as CommandInfo;
		if (caller == null) return !engine.Known;
		return caller is CmdletInfo || caller.Module == null;
	}

	private void Told(string name, CommandInfo real) {
		bool file = (real.CommandType & (CommandTypes.Application | CommandTypes.ExternalScript)) != 0;
		string path = file || real is AliasInfo ? real.Definition : real.Module == null ? null : real.Module.Path;
		string version = real.Version == null || (real.Module == null && !file) ? null : real.Version.ToString();
		if (version == "0.0.0.0") version = null;
		channel.Entry("command", new Json().Add("name", Channel.Name(name)).Add("kind", real.CommandType.ToString())
			.Add("path", path == null ? null : Channel.Name(path))
			.Add("module", string.IsNullOrEmpty(real.ModuleName) ? null : Channel.Name(real.ModuleName)).Add("version", version));
	}
}
`;
