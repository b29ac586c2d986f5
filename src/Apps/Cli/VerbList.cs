using Cairn.Cli.Demo;
using Cairn.Cli.Frame;
using Cairn.Cli.Nouns;

namespace Cairn.Cli;

/// <summary>Every verb of the command line, in the order help shows them; made anew for each command tree. A new verb is added here and nowhere else.</summary>
internal static class VerbList
{
    public static IReadOnlyList<Verb> All =>
    [
        new UpVerb(),
        new ServeVerb(),
        new DemoVerb(),
        .. ProjectVerbs.All,
        .. DataVerbs.All,
        .. PipelineVerbs.All,
        .. SecretVerbs.All,
        .. RunVerbs.All,
        .. TraceVerbs.All,
        .. ModelVerbs.All,
        new ImportVerb(),
        .. EndpointVerbs.All,
        .. OutcomeVerbs.All,
        new ProbeVerb(),
        .. ReleaseVerbs.All,
        .. MonitorVerbs.All,
        .. TriggerVerbs.All,
        .. CodeVerbs.All,
        .. PeopleVerbs.All,
        .. MaturityVerbs.All,
        .. LedgerVerbs.All,
        .. PlatformVerbs.All,
        new ReferenceVerb(),
    ];

    public static IReadOnlyDictionary<string, string> Nouns { get; } = new Dictionary<string, string>
    {
        ["projects"] = "The machine-learning projects of this server",
        ["data"] = "Sources, ingestions and the dataset versions they made",
        ["data contract"] = "What is agreed about a source's data",
        ["data view"] = "A part of a source under a name of its own",
        ["features"] = "Features, as serving looks them up",
        ["pipelines"] = "Pipelines and their runs",
        ["secrets"] = "Values that steps get by name and nobody sees",
        ["runs"] = "Tracked runs with their parameters and metrics",
        ["runs artifacts"] = "The files of a run",
        ["traces"] = "What applications did, call by call, span by span",
        ["models"] = "Registered models and their cards",
        ["import"] = "What others hold, brought over",
        ["versions"] = "Model versions: immutable, known by digest",
        ["endpoints"] = "Named addresses that answer predictions",
        ["outcomes"] = "What really happened, told to endpoints",
        ["downtime"] = "Times in which an endpoint will be away, said beforehand",
        ["client"] = "Clients of endpoints, for applications",
        ["releases"] = "The way of one version into an environment",
        ["gates"] = "Checks a version passed or failed before release",
        ["monitors"] = "What is watched in production",
        ["windows"] = "What the monitors measured, window by window",
        ["alerts"] = "Breaches of a monitor's limit",
        ["incidents"] = "Problems that are tracked until they close",
        ["triggers"] = "Rules that start pipelines",
        ["firings"] = "The times a trigger fired, with its cause",
        ["changes"] = "Merged changes of the project's repositories",
        ["builds"] = "Builds and their tests, commit by commit",
        ["handoff"] = "A version handed from one role to the next",
        ["approvals"] = "Approvals given and refused",
        ["people"] = "People and workloads with their roles",
        ["token"] = "Tokens that open the server to others",
        ["ledger"] = "The record of every act",
        ["compute"] = "Where steps run",
        ["jobs"] = "Background jobs and schedules",
        ["world"] = "The clock of a simulated world",
    };
}
