using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

internal static class StepKeys
{
    private static readonly Shape<JsonElement> Free = new FreeShape();

    private static readonly Key<string> Run = new("run", Of.Text, "command; gets paths as CAIRN_IN_<PORT> and CAIRN_OUT_<PORT>") { AlsoKnownAs = ["cmd", "command", "script"] };
    private static readonly Key<string> Use = new("use", Of.Word("built-in", BuiltIns.Names), "a built-in instead of a command");
    private static readonly Key<IReadOnlyDictionary<string, PortRef>> In = new("in", Of.Map("ports with what feeds them", PortRefs.Input), "input ports: data.<source>, features.<feature> or <step>.<port>") { AlsoKnownAs = ["inputs", "deps"] };
    private static readonly Key<IReadOnlyDictionary<string, PortType>> Out = new("out", Of.Map("ports with their types", Of.Enum<PortType>("port type")), "output ports: table, model, metrics, report, file or dir") { AlsoKnownAs = ["outputs", "outs"] };
    private static readonly Key<IReadOnlyDictionary<string, JsonElement>> With = new("with", new MapShape<JsonElement>("options of the built-in", Free, NameRule.Any), "options of the built-in") { AlsoKnownAs = ["options"] };
    private static readonly Key<ParamsValue> Params = new("params", ParamsShape(), "parameters, or $group for a group of the file's params");
    private static readonly Key<StepMap> Map = new("map", new MapShapeOfStep(), "one cached task per hour, day, week or month of its data, or for each item of a list");
    private static readonly Key<Condition> If = new("if", Of.Condition, "runs only when this is true, e.g. evaluate.metrics.auc > 0.7");
    private static readonly Key<Resources> Resources = new("resources", ResourceKeys.Resources, "what it asks of its compute target");
    private static readonly Key<string> Compute = new("compute", Of.Name, "name of a compute target; local unless said");
    private static readonly Key<Priority> Priority = new("priority", Of.Enum<Priority>("priority"), "low, normal or high: which of the project's waiting steps is taken first; normal unless said");
    private static readonly Key<Retry> Retry = new("retry", ResourceKeys.Retry, "further attempts, and after which failures") { AlsoKnownAs = ["retries"] };
    private static readonly Key<long> Seed = new("seed", Of.Long(0), "seed of every random choice");
    private static readonly Key<Sweep> Sweep = new("sweep", SweepKeys.Shape, "a search over parameters");
    private static readonly Key<TimeSpan> Timeout = new("timeout", Of.Duration, "wall time after which it is ended");
    private static readonly Key<string> Env = new("env", Of.File, "lock file of its environment; the file's own unless said");
    private static readonly Key<string> System = new("system", Of.File, "lock file of the system's packages that it needs; the file's own unless said");
    private static readonly Key<IReadOnlyDictionary<string, string>> Vars = new("vars", new MapShape<string>("variables with their values", Of.Text, NameRule.Any), "environment variables of the command");
    private static readonly Key<IReadOnlyList<string>> Secrets = new("secrets", Of.OneOrList(Of.Secret), "names of secrets given as variables");

    public static readonly Shape<Step> Shape = new BlockShape<Step>(
        "step", "one node of the pipeline; order follows from in and out",
        [Run, Use, In, Out, With, Params, Map, If, Resources, Compute, Priority, Retry, Seed, Sweep, Timeout, Env, System, Vars, Secrets], Build);

    private static BlockShape<ParamsValue> ParamsShape() => new(
        "params", "parameters", [], _ => new ParamsValue(null, new Dictionary<string, JsonElement>()))
    {
        Short = (node, path, context) => Of.Pattern("parameters", Group, "^\\$[a-z][a-z0-9_-]*$").TryRead(node, path, context, out var name)
            ? new ParamsValue(name, new Dictionary<string, JsonElement>()) : null,
        ShortSchema = new JsonObject { ["type"] = "string", ["pattern"] = "^\\$[a-z][a-z0-9_-]*$" },
        Rest = new Key<JsonElement>("param", Free, "a parameter"),
        WithRest = (value, rest) => value with { Values = rest.ToDictionary(r => r.Key, r => (JsonElement)r.Value, StringComparer.Ordinal) },
    };

    private static Parsed<string> Group(string text) =>
        text.StartsWith('$') && NameRule.CheckName(text[1..]) is null ? Parsed.Good(text[1..]) : Parsed.Bad<string>("expected a block of parameters, or $group");

    private static Step Build(Fields f)
    {
        var use = f.Get(Use);
        var builtIn = use is null ? null : BuiltIns.Find(use);
        return new Step(f.Name)
        {
            Run = f.Get(Run),
            Use = use,
            In = f.Map(In),
            Out = f.Or(Out, builtIn?.Out ?? new Dictionary<string, PortType>()),
            With = f.Map(With),
            Params = f.Get(Params)?.Values ?? new Dictionary<string, JsonElement>(),
            ParamsFrom = f.Get(Params)?.Group,
            Map = f.Get(Map),
            If = f.Get(If),
            Resources = f.Or(Resources, new Resources()),
            Compute = f.Get(Compute),
            Priority = f.Value(Priority),
            Retry = f.Or(Retry, new Retry(0)),
            Seed = f.Value(Seed),
            Sweep = f.Get(Sweep),
            Timeout = f.Value(Timeout),
            Env = f.Get(Env),
            System = f.Get(System),
            Vars = f.Map(Vars),
            Secrets = f.List(Secrets),
        };
    }

    private sealed record ParamsValue(string? Group, IReadOnlyDictionary<string, JsonElement> Values);
}
