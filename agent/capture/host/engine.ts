// What PowerShell knows of the command that runs now and doesn't publish, read by reflection. Each question may go unanswered:
// names of private members differ by version.
export const engine = /* C# */ `
public sealed class Engine {
	private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
	private readonly object context;
	private readonly Dictionary<string, MemberInfo> members = new Dictionary<string, MemberInfo>();

	public Engine(Runspace runspace) { context = Get(runspace, "ExecutionContext"); }

	public bool Known { get { return context != null; } }

	/// The processor of the command that runs now; null: unknown.
	public object Current { get { return Get(context, "CurrentCommandProcessor"); } }

	/// The program that a processor runs; null: it runs none.
	public Process ProgramOf(object processor) {
		return (Get(processor, "_nativeProcess") ?? Get(processor, "nativeProcess")) as Process;
	}

	public bool IsProgram(object processor) { return processor != null && processor.GetType().Name == "NativeCommandProcessor"; }

	/// Whether PowerShell goes on without waiting for it.
	public bool IsLeft(object processor) { return true.Equals(Get(processor, "_isRunningInBackground") ?? Get(processor, "isRunningInBackground")); }

	public InvocationInfo InvocationOf(object processor) { return Get(Get(processor, "Command"), "MyInvocation") as InvocationInfo; }

	/// Whether the command that runs now was asked to stay silent: by -ErrorAction, by the preference, or by 2>$null. An error that
	/// ends a statement goes to the catch around it whatever these say: then it is the catch that hides it.
	public bool IsSilenced(bool ends) {
		if (ends && true.Equals(Get(context, "PropagateExceptionsToEnclosingStatementBlock"))) return false;
		object runtime = Get(Current, "CommandRuntime");
		object action = Get(runtime, "ErrorAction");
		if (action is ActionPreference && Silent((ActionPreference)action)) return true;
		object pipe = Get(runtime, "ErrorOutputPipe");
		return pipe != null && true.Equals(Get(pipe, "NullPipe")) && !"Output".Equals(Convert.ToString(Get(runtime, "ErrorMergeTo")));
	}

	/// Whether the command that runs now was asked to drop its errors without a trace.
	public bool IsIgnoring() {
		object action = Get(Get(Current, "CommandRuntime"), "ErrorAction");
		return action is ActionPreference && (ActionPreference)action == ActionPreference.Ignore;
	}

	/// Makes a variable in the global scope, from wherever this is called. False: it can't be done here.
	public bool Define(PSVariable variable) {
		object scope = Get(Get(context, "EngineSessionState"), "GlobalScope");
		IDictionary<string, PSVariable> all = Get(scope, "Variables") as IDictionary<string, PSVariable>;
		if (all == null) return false;
		all[variable.Name] = variable;
		return true;
	}

	/// Puts a value into a variable that PowerShell holds constant. False: it can't be done here.
	public bool Replace(PSVariable variable, object value) {
		FieldInfo field = typeof(PSVariable).GetField("_value", Hidden);
		if (field == null || variable == null) return false;
		field.SetValue(variable, value);
		return ReferenceEquals(variable.Value, value);
	}

	/// The script that starts next ends the whole step where it says exit, as with -File; else it ends only itself. False: it can't be done here.
	public bool PassOnExit() {
		if (context == null) return false;
		PropertyInfo rethrows = MemberOf(context.GetType(), "ScriptCommandProcessorShouldRethrowExit") as PropertyInfo;
		if (rethrows == null) return false;
		rethrows.SetValue(context, true, null);
		return true;
	}

	private static bool Silent(ActionPreference action) {
		return action == ActionPreference.SilentlyContinue || action == ActionPreference.Ignore;
	}

	public object Get(object of, string name) {
		if (of == null) return null;
		try {
			MemberInfo member = MemberOf(of.GetType(), name);
			PropertyInfo property = member as PropertyInfo;
			if (property != null) return property.GetValue(of, null);
			FieldInfo field = member as FieldInfo;
			return field == null ? null : field.GetValue(of);
		} catch (Exception) {
			return null;
		}
	}

	private MemberInfo MemberOf(Type type, string name) {
		string key = type.FullName + " " + name;
		lock (members) {
			MemberInfo known;
			if (members.TryGetValue(key, out known)) return known;
			for (Type at = type; at != null && known == null; at = at.BaseType)
				known = (MemberInfo)at.GetProperty(name, Hidden | BindingFlags.DeclaredOnly) ?? at.GetField(name, Hidden | BindingFlags.DeclaredOnly);
			members[key] = known;
			return known;
		}
	}
}
`;
