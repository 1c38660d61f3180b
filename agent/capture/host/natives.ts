// Every program that the step calls, told when it has ended: PowerShell then sets $LASTEXITCODE.
export const natives = /* C# */ String.raw`
public sealed class Natives {
	private readonly Channel channel;
	private readonly Engine engine;
	/// Programs that the step went on without, by the ids of their entries.
	private readonly Dictionary<long, Process> running = new Dictionary<long, Process>();
	private const int MostRunning = 1000;

	public Natives(Channel channel, Engine engine) {
		this.channel = channel;
		this.engine = engine;
	}

	/// $LASTEXITCODE was set: by a program that has ended, or by a script.
	public void Ended(object code) {
		object processor = engine.Current;
		if (!engine.IsProgram(processor)) return;
		channel.Stale();
		Process program = engine.ProgramOf(processor);
		ProcessStartInfo start = program == null ? null : program.StartInfo;
		InvocationInfo at = engine.InvocationOf(processor);
		string output = start == null ? "unknown" : start.RedirectStandardOutput ? "decoded" : "bytes";
		Json entry = new Json()
			.Add("path", Channel.Name(start == null ? NameOf(at) : start.FileName))
			.Add("arguments", start == null ? new List<string>() : ArgumentsOf(start))
			.Add("code", code as int?).Add("bestEffort", false).Add("output", output)
			.Add("position", Positions.Of(at, engine));
		channel.Entry("native", entry);
	}

	/// PowerShell doesn't wait for a program with windows (msiexec), and sets no $LASTEXITCODE for it.
	public void Left() {
		object processor = engine.Current;
		if (!engine.IsProgram(processor) || !engine.IsLeft(processor)) return;
		Process program = engine.ProgramOf(processor);
		if (program == null) return;
		Process own = null;
		try {
			own = Process.GetProcessById(program.Id);
			if (own.Handle == IntPtr.Zero) own = null;
		} catch (Exception) { }
		Begun(program.StartInfo.FileName, ArgumentsOf(program.StartInfo), own, engine.InvocationOf(processor));
	}

	public IScriptExtent PlaceOf(InvocationInfo at) { return engine.Get(at, "ScriptPosition") as IScriptExtent; }

	/// A program that Start-Process started. Null as its code: it still runs.
	public void Started(string path, string[] given, int? code, InvocationInfo at) {
		channel.Stale();
		List<string> arguments = new List<string>(given ?? new string[0]);
		channel.Entry("native", new Json().Add("path", Channel.Name(path ?? "")).Add("arguments", Bounded(arguments))
			.Add("code", code).Add("bestEffort", false).Add("output", "unknown").Add("position", Positions.Of(at, engine)));
	}

	/// One that the step goes on without: its code is told at the step's end, if it has ended by then.
	public void Begun(string path, IEnumerable<string> given, Process process, InvocationInfo at) {
		channel.Stale();
		long id = channel.NewId();
		List<string> arguments = new List<string>(given ?? new string[0]);
		channel.Entry("native", new Json().Add("path", Channel.Name(path ?? "")).Add("arguments", Bounded(arguments))
			.Add("code", (int?)null).Add("bestEffort", false).Add("output", "unknown").Add("position", Positions.Of(at, engine)), id);
		lock (running) if (process != null && running.Count < MostRunning) running.Add(id, process);
	}

	/// The step is over.
	public void Settle() {
		lock (running) {
			foreach (KeyValuePair<long, Process> one in running) {
				int? code = CodeOf(one.Value);
				if (code != null) channel.Returned(one.Key, code.Value);
			}
			running.Clear();
		}
	}

	/// Null: it still runs, or can't be asked.
	public static int? CodeOf(Process one) {
		try { return one.HasExited ? (int?)one.ExitCode : null; } catch (Exception) { return null; }
	}

	private static string NameOf(InvocationInfo at) { return at == null ? "" : at.InvocationName; }

	private List<string> ArgumentsOf(ProcessStartInfo start) {
		IEnumerable<string> list = engine.Get(start, "ArgumentList") as IEnumerable<string>;
		List<string> arguments = new List<string>();
		if (list != null) arguments.AddRange(list);
		if (arguments.Count == 0 && !string.IsNullOrEmpty(start.Arguments)) arguments.AddRange(Split(start.Arguments));
		return Bounded(arguments);
	}

	private static List<string> Bounded(List<string> arguments) {
		int left = 16384;
		for (int i = 0; i < arguments.Count; i++) {
			arguments[i] = Channel.Cut(arguments[i], Math.Max(0, left));
			left -= arguments[i].Length;
		}
		return arguments;
	}

	/// As Windows' programs take a command line apart:
	/// https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
	private static List<string> Split(string line) {
		List<string> found = new List<string>();
		StringBuilder one = new StringBuilder();
		bool inside = false, some = false;
		for (int i = 0; i < line.Length; i++) {
			int slashes = 0;
			while (i < line.Length && line[i] == '\\') { slashes++; i++; }
			bool quote = i < line.Length && line[i] == '"';
			one.Append('\\', quote ? slashes / 2 : slashes);
			if (slashes > 0) some = true;
			if (i == line.Length) break;
			if (quote && slashes % 2 == 1) one.Append('"');
			else if (quote) { inside = !inside; some = true; }
			else if (!inside && (line[i] == ' ' || line[i] == '\t')) {
				if (some) found.Add(one.ToString());
				one.Length = 0;
				some = false;
			} else { one.Append(line[i]); some = true; }
		}
		if (some) found.Add(one.ToString());
		return found;
	}
}

/// Stands in for $LASTEXITCODE.
public sealed class LastExitCode : PSVariable {
	private readonly Natives natives;
	private object value;

	public LastExitCode(Natives natives) : base("LASTEXITCODE", null) { this.natives = natives; }

	public override object Value {
		get { return value; }
		set {
			this.value = value;
			if (natives == null) return;
			try { natives.Ended(value); } catch (Exception) { }
		}
	}
}
`;
