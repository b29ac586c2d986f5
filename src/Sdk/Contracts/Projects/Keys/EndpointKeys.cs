using System.Collections.ObjectModel;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

internal static class EndpointKeys
{
    private static readonly Key<IReadOnlyList<string>> When = new("when", Of.OneOrList(Of.Name), "gates that must pass");
    private static readonly Key<string> Approve = new("approve", Of.Role, "role that must approve; by itself unless said") { AlsoKnownAs = ["approval", "approver"] };
    private static readonly Key<IReadOnlyList<Share>> Canary = new("canary", Of.List(Of.Share), "ascending weights up to 100%; all at once unless said");
    private static readonly Key<TimeSpan> Every = new("every", Of.Duration, "least time at each weight");
    private static readonly Key<IReadOnlyList<Condition>> Undo = new("undo", Of.OneOrList(Of.Condition), "any of these true rolls back, e.g. errors > 1%") { AlsoKnownAs = ["rollback"] };
    private static readonly Key<int> MinRequests = new("min_requests", Of.Int(0, 1_000_000_000), "requests needed before a step is judged; 100 unless said");

    private static readonly Shape<ReleasePlan> Release = new BlockShape<ReleasePlan>(
        "release", "how a version gets into an environment", [When, Approve, Canary, Every, Undo, MinRequests],
        f => new ReleasePlan
        {
            When = f.List(When),
            Approve = f.Get(Approve),
            Canary = f.List(Canary),
            Every = f.Value(Every),
            Undo = f.List(Undo),
            MinRequests = f.Or(MinRequests, 100),
        });

    private static readonly Key<int> Rows = new("rows", Of.Int(1, 1_000_000), "most rows in a request");
    private static readonly Key<ByteSize> Body = new("body", Of.Bytes, "most bytes in a request");
    private static readonly Key<int> Queue = new("queue", Of.Int(0, 100_000), "most requests waiting");
    private static readonly Key<TimeSpan> Timeout = new("timeout", Of.Duration, "time for an answer");

    private static readonly Shape<RequestLimits> LimitsShape = new BlockShape<RequestLimits>(
        "limits", "limits on requests", [Rows, Body, Queue, Timeout],
        f => new RequestLimits(f.Or(Rows, 10_000), f.Value(Body), f.Or(Queue, 256), f.Value(Timeout)));

    private static readonly Key<PortRef> Model = new("model", PortRefs.Model, "the step's port whose versions it serves, e.g. train.model", required: true);
    private static readonly Key<string> RowKey = new("key", Of.Text, "input column that outcomes may be sent by");
    private static readonly Key<DataContract> Inputs = new("inputs", ContractKeys.Shape, "what requests must look like; the model's signature unless said");
    private static readonly Key<IReadOnlyList<string>> Features = new("features", Of.OneOrList(Of.Name), "features that requests leave out: looked up by their keys");
    private static readonly Key<IReadOnlyList<string>> Owners = new("owners", Of.OneOrList(Of.Role), "roles that answer for the inputs");
    private static readonly Key<LogPolicy> Log = new("log", Of.Pattern("a policy", LogPolicy.Parse, LogPolicy.Pattern), "required, buffered or sampled 10%");
    private static readonly Key<TimeSpan> Keep = new("keep", Of.DurationWithin(TimeSpan.FromDays(1), TimeSpan.FromDays(36_500)), "age at which predictions and outcomes leave the log, 1d or more; never unless said") { AlsoKnownAs = ["retention"] };
    private static readonly Key<Share> Shadow = new("shadow", Of.Share, "share of production's requests that the version in test is asked too, answers to nobody");
    private static readonly Key<RequestLimits> Limits = new("limits", LimitsShape, "limits on requests");
    private static readonly Key<ReleasePlan> Test = new("test", Release, "how a version gets into test");
    private static readonly Key<ReleasePlan> Production = new("production", Release, "how a version gets into production") { AlsoKnownAs = ["prod"] };

    public static readonly Shape<Endpoint> Shape = new BlockShape<Endpoint>(
        "endpoint", "a named address that answers predictions; other keys are environments of the file", [Model, RowKey, Inputs, Features, Owners, Log, Keep, Shadow, Limits, Test, Production], Build)
    {
        Rest = new Key<ReleasePlan>("environment", Release, "how a version gets into this environment"),
        IsRest = (name, context) => context.Environments.Contains(name),
        RestNames = context => context.Environments,
        WithRest = (endpoint, rest) => endpoint with { Releases = Merge(endpoint.Releases, rest) },
    };

    private static Endpoint Build(Fields f)
    {
        var releases = new OrderedDictionary<string, ReleasePlan>(StringComparer.Ordinal);
        foreach (var key in new[] { Test, Production }.Where(f.Has))
        {
            releases[key.Name] = f.Need(key);
        }

        return new Endpoint(f.Name, f.Need(Model))
        {
            Releases = new ReadOnlyDictionary<string, ReleasePlan>(releases),
            Key = f.Get(RowKey),
            Inputs = f.Or(Inputs, DataContract.Empty),
            Features = f.List(Features),
            Owners = f.List(Owners),
            Log = f.Or(Log, new LogPolicy(LogMode.Required, new Share(1))),
            Keep = f.Value(Keep),
            Shadow = f.Value(Shadow),
            Limits = f.Or(Limits, new RequestLimits()),
        };
    }

    // Production comes last, after test and the environments in between.
    private static ReadOnlyDictionary<string, ReleasePlan> Merge(IReadOnlyDictionary<string, ReleasePlan> known, IReadOnlyList<KeyValuePair<string, object>> rest)
    {
        var all = rest.Select(r => KeyValuePair.Create(r.Key, (ReleasePlan)r.Value)).Concat(known)
            .OrderBy(r => r.Key == "production" ? 2 : r.Key is "dev" or "test" ? 0 : 1);
        return new(new OrderedDictionary<string, ReleasePlan>(all, StringComparer.Ordinal));
    }
}
