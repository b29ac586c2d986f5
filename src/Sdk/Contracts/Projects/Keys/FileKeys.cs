using System.Text.Json;
using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

/// <summary>The sections of the file.</summary>
internal static class FileKeys
{
    private static readonly Key<ProjectInfo> Project = new("project", ProjectKeys.Shape, "the project's name, or a block about it", required: true);
    private static readonly Key<string> Env = new("env", Of.File, "lock file of the environment of every step") { AlsoKnownAs = ["environment"] };
    private static readonly Key<string> System = new("system", Of.File, "lock file of the system's packages for every step: lines of name=version");

    private static readonly Key<IReadOnlyDictionary<string, JsonElement>> Params = new(
        "params", new MapShape<JsonElement>("groups of parameters", new FreeShape(), NameRule.Names), "groups of parameters, referred to as $group")
    { AlsoKnownAs = ["parameters", "vars"] };

    private static readonly Key<IReadOnlyDictionary<string, DataSource>> Data = new("data", Of.Map("sources", DataKeys.Shape), "sources, versioned on arrival") { AlsoKnownAs = ["sources"] };
    private static readonly Key<IReadOnlyDictionary<string, Step>> Steps = new("steps", Of.Map("steps", StepKeys.Shape), "the pipeline; order follows from in and out") { AlsoKnownAs = ["stages", "pipeline", "jobs"] };
    private static readonly Key<IReadOnlyDictionary<string, FeatureView>> Features = new("features", Of.Map("features", FeatureKeys.Shape), "features defined once, for training and for serving") { AlsoKnownAs = ["feature_views"] };
    private static readonly Key<IReadOnlyDictionary<string, Gate>> Gates = new("gates", Of.Map("gates", GateKeys.Shape), "what a version must show before release");
    private static readonly Key<IReadOnlyDictionary<string, Endpoint>> Endpoints = new("endpoints", Of.Map("endpoints", EndpointKeys.Shape), "addresses that answer predictions");
    private static readonly Key<IReadOnlyDictionary<string, Monitor>> Monitors = new("monitors", Of.Map("monitors", MonitorKeys.Shape), "what is watched in production");
    private static readonly Key<IReadOnlyDictionary<string, Trigger>> Triggers = new("triggers", Of.Map("triggers", TriggerKeys.Shape), "what starts the pipeline");
    private static readonly Key<IReadOnlyDictionary<string, ComputeTarget>> Compute = new("compute", Of.Map("compute targets", ComputeKeys.Shape), "where steps run");

    private static readonly Key<IReadOnlyDictionary<string, DeploymentEnvironment>> Environments = new(
        "environments", Of.Map("environments", EnvironmentKeys.Shape), "dev, test and production unless said");

    private static readonly Key<IReadOnlyDictionary<string, IReadOnlyList<string>>> Code = new("code", CodeKeys.Areas, "paths of each area of the code") { AlsoKnownAs = ["areas"] };
    private static readonly Key<IReadOnlyDictionary<string, Suite>> Suites = new("suites", CodeKeys.Suites, "test suites") { AlsoKnownAs = ["tests"] };
    private static readonly Key<IReadOnlyDictionary<string, Build>> Builds = new("builds", CodeKeys.Builds, "what is built from the code");

    public static readonly BlockShape<ProjectFile> Shape = new(
        "file", "cairn.yaml: one machine-learning project",
        [Project, Env, Params, Data, Features, Steps, Gates, Endpoints, Monitors, Triggers, Compute, Environments, System, Code, Suites, Builds], Build)
    {
        BuildAnyway = true,
    };

    private static ProjectFile Build(Fields f) => new(f.Or(Project, new ProjectInfo("")))
    {
        Env = f.Get(Env),
        System = f.Get(System),
        Params = f.Map(Params),
        Data = f.Map(Data),
        Features = f.Map(Features),
        Steps = f.Map(Steps),
        Gates = f.Map(Gates),
        Endpoints = f.Map(Endpoints),
        Monitors = f.Map(Monitors),
        Triggers = f.Map(Triggers),
        Compute = f.Map(Compute),
        Environments = f.Or(Environments, EnvironmentKeys.Standard),
        Code = f.Map(Code),
        Suites = f.Map(Suites),
        Builds = f.Map(Builds),
    };
}
