// Every error: PowerShell puts each into $Error before anyone can catch, hide or clear it.
export const errors = /* C# */ `
public sealed class Errors {
	private sealed class Known { public long Id; public bool Shown; }

	private readonly Channel channel;
	private readonly Engine engine;
	private readonly ConditionalWeakTable<Exception, Known> known = new ConditionalWeakTable<Exception, Known>();
	private object ignoring;
	private string ignored;

	public Errors(Channel channel, Engine engine) {
		this.channel = channel;
		this.engine = engine;
	}

	/// What comes now follows from what was told already: a prompt that was refused, a text that can't be parsed.
	public bool Off { get; set; }

	/// It came into $Error.
	public void Raised(object error) {
		ErrorRecord record = RecordOf(error);
		if (Off || record == null || IsText(record) || Find(record) != null) return;
		bool ends = Ends();
		Told(record, engine.IsSilenced(ends) ? "silenced" : "swallowed", ends);
	}

	/// It came to the output.
	public void Shown(ErrorRecord record) {
		if (Off || record == null || IsText(record)) return;
		Known one = Find(record);
		if (one == null) one = Told(record, "shown", true);
		else if (!one.Shown) channel.Shown(one.Id);
		one.Shown = true;
	}

	/// An exception that may never come into $Error: the command that runs was told to ignore it.
	public void Thrown(Exception exception) {
		if (Off || !engine.IsIgnoring()) return;
		IContainsErrorRecord container = exception as IContainsErrorRecord;
		if (container == null || container.ErrorRecord == null || exception is PipelineStoppedException) return;
		object processor = engine.Current;
		if (Positions.Of(engine.InvocationOf(processor), engine) == null) return;
		// It is thrown again on its way up, as another one.
		if (ReferenceEquals(processor, ignoring) && exception.Message == ignored) return;
		if (IsLookup()) return;
		ignoring = processor;
		ignored = exception.Message;
		Told(new ErrorRecord(container.ErrorRecord, exception), "silenced", false);
	}

	private Known Told(ErrorRecord record, string how, bool ends) {
		StartProcess.Place(record);
		Known one = new Known { Id = channel.NewId(), Shown = how == "shown" };
		Remember(record.Exception, one);
		// What ends the step is written by the record that its exception holds, with an exception of its own.
		IContainsErrorRecord container = record.Exception as IContainsErrorRecord;
		if (container != null && container.ErrorRecord != null) Remember(container.ErrorRecord.Exception, one);
		Json entry = new Json().Add("how", how).Add("terminating", ends)
			.Add("message", Channel.Cut(MessageOf(record)))
			.Add("category", Channel.Name(record.CategoryInfo.Category.ToString()))
			.Add("id", Channel.Name(record.FullyQualifiedErrorId))
			.Add("exception", record.Exception == null ? "" : Channel.Name(record.Exception.GetType().FullName))
			.Add("position", Positions.Of(record.InvocationInfo, engine) ?? Positions.Of(engine.InvocationOf(engine.Current), engine))
			.Add("stack", Channel.Cut(record.ScriptStackTrace));
		channel.Entry("error", entry, one.Id);
		return one;
	}

	private void Remember(Exception exception, Known one) {
		Known before;
		if (exception != null && !known.TryGetValue(exception, out before)) known.Add(exception, one);
	}

	private Known Find(ErrorRecord record) {
		Known one = null;
		if (record.Exception != null) known.TryGetValue(record.Exception, out one);
		return one;
	}

	private static string MessageOf(ErrorRecord record) {
		if (record.ErrorDetails != null && !string.IsNullOrEmpty(record.ErrorDetails.Message)) return record.ErrorDetails.Message;
		return record.Exception == null ? "" : record.Exception.Message;
	}

	private static ErrorRecord RecordOf(object error) {
		PSObject wrapped = error as PSObject;
		if (wrapped != null) error = wrapped.BaseObject;
		ErrorRecord record = error as ErrorRecord;
		if (record != null) return record;
		IContainsErrorRecord container = error as IContainsErrorRecord;
		return container == null ? null : container.ErrorRecord;
	}

	/// A line that a program wrote to stderr comes as an error record too.
	private static bool IsText(ErrorRecord record) {
		return record.Exception is RemoteException && (record.FullyQualifiedErrorId ?? "").StartsWith("NativeCommandError", StringComparison.Ordinal);
	}

	/// Whether PowerShell itself looks for a command or a module, where folders of its path may be missing.
	private static bool IsLookup() {
		foreach (StackFrame frame in new StackTrace(2, false).GetFrames()) {
			Type type = frame.GetMethod() == null ? null : frame.GetMethod().DeclaringType;
			while (type != null && type.DeclaringType != null) type = type.DeclaringType;
			if (type != null && (type.Name == "CommandDiscovery" || type.Name == "CommandSearcher" || type.Name == "ModuleUtils" || type.Name == "ModuleIntrinsics")) return true;
		}
		return false;
	}

	/// Whether it ends a statement: only a command that goes on writes an error by itself.
	private static bool Ends() {
		foreach (StackFrame frame in new StackTrace(2, false).GetFrames()) {
			string name = frame.GetMethod() == null ? "" : frame.GetMethod().Name;
			if (name.StartsWith("_WriteErrorSkipAllowCheck", StringComparison.Ordinal)) return false;
			if (name == "ManageException" || name == "ManageInvocationException") return true;
		}
		return true;
	}
}

/// Stands behind $Error. PowerShell only inserts, and removes what is too much; a script may clear it.
public sealed class ErrorList : ArrayList {
	private readonly Errors errors;

	public ErrorList(Errors errors) { this.errors = errors; }

	public override void Insert(int index, object value) {
		base.Insert(index, value);
		try { errors.Raised(value); } catch (Exception) { }
	}
}
`;
