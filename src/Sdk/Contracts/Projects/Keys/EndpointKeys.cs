using System.Collections.ObjectModel;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects.Shapes;
using Cairn.Contracts.Snapshots;

namespace Cairn.Contracts.Projects.Keys;

internal static class EndpointKeys
{
    private const long MostBody = 1 << 30;
    private static readonly Key<IReadOnlyList<string>> When = new("when", Of.OneOrList(Of.Name), "gates that must pass");
    private static readonly Key<string> Approve = new("approve", Of.Role, "role that must approve; by itself unless said") { AlsoKnownAs = ["approval", "approver"] };
    private static readonly Key<IReadOnlyList<Share>> Canary = new("canary", Of.List(Of.Share), "ascending weights up to 100%; all at once unless said");
    private static readonly Key<TimeSpan> Every = new("every", Of.Duration, "least time at each weight");
    private static readonly Key<IReadOnlyList<Condition>> Undo = new("undo", Of.OneOrList(Of.Condition), "any of these true rolls back, e.g. errors > 1%") { AlsoKnownAs = ["rollback"] };
    private static readonly Key<int> MinRequests = new("min_requests", Of.Int(0, 1_000_000_000), "requests needed before a step is judged; 100 unless said");

    private static readonly Key<Share> AbShare = new("share", Of.Share, "the new version's part of the keys, 10% to 90%; 50% unless said");
    private static readonly Key<string> AbMetric = new("metric", Of.Word("metric", AbRule.Metrics), "what decides; squared_error of the score unless said");
    private static readonly Key<string> AbBetter = new("better", Of.Word("direction", AbRule.Directions), "less or more of it; less for squared_error, else more");
    private static readonly Key<double> AbMost = new("most", Of.Positive(1e12), "larger values of the metric are cut to it; 1 unless said");
    private static readonly Key<int> AbKeys = new("keys", Of.Int(100, 1_000_000_000), "keys with an outcome after which it ends; 10000 unless said");
    private static readonly Key<TimeSpan> AbFor = new("for", Of.Duration, "time after which it ends at the latest");

    private static readonly Key<AbRule> Ab = new("ab", new BlockShape<AbRule>(
        "ab", "a test on live traffic against the version that answers, in place of a canary", [AbShare, AbMetric, AbBetter, AbMost, AbKeys, AbFor],
        f => new AbRule { Share = f.Or(AbShare, new Share(0.5m)), Metric = f.Or(AbMetric, AbRule.SquaredError), Better = f.Get(AbBetter), Most = f.Or(AbMost, 1), Keys = f.Or(AbKeys, 10_000), For = f.Value(AbFor) }),
        "a test on live traffic in place of a canary");

    private static readonly Shape<ReleasePlan> Release = new BlockShape<ReleasePlan>(
        "release", "how a version gets into an environment", [When, Approve, Canary, Ab, Every, Undo, MinRequests],
        f => new ReleasePlan
        {
            When = f.List(When),
            Approve = f.Get(Approve),
            Canary = f.List(Canary),
            Ab = f.Get(Ab),
            Every = f.Value(Every),
            Undo = f.List(Undo),
            MinRequests = f.Or(MinRequests, 100),
        });

    private static readonly Key<int> Rows = new("rows", Of.Int(1, 1_000_000), "most rows in a request; 10000 unless said");
    private static readonly Key<ByteSize> Body = new("body", Of.Pattern("a size", BodySize, ByteSize.Pattern), "most bytes in a request, at most 1GiB; 64MiB unless said");
    private static readonly Key<int> Queue = new("queue", Of.Int(1, 100_000), "most requests that wait for a version; more get 429; 256 unless said");
    private static readonly Key<TimeSpan> Timeout = new("timeout", Of.DurationWithin(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)), "longest time until a request's run begins; 1m unless said");
    private static readonly Key<int> Batch = new("batch", Of.Int(1, 10_000), "most rows that several requests share in one run; 1 lets each run alone; 64 unless said");

    private static readonly Shape<RequestLimits> LimitsShape = new BlockShape<RequestLimits>(
        "limits", "limits on requests", [Rows, Body, Queue, Timeout, Batch],
        f => new RequestLimits(f.Or(Rows, 10_000), f.Value(Body), f.Or(Queue, 256), f.Value(Timeout), f.Or(Batch, 64)));

    private static readonly Key<PortRef> Model = new("model", PortRefs.Model, "the step's port whose versions it serves, e.g. train.model", required: true);
    private static readonly Key<string> RowKey = new("key", Of.Text, "input column that outcomes may be sent by");
    private static readonly Key<DataContract> Inputs = new("inputs", ContractKeys.Shape, "what requests must look like; the model's signature unless said");
    private static readonly Key<IReadOnlyList<string>> Features = new("features", Of.OneOrList(Of.Name), "features that requests leave out: looked up by their keys");
    private static readonly Key<IReadOnlyList<string>> Owners = new("owners", Of.OneOrList(Of.Role), "roles that answer for the inputs");
    private static readonly Key<StickyKey> Sticky = new("sticky", Of.Pattern("a key", StickyWords.Parse, StickyWords.Pattern), "by what requests stay with one version: column NAME, header NAME or cookie NAME; the key unless said");
    private static readonly Key<LogPolicy> Log = new("log", Of.Pattern("a policy", LogPolicy.Parse, LogPolicy.Pattern), "required, buffered or sampled 10%");
    private static readonly Key<TimeSpan> Keep = new("keep", Of.DurationWithin(TimeSpan.FromDays(1), TimeSpan.FromDays(36_500)), "age at which predictions and outcomes leave the log, 1d or more; never unless said") { AlsoKnownAs = ["retention"] };
    private static readonly Key<Share> Shadow = new("shadow", Of.Share, "share of production's requests that the version in test is asked too, answers to nobody");
    private static readonly Key<RequestLimits> Limits = new("limits", LimitsShape, "limits on requests");
    private static readonly Key<ReleasePlan> Test = new("test", Release, "how a version gets into test");
    private static readonly Key<ReleasePlan> Production = new("production", Release, "how a version gets into production") { AlsoKnownAs = ["prod"] };

    public static readonly Shape<Endpoint> Shape = new BlockShape<Endpoint>(
        "endpoint", "a named address that answers predictions; other keys are environments of the file", [Model, RowKey, Sticky, Inputs, Features, Owners, Log, Keep, Shadow, Limits, Test, Production], Build)
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
            Sticky = f.Get(Sticky) ?? (f.Get(RowKey) is { } column ? new StickyKey(StickySource.Column, column) : null),
            Inputs = f.Or(Inputs, DataContract.Empty),
            Features = f.List(Features),
            Owners = f.List(Owners),
            Log = f.Or(Log, new LogPolicy(LogMode.Required, new Share(1))),
            Keep = f.Value(Keep),
            Shadow = f.Value(Shadow),
            Limits = f.Or(Limits, new RequestLimits()),
        };
    }

    private static Parsed<ByteSize> BodySize(string text) =>
        ByteSize.Parse(text) is { Ok: true } size && size.Value.Bytes > MostBody ? Parsed.Bad<ByteSize>("a body is at most 1GiB") : ByteSize.Parse(text);

    // Production comes last, after test and the environments in between.
    private static ReadOnlyDictionary<string, ReleasePlan> Merge(IReadOnlyDictionary<string, ReleasePlan> known, IReadOnlyList<KeyValuePair<string, object>> rest)
    {
        var all = rest.Select(r => KeyValuePair.Create(r.Key, (ReleasePlan)r.Value)).Concat(known)
            .OrderBy(r => r.Key == "production" ? 2 : r.Key is "dev" or "test" ? 0 : 1);
        return new(new OrderedDictionary<string, ReleasePlan>(all, StringComparer.Ordinal));
    }
}
